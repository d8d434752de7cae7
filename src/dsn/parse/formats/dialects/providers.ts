import type { Dialect } from '../dialect.ts';

/** Mailbox providers and carriers, by the domains from which their daemons write. They run many programs, and own ones. */
const domains: readonly (readonly [name: string, ...domains: string[]])[] = [
  ['google', 'googlemail.com', 'google.com', 'gmail.com'],
  ['yahoo', 'yahoo.com', 'yahoo.co.jp', 'yahoo.co.uk', 'ymail.com', 'yahooinc.com'],
  ['hotmail', 'hotmail.com', 'msn.com', 'live.com', 'outlook.com'],
  ['apple', 'icloud.com', 'me.com', 'mac.com', 'apple.com'],
  ['facebook', 'facebook.com'],
  ['comcast', 'comcast.net'],
  ['verizon', 'verizon.net', 'vtext.com', 'vzwpix.com'],
  ['att', 'att.net', 'bellsouth.net', 'sbcglobal.net', 'att.com'],
  ['charter', 'charter.net', 'spectrum.net', 'rr.com'],
  ['cox', 'cox.net'],
  ['gmx', 'gmx.net', 'gmx.de', 'gmx.com', 'web.de', 'kundenserver.de', '1und1.de', 'ionos.com', 'mail.com'],
  ['t-online', 't-online.de', 'telekom.de'],
  ['freenet', 'freenet.de'],
  ['orange', 'orange.fr', 'wanadoo.fr', 'francetelecom.fr'],
  ['free', 'free.fr', 'proxad.net'],
  ['laposte', 'laposte.net'],
  ['libero', 'libero.it', 'iol.it'],
  ['tiscali', 'tiscali.it', 'tiscali.com'],
  ['terra', 'terra.com.br', 'terra.es'],
  ['uol', 'uol.com.br', 'bol.com.br'],
  ['mail.ru', 'mail.ru', 'inbox.ru', 'list.ru', 'bk.ru'],
  ['yandex', 'yandex.ru', 'yandex.net', 'yandex.com', 'ya.ru'],
  ['rambler', 'rambler.ru'],
  ['proton', 'protonmail.com', 'protonmail.ch', 'proton.me'],
  ['zoho', 'zoho.com', 'zoho.eu', 'zohomail.com'],
  ['qq', 'qq.com', 'foxmail.com'],
  ['netease', '163.com', '126.com', 'yeah.net', 'netease.com'],
  ['sina', 'sina.com', 'sina.com.cn'],
  ['sohu', 'sohu.com'],
  ['naver', 'naver.com'],
  ['daum', 'daum.net', 'hanmail.net'],
  ['docomo', 'docomo.ne.jp'],
  ['ezweb', 'ezweb.ne.jp', 'au.com', 'kddi.com'],
  ['softbank', 'softbank.ne.jp', 'softbank.jp', 'vodafone.ne.jp'],
  ['biglobe', 'biglobe.ne.jp'],
  ['nifty', 'nifty.com', 'nifty.ne.jp'],
  ['so-net', 'so-net.ne.jp'],
];

const daemon = '(?:mailer-?daemon|mail-?daemon|post[-_]?master|mail|info|no-?reply|bounces?|staff)';

const fromDaemonAt = (names: readonly string[]): RegExp =>
  new RegExp(`^${daemon}@(?:[a-z0-9.-]{1,100}\\.)?(?:${names.join('|').replaceAll('.', '\\.')})$`);

export const providers: readonly Dialect[] = [
  // Customers of AOL have names without a domain among themselves.
  { name: 'aol', from: fromDaemonAt(['aol.com']), namesBelow: /could not be delivered/ },
  ...domains.map(([name, ...names]) => ({ name, from: fromDaemonAt(names) })),
  // Hosted domains have daemons of their own.
  { name: 'gmx', words: /^--- The header of the original message is following\. ---$/m },
];
