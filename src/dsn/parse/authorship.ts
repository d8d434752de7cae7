import { mailboxesOf, parseAddressList } from '../../message/address-list.ts';
import type { Header } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import type { OpenedMail } from './format.ts';

/** Who can have written a mail: what a person writes is no report, whatever it quotes. */

/** Names of mail systems in addresses. */
const systemAddress =
  /^(?:[\w.+-]*mailer[-_.]?daemon|p[o0]+st[-_.]?master|mdaemon|daemon|mail[-_.]?(?:delivery|system|adm)[\w.-]*|microsoftexchange[0-9a-f]{32}|ndr|non[-_.]?delivery)(?:@|$)/;
/** Words in the names of programs that send mail by themselves. */
const systemName =
  /mail|deliver|return|bounce|fail|error|reject|system|daemon|post|admin|service|server|agent|router|gateway|relay|notif|notes|domino|exchange|microsoft|groupwise|report|virus|spam|filter|security|protection|quarantine|robot|auto|list|manager|transport|smtp|internet|network|scan|no-?reply|support/i;

/** The return path is the null path (RFC 5321 §4.5.5), or a daemon's. */
const hasNullPath = ({ header }: OpenedMail): boolean =>
  /^(?:<\s*>|<?mailer[-_.]?daemon\b.*)$/i.test(header.value('Return-Path') ?? '');

const isAutoSubmitted = ({ header }: OpenedMail): boolean =>
  !/^no\b/i.test(header.value('Auto-Submitted') ?? 'no');

/** Names under which mail systems write from other addresses. */
const systemSender =
  /mail(?:er)?[- ]?(?:daemon|deliver|(?:sub)?system|admin|robot)|postmaster|delivery (?:sub)?system|system admin/i;

/** It calls itself an answer, but no mail system is its sender (RFC 3834 §5): some program answers for whoever was written to. */
export const isAnswerForOther = (mail: OpenedMail): boolean =>
  /^auto-replied\b/i.test(mail.header.value('Auto-Submitted') ?? '') &&
  mail.from !== '' &&
  !systemAddress.test(mail.from) &&
  !systemSender.test(mail.fromName);

/** Its sender is the mail system of a host, by the address. */
export const isBySystem = (mail: OpenedMail): boolean =>
  !isByPerson(mail) && (mail.from === '' ? hasNullPath(mail) : systemAddress.test(mail.from));

/** By its header alone: whether it is worth looking for a report in it, whatever its return path. */
export function isFromMailSystem(header: Header): boolean {
  if (header.has('X-Failed-Recipients')) return true;
  const [from] = mailboxesOf(parseAddressList((header.value('From') ?? '').slice(0, fromLengthMax)));
  return systemAddress.test(from?.address.toLowerCase() ?? '');
}

/** Characters of a From field that are read. */
const fromLengthMax = 1_000;

/** It says itself that nobody wrote it. */
export const isAutomatic = (mail: OpenedMail): boolean =>
  hasNullPath(mail) || isAutoSubmitted(mail) || mail.header.has('X-Failed-Recipients');

/** Signs that a program wrote it by itself. */
export const isByMachine = (mail: OpenedMail): boolean =>
  mail.from === '' || systemAddress.test(mail.from) || isAutomatic(mail);

/** The marks of answers and of mail that is passed on, in the languages of mail programs. */
const answerSubject =
  /^\s*(?:re|aw|antw|antwort|sv|vs|rif|res|odp|ynt|fwd?|wg|tr|rv|enc|i|doorst|vb|pd|回复|答复|回覆|转发|轉寄|返信|転送|отв|ответ|пер)\s*(?:\[\d+\])?\s*[:：]/i;

/** By its header alone: it answers a mail, or passes one on. */
export const isAnswer = (header: Header): boolean =>
  header.has('In-Reply-To') ||
  header.has('References') ||
  answerSubject.test(decodeWords((header.value('Subject') ?? '').slice(0, subjectLengthMax)));

/** Characters of a Subject field that are read. */
const subjectLengthMax = 300;

/** Signs that a person wrote it, with a mail program; a system address does not outweigh them: postmasters answer. */
export function isByPerson(mail: OpenedMail): boolean {
  const { header, subject, text, fromName: name } = mail;
  if (hasNullPath(mail) || isAutoSubmitted(mail) || /^mailer[-_.]?daemon/.test(mail.from)) return false;
  const isAnswering = answerSubject.test(subject);
  const hasProgram = header.has('User-Agent') || header.has('X-Mailer');
  const namesAnother = header.has('In-Reply-To') && !systemAddress.test(mail.from);
  if (isAnswering && (hasProgram || namesAnother || /^> /m.test(text))) return true;
  return (
    !isByMachine(mail) && name !== '' && (isAnswering || (/\S\s+\S/.test(name) && !systemName.test(name)))
  );
}
