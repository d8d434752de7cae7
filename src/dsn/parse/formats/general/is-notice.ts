import { decodeWords } from '../../../../message/words.ts';
import { absencePhrase, absenceSubject, challengePhrase } from '../phrases/challenge.ts';
import { delayPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { daemonAddress, daemonName, machineAddress, personalSubject } from '../phrases/sender.ts';
import { mailPhrase, noticeSubject } from '../phrases/subject.ts';
import { isSuccess } from '../text/action.ts';
import { isReturning, type Notice } from '../text/notice.ts';

/**
 * Whether a mail of no known format reports that another one failed or is late. Three witnesses are heard: who sent it, what its
 * subject and text say, and whether it brings a message back. No single one is believed: people and newsletters write about
 * failed mail too, and daemons send more than notices.
 */
export function isNotice(notice: Notice): boolean {
  const known = judged.get(notice);
  if (known !== undefined) return known;
  const isOne = judge(notice);
  judged.set(notice, isOne);
  return isOne;
}

/** All readers ask this of the same mail. */
const judged = new WeakMap<Notice, boolean>();

function judge(notice: Notice): boolean {
  const { mail, prose } = notice;
  const isDaemon = isFromDaemon(notice);
  // Managers of lists add such fields to notices too, but then a daemon stands in From.
  if (!isDaemon && (mail.header.has('List-Unsubscribe') || challengePhrase.isIn(prose))) return false;
  if (digestSubject.test(mail.subject)) return false;
  const isReturned = isReturning(notice);
  const saysSo = failurePhrase.isIn(prose) || delayPhrase.isIn(prose);
  if (mail.header.has('X-Failed-Recipients') || isReportType(notice)) return saysSo || isReturned;
  if (isAbsence(notice) && !(isReturned && saysSo && (isDaemon || isFromMachine(notice)))) return false;
  const isNamed = [noticeSubject, failurePhrase, delayPhrase].some((phrase) => phrase.isIn(mail.subject));
  // Where the words are of no language that we know, the message that came back tells enough.
  if (isDaemon) return saysSo || isNamed || isSuccess(notice) || (isReturned && isMailerDaemon(notice));
  if (!saysSo) return false;
  if (machineAddress.test(mail.from)) return isReturned || (isNamed && isAboutMail(notice));
  if (personalSubject.test(mail.subject)) return false;
  if (!isFromMachine(notice)) return isReturned && isNamed;
  return isReturned || (isNamed && isAboutMail(notice));
}

/** Filters tell what they have kept from their user, and list who sent it. */
const digestSubject =
  /\b(?:quarantine|spam|junk)[- ](?:summary|report|digest|notification|list)|\bdigest\b|\blogwatch\b|^cron </i;

/** Parcels and payments fail too. */
function isAboutMail({ mail, lines }: Notice): boolean {
  const said = [mail.subject, ...lines.map(({ text }) => text)];
  return said.some((text, i) => {
    const words = `${text} ${i === 0 ? '' : (said[i + 1] ?? '')}`;
    return mailPhrase.isIn(words) && (failurePhrase.isIn(words) || delayPhrase.isIn(words));
  });
}

const isReportType = ({ mail }: Notice): boolean =>
  /^(?:global-)?delivery-status$/i.test(mail.root.contentType.parameters.get('report-type') ?? '');

const isAbsence = ({ mail, prose }: Notice): boolean =>
  absenceSubject.test(mail.subject) || absencePhrase.isIn(mail.subject) || absencePhrase.isIn(prose);

/** A program that does nothing but deliver mail. Postmasters are people too, who answer with a mail program. */
function isFromDaemon({ mail }: Notice): boolean {
  if (mail.header.has('User-Agent') && mail.header.has('In-Reply-To')) return false;
  const from = decodeWords((mail.header.value('From') ?? '').slice(0, fromLengthMax));
  return (
    (mail.from === '' && mail.header.has('From')) || daemonAddress.test(mail.from) || daemonName.isIn(from)
  );
}

const isMailerDaemon = ({ mail }: Notice): boolean => /^(?:mailer|mail)[-_.]?daemon@/.test(mail.from);

const fromLengthMax = 500;

/** By its address, by the empty return path that notices have (RFC 5321 §4.5.5), or by its own word (RFC 3834 §5). */
const isFromMachine = ({ mail }: Notice): boolean =>
  machineAddress.test(mail.from) ||
  /^<\s*>/.test(mail.header.value('Return-Path') ?? '') ||
  /^auto-/i.test(mail.header.value('Auto-Submitted') ?? '');
