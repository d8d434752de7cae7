import type { Language } from '../dsn/languages/languages.ts';

/** What an account says that has chosen no words (RFC 8621 §8). */
export const defaultWords: Readonly<Record<Language, string>> = {
  en: 'I am away at the moment, and may not read your message for some time.',
  de: 'Ich bin zurzeit abwesend und lese Ihre Nachricht vielleicht erst später.',
  fr: 'Je suis actuellement absent et ne lirai peut-être votre message que plus tard.',
  es: 'En este momento no estoy disponible y puede que tarde en leer su mensaje.',
  'pt-BR': 'No momento estou ausente e talvez demore a ler sua mensagem.',
  it: 'Al momento sono assente e potrei leggere il suo messaggio solo più tardi.',
  pl: 'Obecnie mnie nie ma; Twoją wiadomość przeczytam być może dopiero później.',
  ja: 'ただいま不在にしております。メッセージを拝見するまでに時間がかかる場合があります。',
  'zh-Hans': '我目前不在，可能要过一段时间才能阅读您的邮件。',
  ar: 'أنا غير متاح حاليًا، وقد لا أقرأ رسالتك إلا بعد بعض الوقت.',
};
