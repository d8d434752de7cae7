import { anyPhrase } from './phrase.ts';

/** What announces a list of addresses. */
export const headingPhrase = anyPhrase({
  english: [
    String.raw`\bfollowing (?:\w+ ){0,4}(?:address|recipient|user|e-?mail|mailbox|destination|account|person|people|name|addressee|error)`,
    String.raw`\b(?:to|by|for|with|about) the (?:following|recipients?|addresses) ?(?:\(?e?s\)?)?[:.]?$|\bto (?:one or more of )?(?:these|following) (?:recipient|address|user)`,
    String.raw`\b(?:did not reach|not delivered to|undeliver(?:able|ed) to|delivery failed to|failed to deliver to|unable to deliver (?:\w+ ){0,5}to|could not be (?:delivered|sent) to|not be delivered to|delivery to)\b.{0,60}:?$`,
    String.raw`\b(?:failed|invalid|unknown|undeliver(?:ed|able)|rejected|bad|unreachable|non-?existent|refused|delayed|affected|intended|failing) (?:e-?mail )?(?:address|recipient|user|destination|mailbox|addressee)(?:\(?e?s\)?)?[^\w@]{0,6}$`,
    String.raw`\baddress(?:es)? (?:that )?(?:had|has|have|with|failed|which|where|was|were|is|are)\b|\brecipients? (?:failed|was|were|that|with|who|which|could|cannot|listed|below)\b|\bfailed for\b|\brecipients?(?: address(?:es)?)?:$|\brecipient\(s\)`,
    String.raw`\b(?:failed|bounced|rejected|refused)(?: \w+){0,3}:$`,
    String.raw`\b(?:address|recipient|user|mailbox)(?:e?s|\(e?s\))? (?:below|follows?|listed)|^-{2,}.{0,40}(?:address|recipient|user).{0,60}-{2,}$`,
  ],
  german: [
    String.raw`folgende[nrms]? (?:\S+ ){0,3}(?:empfänger|adresse|e-?mail|benutzer|adressat)|(?:empfänger|adresse)n?:$|an (?:den|die) folgende`,
  ],
  romance: [
    String.raw`(?:destinataire|adresse|utilisateur)s?(?:\(s\))? (?:suivant|ci-dessous|ci-après)|suivante?s?\)? ?:|(?:destinatario|dirección|direccion|usuario)(?:e?s|\(e?s\))? (?:siguiente|que siguen)|siguientes? (?:destinatario|dirección|direccion|usuario|correo)`,
    String.raw`(?:destinatário|endereço|usuário)s?(?:\(s\))? (?:a seguir|abaixo|seguinte)|seguintes? (?:destinatário|endereço|usuário|e-?mail)|seguent[ei] (?:destinatari|indirizz|utent)|(?:destinatari|indirizz)[oi] (?:seguent|indicat)`,
  ],
  others: [
    String.raw`(?:volgende|onderstaande) (?:\S+ ){0,2}(?:ontvanger|adres|geadresseerde|e-?mail)|(?:följande|følgende) (?:\S+ ){0,2}(?:mottagare|modtager|mottaker|adress|adresse)|seuraav.{0,20}(?:vastaanottaj|osoit)|następując.{0,20}(?:odbiorc|adres)|následujíc.{0,20}(?:příjemc|adres)|következő cím`,
    'следующ.{0,20}(?:адрес|получат|пользоват)|(?:以下|次|下記|下述)の.{0,20}(?:宛先|アドレス|メール|受信者|あて先|方)|(?:以下|下列|如下).{0,12}(?:收件|地址|用户|用戶|邮箱)|다음 .{0,12}(?:수신자|주소|받는)',
  ],
});
