import { parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import { type Quote, quotedAddress } from '../languages/inline.ts';
import type { Original, Report, ReportedRecipient } from '../report.ts';
import type { Block } from './blocks.ts';
import { letterMarks } from './letter-marks.ts';
import { mailto } from './mailto.ts';
import type { Telling } from './telling.ts';

/** Candidates that are shown. */
const suggestionsMax = 3;
/** RFC 5321 §4.5.3.1.3: a path has 256 octets, two of them its brackets. */
const addressLengthMax = 254;

/** Addresses that may have been meant, the letters marked in which they differ, and a way to write to them. */
export function suggestions(
  { finalRecipient, didYouMean = [] }: ReportedRecipient,
  { original }: Report,
  { words }: Telling,
): Block[] {
  const written = quotedAddress(finalRecipient.address);
  const usable = didYouMean.filter(({ length }) => length <= addressLengthMax);
  return usable.slice(0, suggestionsMax).map((each) => {
    const meant = quotedAddress(each);
    const { inFirst, inSecond } = letterMarks(written.text, meant.text);
    const candidate: Quote = { ...meant, marks: inSecond };
    return {
      kind: 'suggestion',
      text: words.say('did-you-mean', { candidate, address: { ...written, marks: inFirst, isWrong: true } }),
      link: {
        href: mailto(each, original && subjectOf(original)),
        text: words.say('did-you-mean.write', { candidate: meant }),
      },
    };
  });
}

/** Characters of a subject that is proposed for the corrected message. */
const subjectLengthMax = 100;

function subjectOf({ message }: Original): string | undefined {
  const subject = parseHeader(message).value('Subject');
  return subject === undefined ? undefined : decodeWords(subject).slice(0, subjectLengthMax);
}
