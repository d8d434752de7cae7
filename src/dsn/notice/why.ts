import { causes } from '../explain/causes.ts';
import type { Explanation } from '../explain/explanation.ts';
import { type Line, quotedHost } from '../languages/inline.ts';
import type { Words } from '../languages/words.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { Telling } from './telling.ts';
import { plainText } from './text.ts';
import { domainOf, isGivenUp, understand } from './understanding.ts';

/** Below this the cause is told as one that may be another. */
export const sureFrom = 0.5;

/** Of a confidential forward nothing may be told that was said of its target. */
export function understandingOf(recipient: ReportedRecipient): Explanation {
  const explanation = understand(recipient);
  if (!recipient.isConfidential) return explanation;
  return {
    ...explanation,
    class: 'unknown',
    cause: 'undefined',
    owner: 'recipient',
    steps: ['tell-recipient'],
    confidence: 1,
  };
}

/** One sentence, and perhaps that it is not certain. */
export function causeSentences(
  recipient: ReportedRecipient,
  { cause, confidence }: Explanation,
  { words }: Pick<Telling, 'words'>,
): Line[] {
  if (recipient.isConfidential) return [words.say('cause.confidential')];
  const domain = quotedHost(domainOf(recipient.finalRecipient.address));
  const sentence = words.say(`cause.${cause}`, { domain });
  const isSure = confidence >= sureFrom || cause === 'undefined' || recipient.remoteMta === undefined;
  return isSure ? [sentence] : [sentence, words.say('cause.unsure')];
}

/** Whether it can pass: that it is final, a rule, or trouble that lasted for too long. */
export function permanenceSentence(
  recipient: ReportedRecipient,
  { permanence, cause }: Explanation,
  { arrivalDate }: Report,
  { words, dates, at }: Telling,
): Line {
  if (!isGivenUp(recipient)) {
    // A full mailbox is refused for good, but need not stay full.
    const mayPass = permanence === 'permanent' && causes[cause].permanence === 'temporary';
    return words.say(`permanence.${mayPass ? 'temporary' : permanence}`);
  }
  if (arrivalDate === undefined) return words.say('permanence.given-up-at-last');
  return words.say('permanence.given-up', { duration: dates.span(at - arrivalDate) });
}

/** The cause of a failure or delay in plain words, as Localized-Diagnostic tells it. */
export const plainCause = (recipient: ReportedRecipient, words: Words): string =>
  plainText(words.sentences(...causeSentences(recipient, understandingOf(recipient), { words })), 'ltr');
