import { parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import { causes } from '../explain/causes.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Key } from '../languages/catalogue.ts';
import { type Line, type Quote, quotedAddress, quotedHost } from '../languages/inline.ts';
import type { Words } from '../languages/words.ts';
import type { Original, Report, ReportedRecipient } from '../report.ts';
import type { Block, Link } from './blocks.ts';
import { letterMarks } from './letter-marks.ts';
import { mailto } from './mailto.ts';
import type { Telling } from './telling.ts';
import { plainText } from './text.ts';
import { domainOf, isGivenUp, understand } from './understanding.ts';
import { actorOf, whoMustAct } from './who-must-act.ts';

/** What is to be said of a recipient: recipients of whom the same is said are told together. */
export interface News {
  readonly headline: Key;
  readonly blocks: readonly Block[];
}

/** Below this the cause is told as one that may be another. */
export const sureFrom = 0.5;

/** What is to be said of one recipient, by what was done for him. */
export function newsOf(recipient: ReportedRecipient, report: Report, telling: Telling): News {
  const { words, isAllClear } = telling;
  const { action, remoteMta } = recipient;
  const host = remoteMta && !recipient.isConfidential ? { host: quotedHost(remoteMta.name) } : undefined;
  const good = (key: 'delivered.means' | 'expanded.means' | 'all-clear.delivered'): Block[] => [
    { kind: 'paragraph', text: words.say(key) },
  ];
  switch (action) {
    case 'failed':
      return failure(recipient, report, telling);
    case 'delayed':
      return { headline: 'headline.delayed', blocks: delay(recipient, report, telling) };
    case 'delivered':
      return {
        headline: isAllClear ? 'headline.all-clear' : 'headline.delivered',
        blocks: good(isAllClear ? 'all-clear.delivered' : 'delivered.means'),
      };
    case 'relayed': {
      const key = isAllClear ? 'all-clear.relayed' : 'relayed.means';
      const text = host ? words.say(`${key}.host`, host) : words.say(key);
      return {
        headline: isAllClear ? 'headline.all-clear' : 'headline.relayed',
        blocks: [{ kind: 'paragraph', text }],
      };
    }
    case 'expanded':
      return { headline: 'headline.expanded', blocks: good('expanded.means') };
  }
}

/** Cause and permanence in one paragraph, who must act, what to do, what may have been meant. */
function failure(recipient: ReportedRecipient, report: Report, telling: Telling): News {
  const { words, reader } = telling;
  const explanation = understandingOf(recipient);
  const why = words.sentences(
    ...causeSentences(recipient, explanation, telling),
    permanenceSentence(recipient, explanation, report, telling),
  );
  const headline: Key = `headline.${explanation.class}`;
  if (reader === 'postmaster') {
    return {
      headline,
      blocks: [
        { kind: 'paragraph', text: why },
        { kind: 'paragraph', text: words.say('postmaster.instead') },
      ],
    };
  }
  return {
    headline,
    blocks: [
      { kind: 'paragraph', text: why },
      ...whatToDo(recipient, explanation, report, telling),
      ...suggestions(recipient, report, telling),
    ],
  };
}

function delay(recipient: ReportedRecipient, report: Report, telling: Telling): Block[] {
  const { words, dates } = telling;
  const { willRetryUntil } = recipient;
  const explanation = understandingOf(recipient);
  const why = words.sentences(
    ...causeSentences(recipient, explanation, telling),
    words.say('permanence.delayed'),
  );
  const next =
    willRetryUntil === undefined
      ? words.say('delayed.open')
      : words.say('delayed.until', { date: dates.at(willRetryUntil) });
  return [
    { kind: 'paragraph', text: why },
    { kind: 'paragraph', text: next, weight: 'strong' },
    ...whatToDo(recipient, explanation, report, telling),
  ];
}

function whatToDo(
  recipient: ReportedRecipient,
  explanation: Explanation,
  report: Report,
  telling: Telling,
): Block[] {
  const { words } = telling;
  const domain = quotedHost(domainOf(recipient.finalRecipient.address));
  // What is in the queue still need not be sent again.
  const steps = explanation.steps.filter((step) => recipient.action !== 'delayed' || step !== 'send-later');
  return [
    whoMustAct(recipient, explanation, report, telling),
    {
      kind: 'paragraph',
      text: words.say(`owner.${actorOf(explanation, recipient)}`, { domain }),
      weight: 'strong',
    },
    {
      kind: 'steps',
      title: words.plain('steps.title'),
      items: steps.map((step) => words.say(`step.${step}`, { domain })),
      ...(steps.some((step) => step === 'show-own-postmaster') && { link: toPostmaster(report, telling) }),
    },
  ];
}

/** The subject is the name by which the postmaster finds the message in his logs. */
const toPostmaster = ({ queueId, reportingMta }: Report, { words, postmaster }: Telling): Link => ({
  href: mailto(postmaster, `${queueId ?? ''} @ ${reportingMta.name}`.trim()),
  text: words.say('steps.write-to-postmaster'),
});

/** Characters of a subject that is proposed for the corrected message. */
const subjectLengthMax = 100;

function subjectOf({ message }: Original): string | undefined {
  const subject = parseHeader(message).value('Subject');
  return subject === undefined ? undefined : decodeWords(subject).slice(0, subjectLengthMax);
}

/** Of a confidential forward nothing may be told that was said of its target. */
function understandingOf(recipient: ReportedRecipient): Explanation {
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
function causeSentences(
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

function permanenceSentence(
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

/** Candidates that are shown. */
const suggestionsMax = 3;
/** RFC 5321 §4.5.3.1.3: a path has 256 octets, two of them its brackets. */
const addressLengthMax = 254;

function suggestions(
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

/** The cause of a failure or delay in plain words, as Localized-Diagnostic tells it. */
export const plainCause = (recipient: ReportedRecipient, words: Words): string =>
  plainText(words.sentences(...causeSentences(recipient, understandingOf(recipient), { words })), 'ltr');
