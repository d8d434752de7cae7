import type { NoticeVerdict } from '../correlate/finding.ts';
import { explain } from '../explain/explain.ts';
import type { AttemptFacts, Explanation } from '../explain/explanation.ts';
import type { Dates } from '../languages/dates.ts';
import { type Line, quotedAddress, quotedCode, quotedHost, quotedWords } from '../languages/inline.ts';
import type { Words } from '../languages/words.ts';
import type { ReadRecipient, ReadReport, ReportKind } from '../parse/read-report.ts';
import type { Block, Fact, NoticeContent, Tone } from './blocks.ts';
import { meaningOf } from './postmaster-details.ts';
import { domainOf } from './understanding.ts';
import { sureFrom } from './why.ts';

/** In what words a notice of somebody else is told. */
export interface ReadingWords {
  readonly words: Words;
  readonly dates: Dates;
}

/** Recipients that are told of; a list of a thousand helps nobody. */
const recipientsToldMax = 50;

/**
 * What a mail says of what became of a message, for the person who got it.
 * @param verdict that was found when it came, if it was judged
 */
export function readingOf(
  report: ReadReport,
  { words, dates }: ReadingWords,
  verdict?: NoticeVerdict,
): NoticeContent {
  const { recipients } = report;
  const told = recipients.slice(0, recipientsToldMax);
  const groups = Map.groupBy(told, (recipient) => JSON.stringify(newsOf(recipient, report, words)));
  const isReport = report.kind !== 'not-a-report' && report.kind !== 'auto-reply';
  return {
    language: words.language,
    direction: words.direction,
    tone: tones[report.kind],
    kind: words.plain(`${keyOf(report.kind, 'kind')}`),
    headline: headlineOf(report, words),
    blocks: [
      ...[...groups.values()].flatMap((group) => groupBlocks(group, report, words)),
      ...(recipients.length > told.length
        ? [paragraph(words.say('address.more', { n: recipients.length - told.length }))]
        : []),
      ...(recipients.length === 0 && isReport ? [paragraph(words.say('read.nobody'))] : []),
      ...(isReport ? messageFacts(report, { words, dates }) : []),
      ...(verdict === undefined ? [] : [verdictFact(verdict, words)]),
    ],
  };
}

const verdictFact = (verdict: NoticeVerdict, words: Words): Block => ({
  kind: 'facts',
  rows: [{ label: words.plain('read.verdict'), value: words.say(`read.verdict.${verdict}`) }],
});

/** What one answer of a mail server means. */
export function readingOfReply(facts: AttemptFacts, { words }: Pick<ReadingWords, 'words'>): NoticeContent {
  const explanation = explain(facts);
  const domain = facts.host ?? (facts.address === undefined ? undefined : domainOf(facts.address));
  const rows = [
    ...(facts.text === undefined ? [] : [answerFact(facts.text, words)]),
    ...codeFact(facts.status, words),
    certaintyFact(explanation, words),
  ];
  return {
    language: words.language,
    direction: words.direction,
    tone: facts.replyCode !== undefined && facts.replyCode < 500 ? 'waiting' : 'bad',
    kind: words.plain('read.kind.reply'),
    headline: words.plain(`headline.${explanation.class}`, { n: 1 }),
    blocks: [...explanationBlocks(explanation, facts, domain ?? '…', words), { kind: 'facts', rows }],
  };
}

const paragraph = (text: Line): Block => ({ kind: 'paragraph', text });

const tones: Readonly<Record<ReportKind, Tone>> = {
  failure: 'bad',
  delay: 'waiting',
  success: 'good',
  relay: 'good',
  arf: 'bad',
  'auto-reply': 'good',
  'not-a-report': 'good',
};

/** Reports of fates are told in the words of our own. */
const actionOf = { failure: 'failed', delay: 'delayed', success: 'delivered', relay: 'relayed' } as const;

type Fate = keyof typeof actionOf;
const isFate = (kind: ReportKind): kind is Fate => kind in actionOf;

const keyOf = <Topic extends 'kind' | 'headline'>(kind: ReportKind, topic: Topic) =>
  isFate(kind) ? (`${topic}.${actionOf[kind]}` as const) : (`read.${topic}.${kind}` as const);

function headlineOf({ kind, recipients }: ReadReport, words: Words): string {
  if (kind !== 'failure') return words.plain(kind === 'delay' ? 'headline.delayed' : headlineKey(kind));
  const classes = new Set(recipients.map(({ explanation }) => explanation.class));
  const [only] = classes;
  return classes.size === 1 && only !== undefined
    ? words.plain(`headline.${only}`, { n: recipients.length })
    : words.plain('headline.unknown');
}

const headlineKey = (kind: Exclude<ReportKind, 'failure' | 'delay'>) =>
  isFate(kind) ? (`headline.${actionOf[kind]}` as const) : (`read.headline.${kind}` as const);

/** What is said alike of several recipients. */
function newsOf(recipient: ReadRecipient, { kind }: ReadReport, words: Words): readonly Block[] {
  const { action = isFate(kind) ? actionOf[kind] : undefined, explanation, finalRecipient } = recipient;
  if (action !== 'failed' && action !== 'delayed') return [];
  return explanationBlocks(explanation, recipient, domainOf(finalRecipient.address), words);
}

function groupBlocks(group: readonly ReadRecipient[], report: ReadReport, words: Words): Block[] {
  const [first] = group;
  if (!first) return [];
  const addresses = group.map(({ finalRecipient, originalRecipient }): Line => {
    const address = quotedAddress(finalRecipient.address);
    const original = originalRecipient?.address;
    if (original === undefined || original.toLowerCase() === finalRecipient.address.toLowerCase())
      return [address];
    return words.say('address.written-to', { address, original: quotedAddress(original) });
  });
  const rows = answerFacts(first, words);
  return [
    { kind: 'addresses', items: addresses },
    ...newsOf(first, report, words),
    ...(rows.length === 0 ? [] : [{ kind: 'facts' as const, rows }]),
  ];
}

/** Without a code and without a cause nobody knows whether it is final. */
const isPermanenceKnown = ({ cause }: Explanation, { status, replyCode }: Codes): boolean =>
  cause !== 'undefined' || status !== undefined || replyCode !== undefined;

type Codes = Pick<AttemptFacts, 'status' | 'replyCode'>;

function explanationBlocks(explanation: Explanation, codes: Codes, domain: string, words: Words): Block[] {
  const { cause, permanence, owner, steps, confidence } = explanation;
  const at = { domain: quotedHost(domain) };
  const why = words.sentences(
    words.say(`cause.${cause}`, at),
    ...(confidence < sureFrom && cause !== 'undefined' ? [words.say('cause.unsure')] : []),
    ...(isPermanenceKnown(explanation, codes)
      ? [words.say(permanence === 'temporary' ? 'permanence.delayed' : `permanence.${permanence}`)]
      : []),
  );
  return [
    paragraph(why),
    {
      kind: 'paragraph',
      text: words.say(`owner.${cause === 'undefined' ? 'unknown' : owner}`, at),
      weight: 'strong',
    },
    {
      kind: 'steps',
      title: words.plain('steps.title'),
      items: steps.map((step) => words.say(`step.${step}`, at)),
    },
  ];
}

function answerFacts(
  { diagnosticCode, status, remoteMta, explanation, action }: ReadRecipient,
  words: Words,
): Fact[] {
  return [
    ...(diagnosticCode ? [answerFact(diagnosticCode.text, words)] : []),
    ...codeFact(status, words),
    ...(remoteMta ? [{ label: words.plain('details.server'), value: [quotedHost(remoteMta.name)] }] : []),
    ...(action === 'failed' || action === 'delayed' ? [certaintyFact(explanation, words)] : []),
  ];
}

/** Characters of an answer that are repeated. */
const answerLengthMax = 1000;

const answerFact = (text: string, words: Words): Fact => ({
  label: words.plain('details.answer'),
  value: [quotedCode(text, answerLengthMax)],
});

const codeFact = (status: ReadRecipient['status'], words: Words): Fact[] =>
  status === undefined ? [] : [{ label: words.plain('details.code'), value: meaningOf(status, { words }) }];

const certaintyFact = ({ confidence }: Explanation, words: Words): Fact => ({
  label: words.plain('read.certainty'),
  // Nothing that others say is certain.
  value: [`${Math.min(99, Math.round(confidence * 100))} %`],
});

function messageFacts({ returned, reportingMta }: ReadReport, { words, dates }: ReadingWords): Block[] {
  const { subject, to, date } = returned ?? {};
  const rows: Fact[] = [
    ...(subject === undefined ? [] : [{ label: words.plain('fact.subject'), value: [quotedWords(subject)] }]),
    ...(to === undefined ? [] : [{ label: words.plain('fact.to'), value: [quotedWords(to)] }]),
    ...(date === undefined ? [] : [{ label: words.plain('fact.date'), value: [dates.at(date)] }]),
    ...(reportingMta
      ? [{ label: words.plain('read.written-by'), value: [quotedHost(reportingMta.name)] }]
      : []),
  ];
  return rows.length === 0 ? [] : [{ kind: 'facts', title: words.plain('facts.title'), rows }];
}
