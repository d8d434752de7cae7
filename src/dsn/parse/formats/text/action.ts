import type { Action } from '../../../report.ts';
import { delayPhrase, finalPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { relayPhrase, successPhrase } from '../phrases/success.ts';
import type { Notice } from './notice.ts';

/** Whether a notice is about a failure or a delay. Its subject counts most: the text tells of both, one as a threat or in the past. */
export function actionOf(notice: Notice): Action {
  const { mail, words } = notice;
  if (isSuccess(notice)) return relayPhrase.isIn(`${mail.subject} ${words}`) ? 'relayed' : 'delivered';
  if (delayPhrase.isIn(mail.subject) && !finalPhrase.isIn(mail.subject)) return 'delayed';
  if (mildSubject.test(mail.subject) && delayPhrase.isIn(words)) return 'delayed';
  if (finalPhrase.isIn(words) || failurePhrase.isIn(mail.subject))
    return delayOnly.test(words) ? 'delayed' : 'failed';
  return delayPhrase.isIn(words) ? 'delayed' : 'failed';
}

/** Under such a subject, what is said of a failure is meant for later. */
const mildSubject =
  /^(?:warning|warnung|attention|avertissement)\b|\btemporary (?:delivery )?(?:failure|problem|error)/i;

/** Said in the subject, or in the text where nothing speaks of a failure. */
export const isSuccess = ({ mail, words }: Notice): boolean =>
  !failurePhrase.isIn(mail.subject) &&
  (successPhrase.isIn(mail.subject) || (successPhrase.isIn(words) && !failurePhrase.isIn(words)));

/** Said only where nothing is given up yet. */
const delayOnly =
  /\bthis is a warning message only|\bdo not need to re-?send|\battempts? (?:to deliver )?will continue|\bwill continue (?:to )?(?:try|attempt)|\bno action is required on your part/i;
