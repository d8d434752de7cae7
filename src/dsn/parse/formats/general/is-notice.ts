import { absencePhrase, challengePhrase } from '../phrases/challenge.ts';
import { delayPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { daemonAddress, daemonName, personalSubject } from '../phrases/sender.ts';
import { noticeSubject } from '../phrases/subject.ts';
import { addressesOf, isReturning, type Notice } from '../text/notice.ts';

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
  const { mail, words } = notice;
  if (!isFromDaemon(notice) && challengePhrase.isIn(words)) return false;
  const isReported = mail.header.has('X-Failed-Recipients') || isReportType(notice);
  const saysSo = failurePhrase.isIn(words) || delayPhrase.isIn(words);
  if (isReported) return saysSo || isReturning(notice);
  const isNamed =
    noticeSubject.isIn(mail.subject) || failurePhrase.isIn(mail.subject) || delayPhrase.isIn(mail.subject);
  // Managers of lists add such fields to notices too, but then a daemon still stands in From.
  if (mail.header.has('List-Unsubscribe') && !isFromDaemon(notice)) return false;
  if (isFromMachine(notice)) return isAbsence(notice) ? isReturning(notice) && saysSo : saysSo || isNamed;
  if (personalSubject.test(mail.subject) || isAbsence(notice)) return false;
  return saysSo && isReturning(notice) && (isNamed || hasNullReturnPath(notice));
}

const isReportType = ({ mail }: Notice): boolean =>
  /^(?:global-)?delivery-status$/i.test(mail.root.contentType.parameters.get('report-type') ?? '');

const isAbsence = ({ mail, words }: Notice): boolean =>
  absencePhrase.isIn(mail.subject) || absencePhrase.isIn(words);

/** A program that does nothing but deliver mail. */
const isFromDaemon = ({ mail }: Notice): boolean =>
  /^(?:mailer[-_.]?daemon|post[-_.]?master|m?daemon|mail[-_.]?daemon)@/.test(mail.from) ||
  daemonName.isIn((mail.header.value('From') ?? '').slice(0, 500));

function isFromMachine(notice: Notice): boolean {
  const { header, from } = notice.mail;
  if (from === '' || daemonAddress.test(from) || isFromDaemon(notice)) return true;
  return hasNullReturnPath(notice) && addressesOf(header, 'Return-Path').length === 0 && isReturning(notice);
}

/** RFC 5321 §4.5.5: notices have an empty return path, and so have other answers of machines. */
const hasNullReturnPath = ({ mail }: Notice): boolean =>
  /^<\s*>$|^<>/.test(mail.header.value('Return-Path') ?? '');
