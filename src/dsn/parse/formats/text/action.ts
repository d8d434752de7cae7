import type { Action } from '../../../report.ts';
import { delayPhrase, finalPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import type { Notice } from './notice.ts';

/** Whether a notice is about a failure or a delay. Its subject counts most: the text tells of both, one as a threat or in the past. */
export function actionOf({ mail, words }: Notice): Action {
  if (delayPhrase.isIn(mail.subject) && !finalPhrase.isIn(mail.subject)) return 'delayed';
  if (/^(?:warning|warnung|attention|avertissement)\b/i.test(mail.subject) && delayPhrase.isIn(words))
    return 'delayed';
  if (finalPhrase.isIn(words) || failurePhrase.isIn(mail.subject))
    return delayOnly.test(words) ? 'delayed' : 'failed';
  return delayPhrase.isIn(words) ? 'delayed' : 'failed';
}

/** Said only where nothing is given up yet. */
const delayOnly =
  /\bthis is a warning message only|\bdo not need to re-?send|\bno action is required on your part/i;
