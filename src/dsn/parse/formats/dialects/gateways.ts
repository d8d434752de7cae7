import type { Dialect } from '../dialect.ts';

/** Filters between networks, and services that send for others. */
export const gateways: readonly Dialect[] = [
  { name: 'messagelabs', words: /^This is the mail delivery agent at messagelabs\.com/im },
  { name: 'interscan', words: /^Sent >>> .{1,300}\nReceived <<< /m },
  { name: 'mailmarshal', words: /^Could not be delivered because of$/m },
  {
    name: 'surfcontrol',
    words: /^Your message could not be sent\.\nA transcript of the attempts to send the message follows\./m,
  },
  { name: 'mcafee', words: /^The following addresses had delivery problems:$/m },
  { name: 'ironport', words: /^The following message to <.{3,300}> was undeliverable\.$/m },
  { name: 'amavis', words: /^Our internal reference code for your message is /m },
  { name: 'barracuda', words: /\bblocked by our Spam Firewall\b/ },
  { name: 'sendgrid', words: /^Hello, this is the mail server on .{1,255}\n/m },
  {
    name: 'amazon-ses',
    words: /^\s*\{.{0,40}"notificationType"\s*:\s*"Bounce"/,
    isUnmistakable: true,
    recipient: /"emailAddress"\s*:\s*"(?<address>[^"\s]{3,300})"/,
  },
  { name: 'amazon-ses', from: /@(?:[\w.-]{1,100}\.)?(?:amazonses|email-bounces\.amazonses)\.com$/ },
];
