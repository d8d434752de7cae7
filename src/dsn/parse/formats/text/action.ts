import type { Action } from '../../../report.ts';
import { delayPhrase, finalPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { relayPhrase, successPhrase } from '../phrases/success.ts';
import type { Notice } from './notice.ts';

/** Whether a notice is about a failure or a delay. Its subject counts most: the text tells of both, one as a threat or in the past. */
export function actionOf(notice: Notice): Action {
  const { mail, prose } = notice;
  if (isSuccess(notice)) return relayPhrase.isIn(`${mail.subject} ${prose}`) ? 'relayed' : 'delivered';
  if (delayPhrase.isIn(mail.subject) && !finalPhrase.isIn(mail.subject)) return 'delayed';
  if (mildSubject.test(mail.subject) && delayPhrase.isIn(prose)) return 'delayed';
  if (finalPhrase.isIn(prose) || failurePhrase.isIn(mail.subject))
    return delayOnly.test(prose) ? 'delayed' : 'failed';
  return delayPhrase.isIn(prose) ? 'delayed' : 'failed';
}

/** Under such a subject, what is said of a failure is meant for later. */
const mildSubject =
  /^(?:(?:delivery|mail) )?(?:warning|warnung|attention|avertissement)\b|\btemporary (?:delivery )?(?:failure|problem|error)/i;

/** Said in the subject, or in the text where nothing speaks of a failure. */
export const isSuccess = ({ mail, prose }: Notice): boolean =>
  !failurePhrase.isIn(mail.subject) &&
  (successPhrase.isIn(mail.subject) || (successPhrase.isIn(prose) && !failurePhrase.isIn(prose)));

/** Said only where nothing is given up yet. */
const delayOnly =
  /\bthis is a warning message only|\bdo not need to re-?send|\battempts? (?:to deliver )?will continue|\bwill continue (?:to )?(?:try|attempt)|\bno action is required on your part/i;
