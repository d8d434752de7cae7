import { anyPhrase } from './phrase.ts';

/** A mail, or a recipient of it, has failed: said of the whole or beside an address. */
export const failurePhrase = anyPhrase({
  english: [
    String.raw`\b(?:could|can|was|were|is|are|has|have|had|did|does|do|will|would)(?: ?not|n't)(?: yet)?(?: be| been| being)?(?: successfully)? (?:deliver|reach|sent|send|transmit|forward|relay|complet|process|accept|receiv|permitted|allowed)`,
    String.raw`\b(?:unable|not able|wasn't able|inability) to (?:be )?(?:deliver|send|reach|relay|forward|complete|process|locate|contact|accept|transfer|transmit|find)`,
    String.raw`\bimpossible to (?:deliver|send)|\b(?:error|errors|problem|problems|trouble) (?:delivering|sending|processing|relaying|forwarding)|\bdelivery (?:problem|failure|error|failed)`,
    String.raw`\b(?:un|non-?|not )deliver(?:y|able|ed)\b|\bundeliverable\b|\bun-?deliverable\b`,
    String.raw`\bdelivery\b.{0,100}\b(?:failed|failure|unsuccessful|not possible|problems?|aborted|impossible|errors?|expired|halted|rejected|cancell?ed|gave up)\b`,
    String.raw`\b(?:failed|failure|failing|error|errors|problems?|trouble) (?:to|in|of|while|with|during|when) (?:the )?(?:attempting |trying )?(?:to )?(?:mail |message |deliver|delivery|send|process|transmi)`,
    String.raw`\b(?:returned (?:mail|to (?:the )?sender|message|undelivered)|(?:mail|message|delivery) (?:fail|error|status notification .failure)|(?:mail|message) (?:was |is |has been )?(?:returned|bounced|rejected|refused|blocked|discarded|quarantined|undeliver))`,
    String.raw`\b(?:permanent|fatal|permanently|unrecoverable)\b.{0,20}\b(?:error|errors|fail|failed|failure|failures)\b`,
    String.raw`\b(?:user|recipient|mailbox|account|address|addressee|login|name|person|domain|host|alias|group|list|e-?mail)s?\b.{0,60}?\b(?:unknown|not found|not (?:currently )?(?:exist|valid|known|recogni[sz]ed|listed|available|accepting|active|registered|here|local|have an? (?:account|mailbox))|does ?n(?:o|')t (?:exist|have|match|accept)|no longer|did not (?:\w+ )?match|disabled|suspended|inactive|invalid|rejected|refused|unavailable|over (?:its |the |their |disk )?quota|is full|was full|full\b|closed|expired|deactivated|terminated|locked|failed|discontinued|undeliverable)`,
    String.raw`\b(?:unknown|invalid|bad|illegal|nonexistent|non-existent|unrouteable|unroutable|unrecogni[sz]ed|incorrect|disabled|inactive|undeliverable|failed) (?:or )?(?:\w+ ){0,3}?(?:user|recipient|address|mailbox|local[- ]part|domain|host|e-?mail|destination|name|alias|account|addresses|users|recipients)`,
    String.raw`\bno (?:such|valid|known|account|mailbox)\b.{0,20}(?:user|recipients?|mailbox|mail drop|address|account|person|domain|host|name|alias|here|by that name|for)`,
    String.raw`\b(?:mailbox|inbox|quota|mail ?box|disk ?space|disk|storage|account)\b.{0,40}\b(?:full|exceed|exceeded|exceeds|exhausted|unavailable|over)|\b(?:exceed|exceeds|exceeded|over)\b.{0,40}\bquota|\bquota (?:exceeded|violation)|\bmailbox full`,
    String.raw`\b(?:gave up|giving up|given up|did not reach|not reached|bounced back|has bounced|was bounced|not a valid|you are not (?:a )?(?:member|subscribe[rd]|allowed|permitted|authori[sz]ed)|did not (?:exactly )?match|do(?:es)? not work|does not like recipient)\b`,
    String.raw`\b(?:message|mail|e-?mail|recipient|address|it|transmission|content|connection|relay|relaying)s? (?:\w+ ){0,3}(?:has been |was |were |is |have been |had been )?(?:rejected|refused|blocked|denied|bounced|returned|prohibited)\b`,
    String.raw`\b(?:relaying|relay|access|permission) (?:denied|not permitted|prohibited|refused)|\bcan't (?:create|open) (?:output|user|mailbox)`,
    String.raw`\bname server:? .{0,60}(?:host not found|unknown host)|\b(?:host|domain|name or service) (?:unknown|not (?:found|known))\b|\bunknown host\b|\bconnection (?:timed out|refused)`,
    String.raw`\b(?:retry|delivery|queue|time) (?:time ?-?out|time limit|limit|lifetime|period)\b.{0,20}(?:exceeded|expired|reached)|\bmessage (?:has )?(?:expired|timed out)|\btoo (?:long|many days) (?:in|on) (?:the )?queue`,
    String.raw`\b(?:looks like|considered|identified as|detected as|classified as) (?:an? )?(?:spam|unsolicited)`,
  ],
  german: [
    'unzustellbar|nicht zustellbar|nicht zugestellt|zustellfehler|zustellungsfehler',
    String.raw`(?:konnten?|kann|wurden?|ist|können|war)\b.{0,120}\bnicht\b.{0,60}(?:zugestellt|ausgeliefert|übermittelt|weitergeleitet|gesendet|versendet|versandt|verarbeitet|erreich|gefunden|angenommen|akzeptiert)`,
    'zustellung.{0,80}(?:fehlgeschlagen|gescheitert|nicht möglich|fehler|abgelehnt)|fehler bei der (?:zustellung|übermittlung|auslieferung)',
    String.raw`(?:empfänger|adresse|benutzer|postfach|mailbox|teilnehmer).{0,50}(?:unbekannt|existiert nicht|nicht gefunden|ungültig|gesperrt|\bvoll\b|überfüllt|nicht vorhanden|nicht bekannt|nicht mehr|deaktiviert|abgelehnt|fehlgeschlagen|nicht erreich)`,
    'speicherplatz.{0,40}(?:erschöpft|überschritten)|nicht erreicht|(?:nachricht|mail) .{0,30}(?:abgelehnt|zurückgewiesen|verweigert)',
  ],
  french: [
    "n'?(?:a|ont|est|était|avait)(?: ?pas)?(?: encore)? (?:pu |pas pu )?(?:être |été |etre |ete )?(?:pas )?(?:remis|délivr|delivr|livr|distribu|envoy|transmi|achemin|parven|reçu|accept)",
    "(?:impossible|impossibilité|incapable) (?:de |d')(?:lui )?(?:remettre|délivrer|delivrer|distribuer|livrer|transmettre|envoyer|acheminer)",
    "non[- ](?:remis|délivr|distribu|remise|distribution)|échec (?:de|d'|lors|dans|permanent|définitif)|echec de",
    "(?:destinataire|adresse|utilisateur|boîte|compte|boite).{0,60}(?:inconnu|introuvable|refus|n'existe|inexistant|invalide|pleine|satur|désactiv|erron)",
    '(?:remise|distribution|livraison|envoi|expédition).{0,40}échoué|erreur (?:permanente|définitive|lors|de livraison|de remise)|(?:a|a été) (?:rejeté|refusé)|ne (?:peut|peuvent|pouvait) (?:pas )?(?:être )?(?:délivr|remis|distribu|livr|envoy)',
  ],
  spanish: [
    'no (?:se )?(?:ha |han |pudo |pudieron |puede |pueden |fue |fueron |es |ha sido |hemos )?(?:podido |sido |posible |logró )?(?:ser |lo )?(?:entreg|enviar|enviad|transmit|recibi)',
    'imposible (?:de )?(?:entregar|enviar|realizar la entrega)|no entreg|(?:error|fallo|falla|problema)s? (?:permanente|definitivo|en la entrega|de entrega|al entregar|al enviar|en el envío)',
    '(?:destinatario|usuario|dirección|buzón|cuenta|casilla).{0,50}(?:desconocid|no existe|inexistente|inválid|no válid|llen[oa]|no encontrad|rechazad|deshabilitad|no se encuentra|incorrect)',
    '(?:mensaje|correo) .{0,40}(?:devuelto|rechazado)|ha (?:sido )?(?:devuelto|rechazado|fallado)',
  ],
  portuguese: [
    'não (?:pôde|pode|foi|foram|puderam|pudo|foi possível|conseguimos|é possível|conseguiu)(?: ser)? ?(?:entreg|enviad|enviar|transmit|recebid)',
    'falha (?:na|no|de|ao|permanente|durante)|erro (?:permanente|na entrega|ao entregar|no envio|ao enviar)|impossível (?:entregar|enviar)|não entreg',
    '(?:destinatário|usuário|endereço|caixa postal|caixa|conta).{0,50}(?:desconhecid|inexistente|inválid|não existe|cheia|lotada|não encontrad|desativad|bloquead|recusad|rejeitad|incorret)',
    '(?:mensagem|e-?mail) .{0,40}(?:devolvid|retornad|rejeitad|recusad)',
  ],
  italian: [
    "non (?:è|e'|è stato|e' stato|è stata|sono stati|può|puo'|ha potuto)? ?(?:possibile |essere |stat[oa] )?(?:possibile )?(?:consegn|recapit|inviar|inviat|spedi|inoltr)",
    'impossibile (?:consegnare|recapitare|inviare|spedire|inoltrare|raggiungere)|mancat[ao] (?:consegna|recapito)|(?:consegna|recapito) non riuscit|consegna (?:fallita|non riuscita|impossibile)|errore (?:permanente|di consegna|nella consegna|durante)',
    '(?:destinatario|utente|indirizzo|casella|account).{0,50}(?:sconosciut|inesistente|non valid|non esiste|piena|non trovat|rifiutat|disabilitat|errat)',
    '(?:messaggio|mail) .{0,40}(?:respint|rifiutat|restituit)',
  ],
  dutch: [
    String.raw`(?:kon|kan|kunnen|konden|is|zijn|werd)\b.{0,80}\bniet\b.{0,40}(?:afgeleverd|bezorgd|verzonden|verstuurd|worden|bereikt)|onbestelbaar|niet (?:afgeleverd|bezorgd|afleveren|bezorgen)|bezorging.{0,80}mislukt|(?:ontvanger|adres|gebruiker|postvak).{0,40}(?:onbekend|bestaat niet|ongeldig|\bvol\b)`,
  ],
  nordic: [
    '(?:kunde|kan|kunne|kunnat) (?:inte|ikke) (?:levere|leverans|afleveres|sendes|skickas|sändas|nå)|(?:inte|ikke) (?:levere|levererbar|leverbar|afleveret|nått)|olevererbart?|(?:går|gick) inte att leverera|kunde inte nås|levering(?:en)?.{0,60}mislyk|leveransen misslyckades|(?:mottagare|modtager|mottaker)n?s?.{0,40}(?:okänd|ukendt|ukjent|finns inte|findes ikke|finnes ikke)',
    '(?:ei|eivät) (?:voi|voitu|voida|voinut) .{0,20}(?:toimitt|lähett)|toimit(?:us|taminen).{0,60}(?:epäonnistui|ei onnistu)|vastaanottaja.{0,30}(?:tuntematon|ei löy)',
  ],
  slavic: [
    String.raw`nie (?:mogła|może|mogą|można|udało|została|zostało|mogło)\b.{0,40}(?:dostarcz|doręcz|wysła|przesła)|niedostarcz|(?:dostarcz|doręcz)\S{0,6}.{0,60}nie powiodło|nie ?doręcz|nie dostarcz|błąd (?:dostarczania|doręczenia|trwały)|(?:odbiorc|użytkownik|adres|skrzynk)\S{0,4}.{0,40}(?:nieznan|nie istnieje|przepełnion|nieprawidłow)`,
    String.raw`(?:nelze|nemohla|nemohl|nebylo možné|nebyla|nepodařilo se|nebolo možné|nemožno)\b.{0,50}(?:doruč|odesl|odosla)|nedoruč|doručení.{0,60}(?:nezdařilo|zlyhalo|selhalo)|doruceni.{0,60}zlyhalo|(?:příjemce|prijemca|uživatel|adresa).{0,30}(?:neexistuje|neznám)`,
    String.raw`не (?:может|могло|было|была|удалось|удается|удаётся|могут|смог|вдалося)\S{0,3} ?.{0,50}(?:достав|отправ|переда|доставл)`,
    String.raw`невозможно (?:доставить|отправить)|не ?доставлен|недостав|ошибка (?:доставки|при доставке)|(?:адрес|получател|пользовател|ящик)\S{0,3}.{0,40}(?:не существ|неизвест|переполн|не найден|заблокир)|возвра(?:т|щено)|отвергнуто|не дошло`,
  ],
  others: [
    'nem (?:sikerült|lehetett|tudtuk|kézbesít).{0,30}kézbesít|kézbesíthetetlen|sikertelen kézbesít|kézbesítés.{0,60}nem sikerült|teslim.{0,20}başarısız|(?:teslim|iletil|gönderil)(?: ?edil)?e(?:me|ye)|livrarea .{0,60}(?:eșuat|nu a reușit)|(?:pengiriman|kirim).{0,60}gagal|tidak (?:dapat|bisa) (?:di)?kirim|nu a putut fi (?:livrat|trimis)|nelivrat',
    'δεν (?:ήταν|μπόρεσε|έχει|είναι) .{0,30}παραδ|αδύνατη η παράδοση|παράδοση απέτυχε|δεν παραδόθηκε|فشل.{0,10}تسليم|غير قابل للتسليم|تعذر .{0,10}تسليم|لم يتم تسليم|נכשלה?|לא (?:נמסר|ניתן למסור)|không (?:thể )?(?:gửi|chuyển)(?: được)?|không thành công|ไม่สามารถส่ง|ส่งไม่ได้|ล้มเหลว',
  ],
  japanese: [
    '(?:配信|送信|配送|配達|転送|受信|返信|お届け|届けること)(?:すること|を行うこと|が|は|を)?(?:でき|出来|不能|に失敗|失敗|エラー|されません|されなか|不可|拒否)',
    '届(?:き|け)(?:ませ|られ)|届かな|(?:宛先|あて先|アドレス|ユーザ|受信者|メールボックス|ドメイン).{0,40}(?:見つかりません|存在し|不明|誤り|間違|ありません|無効|いっぱい|超過|超え|一杯)',
    'エラー(?:メール|通知|のため|の為|が発生|とな)|不達|返送|返却|戻され|送れませんで',
  ],
  chinese: [
    '退信|被退回|退回|(?:无法|無法|未能|不能).{0,12}(?:投递|发送|送达|传递|传送|傳遞|傳送|遞送|送達|寄送|投遞|到达|到達|递送)|(?:投递|发送|传送|傳送|寄送|遞送|發送|投遞)(?:失败|失敗|不成功)|(?:传递|傳遞|投递|发送|傳送).{0,20}(?:失败|失敗)|未送达|未送達',
    '(?:用户|收件人|地址|邮箱|用戶|收件者|信箱|帳號|帐号).{0,30}(?:不存在|已满|已滿|无效|無效|未找到|找不到|错误|錯誤|停用)|拒(?:收|绝|絕)',
  ],
  korean: [
    '(?:전송|배달|발송|전달)(?:이|을|에|되지|할 수|하지)? ?(?:실패|없|못|않)|반송|(?:수신자|주소|사용자|메일함|계정).{0,30}(?:없습|존재하지|찾을 수|초과|가득)',
  ],
});
