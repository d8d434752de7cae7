import { anyPhrase } from './phrase.ts';

/** Subjects under which programs write that something failed; more than the words for a failure, since a subject is short. */
export const noticeSubject = anyPhrase({
  english: [
    String.raw`\b(?:undeliver|non-?deliver|returned mail|mail (?:delivery )?(?:failed|failure|error|problem)|delivery (?:status|failure|failed|error|problem|notification|report|unsuccessful|has failed|delayed|delay|warning)|failure notice|failed (?:mail|delivery|message)|mail returned|returned (?:e-?mail|message|to sender)|message (?:not|could not|undeliverable|delivery|status|delayed|rejected|bounced|blocked|notification)|bounce|unable to deliver|error (?:sending|delivering|in mail|condition)|mail system error|warning:? (?:could not|message|e?-?mail|from)|permanent (?:delivery )?(?:failure|error)|could not (?:be )?(?:send|deliver|sent)|not delivered|user unknown|unknown user|unrout?eable|rejected|refused|blocked|notice of non|nondelivery|ndn|ndr|dsn|ndrs?:|status notification|postmaster notify|invalid (?:recipient|address)|address (?:error|change)|problems? (?:delivering|sending|with your)|trouble delivering|inactive|virus|not (?:a )?member)`,
  ],
  others: [
    'unzustellbar|unzustellbarkeit|nicht zugestellt|zustell|fehler|non remis|non délivr|échec|remise|no (?:se )?(?:pudo|puede|entreg)|devuelt|devolvid|retornad|não (?:entreg|foi|pode)|falha|mancat|non recapit|onbestelbaar|niet (?:bezorgd|afgeleverd)|olevererbart|ikke leveret|niedostarcz|недостав|не доставлен|возврат|ошибка|エラー|配信|配送|不達|退信|无法|無法|失败|失敗|退回|系统|반송|실패',
  ],
});

/** What the mail is called that failed, and those to whom it was to go. */
export const mailPhrase = anyPhrase({
  english: [String.raw`\b(?:(?:e-?)?mails?|messages?|smtp|recipients?|mailbox)\b`],
  german: ['nachricht|e-?mail|empfänger|postfach'],
  romance: [
    'courriel|courrier|message|destinataire|correo|mensaje|mensagem|messaggio|destinat[aá]ri|casella|destinatarul',
  ],
  others: [
    'bericht|meddelande|besked|melding|viesti|wiadomo|zpráv|zprav|üzenet|ileti|письм|сообщени|повідомлен|μήνυμα|thư|رسالة|הודע',
    'geadresseerde|ontvanger|mottak|modtager|mottagar|vastaanottaj|adresat|odbiorc|příjemc|prijemc|príjemc|címzett|alıcı|получател|одержувач|παραλήπτ|người nhận|المستلم|נמען|ผู้รับ|penerima',
    'メール|宛先|あて先|受信者|邮件|郵件|信件|收件|메일|받는 사람|수신자',
  ],
});
