import type { Dialect } from '../dialect.ts';

/** The mail systems of companies. */
export const groupware: readonly Dialect[] = [
  {
    name: 'exchange',
    words:
      /did not reach the following recipient\(s\):|^This is an automatically generated Delivery Status Notification|^Diagnostic information for administrators:|^Diagnoseinformationen für Administratoren:|^Informations de diagnostic|^Información de diagnóstico para|^Informazioni di diagnostica|^Informações de diagnóstico|MSEXCH:|#SMTP#|Office 365/m,
    from: /^(?:postmaster|microsoftexchange|systemadministrator|administrator|system)/,
  },
  {
    name: 'domino',
    words:
      /not listed in (?:the )?(?:Domino Directory|(?:public )?(?:Name & )?Address Book)|was not delivered to:\n\n?\s{0,4}\S.{0,200}\n\n?because:/i,
  },
  {
    name: 'groupwise',
    words:
      /^The attached file had the following undeliverable recipient|^The message that you sent was undeliverable to the following:/m,
    namesBelow: /\bundeliverable (?:recipient\(s\)|to the following):$/,
  },
  { name: 'pmdf', subject: /^Delivery Notification: /, words: /^\s{0,4}Recipient address: /m },
  { name: 'imail', fields: { 'X-Mailer': /SMTP32/ } },
  {
    name: 'imail',
    from: /^postmaster@/,
    words:
      /^(?:Invalid final delivery userid|User mailbox exceeds allowed size|Delivery failed \d{1,3} attempts|Unknown (?:user|host)|undeliverable to):? /m,
    subject: /^\s*Undeliverable Mail$/,
  },
  {
    name: 'mdaemon',
    words:
      /^The attached message had PERMANENT fatal delivery errors|^The attached message could not be delivered.{0,80}\n.{0,120}MDaemon/m,
  },
  { name: 'mdaemon', from: /^mdaemon@/ },
  {
    name: 'mailenable',
    words: /^\s{0,8}Recipient: \[SMTP:/m,
    recipient: /^\s{0,8}Recipient: \[SMTP:(?<address>[^\s\]]{3,300})\]/,
  },
  { name: 'hmailserver', words: /^hMailServer\b|hMailServer sent: /m },
  {
    name: 'smartermail',
    words: /^Could not deliver message to the following recipient\(s\):\n\nFailed Recipient: /m,
  },
  { name: 'icewarp', words: /^The message cannot be delivered to the following address/m },
  {
    name: 'kerio',
    words: /^The following recipient\(s\) could not be reached:\n\n\s{2,8}\S.{1,200}\n\s{4,10}\d{3} /m,
  },
  {
    name: 'mercury',
    words: /^The attached message (?:could not be delivered|has failed)/m,
    from: /^postmaster@/,
    subject: /^Postmaster Notify: /,
  },
  { name: 'james', words: /^Hi\. This is the James mail server at|^Error message below:\n/m },
  {
    name: 'communigate',
    words: /^SMTP module\(domain .{1,255}\) reports:|^LOCAL module\(account .{1,255}\) reports:/m,
    recipient: /^(?:Failed to deliver to|Message delivery to) '(?<address>[^'\s]{3,300})'/,
  },
  { name: 'intermail', words: /^This Message was undeliverable due to the following reason:/m },
];
