/**
 * The session's own words: syntax, order, limits and consent. What depends on who sends what to whom is said by the reception.
 * Codes follow RFC 5321 §4.2.2 and §4.3.2, statuses RFC 3463 and what each extension asks for.
 */
import { type Reply, reply } from '../../envelope/reply.ts';
import type { Flaw } from './content-reader.ts';
import type { Phase, Verb } from './phases.ts';

export const greeting = (hostname: string): Reply => reply(220, undefined, `${hostname} ESMTP Evergreen`);
export const earlyTalker = (hostname: string): Reply =>
  reply(554, undefined, `${hostname} You spoke before you were greeted`);

export const ok: Reply = reply(250, '2.0.0', 'OK');
export const senderOk: Reply = reply(250, '2.1.0', 'Sender OK');
export const recipientOk: Reply = reply(250, '2.1.5', 'Recipient OK');
export const messageOk: Reply = reply(250, '2.0.0', 'Message accepted');
/** draft-hall-prdr: then a reply for each recipient, then one for the message. */
export const eachFollows: Reply = reply(353, undefined, 'A reply for each recipient follows');
export const takenForRecipient: Reply = reply(250, '2.1.5', 'Accepted for this recipient');
export const startContent: Reply = reply(354, undefined, 'Start mail input; end with <CRLF>.<CRLF>');
export const chunkTaken = (bytes: number): Reply => reply(250, '2.0.0', `${bytes} octets received`);
export const cannotVerify: Reply = reply(252, '2.5.0', 'Cannot verify the user; send the mail to find out');
export const help = (served: readonly Verb[]): Reply =>
  reply(214, '2.0.0', 'These commands are served here:', served.join(' '));
export const startTls: Reply = reply(220, '2.0.0', 'Ready to start TLS');
export const authenticated: Reply = reply(235, '2.7.0', 'Authentication succeeded'); // RFC 4954 §6
export const goodbye = (hostname: string): Reply =>
  reply(221, '2.0.0', `${hostname} Closing the transmission channel`);

/** What the reception says in place of the greeting, or to end a session: both begin with our name (RFC 5321 §4.3.1, §4.2). */
export function named(hostname: string, { code, status, lines: [first = '', ...rest] }: Reply): Reply {
  return reply(code, status, `${hostname} ${first}`, ...rest);
}

/** RFC 5321 §4.2.2: the text of 421 begins with our name. */
const closing = (status: `4.${number}.${number}`) => (hostname: string, why: string) =>
  reply(421, status, `${hostname} ${why}`);
export const timedOut = (hostname: string): Reply => closing('4.4.2')(hostname, 'Timeout, closing');
export const shuttingDown = (hostname: string): Reply =>
  closing('4.3.2')(hostname, 'The service is shutting down, try again later');
export const tooManyErrors = (hostname: string): Reply => closing('4.7.0')(hostname, 'Too many errors');
export const tooManyAuthFailures = (hostname: string): Reply =>
  closing('4.7.0')(hostname, 'Too many failed authentications');
export const tooManyTransactions = (hostname: string): Reply =>
  closing('4.7.0')(hostname, 'Too many messages in one session, open another one');

export const unrecognized: Reply = reply(500, '5.5.1', 'Command not recognized');
export const notImplemented: Reply = reply(502, '5.5.1', 'Command not implemented');
export const notSmtp: Reply = reply(554, '5.5.1', 'This is not SMTP');
export const badCharacters: Reply = reply(500, '5.5.2', 'Invalid characters in the command line');
export const lineTooLong: Reply = reply(500, '5.5.2', 'Line too long'); // RFC 5321 §4.5.3.1.9
export const authLineTooLong: Reply = reply(500, '5.5.6', 'Authentication exchange line is too long'); // RFC 4954 §6

export const noArgumentAllowed: Reply = reply(501, '5.5.4', 'The command takes no argument');
export const argumentMissing: Reply = reply(501, '5.5.4', 'The command needs an argument');
export const badHostname: Reply = reply(501, '5.5.4', 'Say who you are: a domain or an address literal');
export const badMail: Reply = reply(501, '5.5.4', 'Syntax: MAIL FROM:<address> [parameters]');
export const badRcpt: Reply = reply(501, '5.5.4', 'Syntax: RCPT TO:<address> [parameters]');
export const badBdat: Reply = reply(501, '5.5.4', 'Syntax: BDAT size [LAST]');
export const badAuth: Reply = reply(501, '5.5.4', 'Syntax: AUTH mechanism [initial response]');
export const badParameter = (keyword: string): Reply =>
  reply(501, '5.5.4', `The value of the parameter ${keyword} is not valid, or it is there twice`);
export const malformedParameter: Reply = reply(501, '5.5.4', 'A parameter is malformed');
export const unknownParameter = (keyword: string): Reply =>
  reply(555, '5.5.4', `The parameter ${keyword} is not served here`);
export const badSender = (why: string): Reply => reply(501, '5.1.7', `Bad sender address: ${why}`);
export const badRecipient = (why: string): Reply => reply(501, '5.1.3', `Bad recipient address: ${why}`);
// RFC 6531 §3.5
export const asciiSenderOnly: Reply = reply(550, '5.6.7', 'A sender that is not ASCII needs SMTPUTF8');
export const asciiRecipientOnly: Reply = reply(553, '5.6.7', 'A recipient that is not ASCII needs SMTPUTF8');

export const tooLarge: Reply = reply(552, '5.3.4', 'The message is larger than this server ever takes');
export const tooManyRecipients: Reply = reply(452, '4.5.3', 'Too many recipients'); // RFC 5321 §4.5.3.1.10
export const noRecipients: Reply = reply(554, '5.5.1', 'No valid recipients');

export const alreadySecure: Reply = reply(503, '5.5.1', 'The session is under TLS already');
export const tlsUnavailable: Reply = reply(454, '4.7.0', 'TLS is not available just now'); // RFC 3207 §4
export const talkAfterStartTls: Reply = reply(554, '5.5.1', 'STARTTLS must be the last command of a group');
export const secureFirst: Reply = reply(530, '5.7.0', 'Must issue a STARTTLS command first'); // RFC 3207 §4
export const authenticateFirst: Reply = reply(530, '5.7.0', 'Authentication required'); // RFC 4954 §6
export const alreadyAuthenticated: Reply = reply(503, '5.5.1', 'You are authenticated already');
export const mechanismNeedsTls: Reply = reply(538, '5.7.11', 'Authentication is offered only under TLS'); // RFC 4954 §6
export const unknownMechanism: Reply = reply(504, '5.5.4', 'This mechanism is not offered'); // RFC 4954 §4
export const badBase64: Reply = reply(501, '5.5.2', 'This is not base64'); // RFC 4954 §4
export const authCancelled: Reply = reply(501, '5.7.0', 'Authentication cancelled');

/** The 503 of a command that comes at the wrong time. */
export function outOfOrder(verb: Verb | undefined, phase: Phase): Reply {
  return reply(503, '5.5.1', whatIsDue(verb, phase));
}

function whatIsDue(verb: Verb | undefined, phase: Phase): string {
  switch (phase) {
    case 'refused':
      return 'You are not welcome here, say QUIT';
    case 'greeted':
      return 'Say EHLO first';
    case 'ready':
      return verb === 'RCPT' ? 'Say MAIL first' : 'Say MAIL and RCPT first';
    case 'between-chunks':
      return 'The next chunk is due; say BDAT or RSET';
    default:
      return 'Not within a transaction; say RSET to end it';
  }
}

export function flawed(flaw: Flaw): Reply {
  switch (flaw) {
    case 'bare-line-ending':
      return reply(550, '5.6.0', 'The message has a bare CR or LF; lines end with CRLF');
    case 'too-large':
      return tooLarge;
    case 'line-too-long':
      return reply(554, '5.6.0', 'The message has a line that is too long');
  }
}
