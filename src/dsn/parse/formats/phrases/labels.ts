/** Words before the colon that stands before an address, in many languages. */
export const labelWords = {
  sender: [
    'from|sender|reply-?to|return-?path|message-?id|msg-?id|envelope-?from|mail from|sent by|originator|author|cc|bcc',
    'von|absender|kopie|de|expéditeur|expediteur|émetteur|remitente|remetente|mittente|da|van|afzender|från|avsändare|fra|afsender|avsender|lähettäjä|nadawca|odesílatel|feladó',
    'от|отправитель|发件人|寄件者|寄件人|發件人|差出人|送信者|送信元|보낸 ?사람|발신자|보내는 ?사람',
  ],
  failed: [
    String.raw`(?:failed|undelivered|undeliverable|invalid|unknown|bad|rejected|refused|unreachable|delayed|bounced|not delivered|problem|failing|error|erroneous|incorrect|non-?existent)[- ](?:\w+ ){0,2}(?:recipient|address|addresse|user|to|destination|e-?mail|mailbox|account|for)(?: address)?(?: is| was)?`,
    'final-recipient|x-failed-recipient|x-actual-recipient|failed to deliver to|not delivered to|undeliverable to|could not be delivered to|unable to deliver to|no such user',
  ],
  recipient: [
    '(?:(?:original|intended|your|the|message|mail|envelope|e-?mail|target|local)[- ])?(?:recipient|addresse?e?|user|user ?(?:id|name)|destination|e-?mail|mailbox|account|rcpt|delivery to|delivery for)(?: name| address(?:es)?| e-?mail)?',
    'empfänger|empfaenger|empfängeradresse|adressat|adresse|destinataire|destinatario|destinatário|dirección|direccion|endereço|usuario|usuário|destinatari|indirizzo|ontvanger|mottagare|modtager|mottaker|vastaanottaja|odbiorca|adresát|příjemce|címzett|alıcı',
    'получатель|получатели|адрес|адресат|地址|邮箱|信箱|送信先|送付先|受信者|アドレス|メールアドレス|수신자|수신인|주소',
  ],
  /** As in the header of the message. */
  addressee: [
    '(?:original |intended |your |message |mail )?to|sent to|an|à|a|para|aan|naar|till|til|do|komu|кому|收件人|收信人|收件者|宛先|あて先|받는 ?사람',
  ],
} as const;
