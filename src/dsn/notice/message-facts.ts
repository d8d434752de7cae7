import { parseDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import type { Returned } from '../build/returned.ts';
import type { Key } from '../languages/catalogue.ts';
import { type Line, quotedCode, quotedWords } from '../languages/inline.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { Block, Fact } from './blocks.ts';
import type { Telling } from './telling.ts';

/** When the message was sent and tried, how its reader can recognise it, and by what name support can find it. */
export function messageFacts(report: Report, telling: Telling): Block {
  const { words, reader } = telling;
  const header = parseHeader(report.original?.message ?? new Uint8Array());
  const facts = [
    ...timeFacts(report, telling),
    ...headerFacts(header, telling),
    ...proofFact(telling),
    ...referenceFact(report, telling),
  ];
  return {
    kind: 'facts',
    title: words.plain(reader === 'sender' ? 'facts.title' : 'facts.title.postmaster'),
    rows: facts,
  };
}

function timeFacts({ arrivalDate, recipients }: Report, telling: Telling): Fact[] {
  const { words, dates } = telling;
  const tries = new Set(recipients.map((each) => JSON.stringify(triedFact(each, telling))));
  const [first] = recipients;
  const untils = new Set(recipients.flatMap(({ willRetryUntil }) => willRetryUntil ?? []));
  const [until] = untils;
  return [
    ...(arrivalDate === undefined
      ? []
      : [{ label: words.plain('fact.sent'), value: [dates.at(arrivalDate)] }]),
    // Where it differs, the details tell it of each.
    ...(tries.size === 1 && first ? triedFact(first, telling) : []),
    ...(untils.size === 1 && until !== undefined
      ? [{ label: words.plain('fact.until'), value: [dates.at(until)] }]
      : []),
  ];
}

/** How often a recipient was tried, and when last; nothing if neither is known. */
export function triedFact(
  { attempts, lastAttemptDate }: ReportedRecipient,
  { words, dates }: Telling,
): Fact[] {
  const date = lastAttemptDate === undefined ? undefined : dates.at(lastAttemptDate);
  const label = words.plain('fact.tried');
  if (attempts === undefined || attempts < 1)
    return date === undefined ? [] : [{ label, value: words.say('fact.tried.last', { date }) }];
  const value =
    date === undefined
      ? words.say('fact.tried.count', { n: attempts })
      : words.say('fact.tried.times', { n: attempts, date });
  return [{ label, value }];
}

const senderFields: readonly [field: string, label: Key][] = [
  ['Subject', 'fact.subject'],
  ['Date', 'fact.date'],
  ['To', 'fact.to'],
  ['Cc', 'fact.cc'],
];
/** The postmaster has to see whom a message claims to be from. */
const postmasterFields: readonly [field: string, label: Key][] = [
  ['Return-Path', 'fact.return-path'],
  ['From', 'fact.from'],
  ...senderFields,
];

function headerFacts(header: Header, telling: Telling): Fact[] {
  const fields = telling.reader === 'sender' ? senderFields : postmasterFields;
  return fields.flatMap(([field, label]) => {
    const value = header.value(field);
    if (value === undefined) return [];
    return [{ label: telling.words.plain(label), value: [fieldValue(field, value, telling)] }];
  });
}

function fieldValue(field: string, value: string, { dates }: Telling): Line[number] {
  const date = field === 'Date' ? parseDate(value) : undefined;
  return date === undefined ? quotedWords(decodeWords(value)) : dates.at(date);
}

const proofFact = ({ words, proof }: Telling): Fact[] =>
  proof === undefined ? [] : [{ label: words.plain('fact.proof'), value: words.say(`fact.proof.${proof}`) }];

const referenceFact = ({ queueId }: Report, { words }: Telling): Fact[] =>
  queueId === undefined ? [] : [{ label: words.plain('fact.reference'), value: [quotedCode(queueId)] }];

/** How much of the message is attached, and why not more. */
export function returnedSentence(
  { extent, reason }: Returned,
  { original }: Report,
  { words, reader }: Telling,
): Line {
  // What its sender asked for, and can do with it, is nothing to the postmaster.
  if (reader === 'postmaster' || reason === 'no-failure') return words.say('returned.header');
  if (extent === 'whole' || reason === undefined)
    return words.say(reader === 'sender' ? 'returned.whole' : 'returned.whole.forward');
  if (reader !== 'sender' && (reason === 'asked-for' || reason === 'require-tls'))
    return words.say('returned.header');
  const sizeBytes = original?.sizeBytes;
  if (reason === 'too-large' && sizeBytes !== undefined)
    return words.say('returned.too-large.size', { kib: Math.ceil(sizeBytes / 1024) });
  return words.say(`returned.${reason}`);
}
