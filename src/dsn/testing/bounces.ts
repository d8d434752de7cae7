/** Real notices that lie beside the repository, and how well we read them. */
import { readFileSync } from 'node:fs';
import { parseReport } from '../parse/parse-report.ts';
import type { ReadRecipient, ReadReport } from '../parse/read-report.ts';

/** A line of expected.jsonl. */
interface Expected {
  readonly file: string;
  readonly kind: 'bounce' | 'delay' | 'arf' | 'vacation' | 'not-bounce' | 'unknown';
  readonly recipients: readonly string[];
  /** `A` and `B` are trustworthy. */
  readonly recipient_grade: 'A' | 'B' | 'C' | null;
  readonly action: string | null;
  readonly acceptable_status: readonly string[];
  readonly status_class: string | null;
  /** The status is made up: only its class counts. */
  readonly status_is_pseudo: boolean;
  /** A name of Sisimai's. */
  readonly reason: string | null;
  readonly reason_disputed: boolean;
}

interface Notice {
  /** The collection that it comes from. */
  readonly source: string;
  readonly expected: Expected;
  readonly reports: readonly ReadReport[];
}

export function collection(folder: URL): Notice[] {
  const lines = readFileSync(new URL('expected.jsonl', folder), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const expected: Expected = JSON.parse(line);
    const reports = parseReport(readFileSync(new URL(expected.file, folder)));
    return { source: expected.file.split('/')[0] ?? '', expected, reports };
  });
}

export const measures = ['recipients', 'status', 'action', 'reason', 'kind'] as const;
type Measure = (typeof measures)[number];

export interface Score {
  readonly right: number;
  readonly of: number;
}

export interface Tally {
  readonly scores: Readonly<Record<Measure, Score>>;
  /** One line for each thing that was missed. */
  readonly misses: readonly string[];
  /** Files without a failure that were read as one. */
  readonly falseFailures: readonly string[];
}

export function tallied(notices: readonly Notice[]): Tally {
  const scores = Object.fromEntries(measures.map((measure) => [measure, { right: 0, of: 0 }])) as Record<
    Measure,
    { right: number; of: number }
  >;
  const misses: string[] = [];
  for (const notice of notices) {
    for (const measure of measures) {
      const [wanted, read] = comparisons[measure](notice) ?? [];
      if (wanted === undefined || read === undefined) continue;
      const isRight = read.length > 0 && read.some((each) => wanted.includes(each));
      scores[measure].of++;
      if (isRight) scores[measure].right++;
      else misses.push(`${notice.expected.file} ${measure}: ${wanted.join(' | ')} ≠ ${read.join(' | ')}`);
    }
  }
  const falseFailures = notices.filter(isFalseFailure).map(({ expected }) => expected.file);
  return { scores, misses, falseFailures };
}

/** Right if any of what was read is wanted; undefined for what is not scored. */
type Comparison = (
  notice: Notice,
) => readonly [wanted: readonly string[], read: readonly string[]] | undefined;

const comparisons: Readonly<Record<Measure, Comparison>> = {
  recipients: ({ expected, reports }) => {
    if (expected.recipient_grade !== 'A' && expected.recipient_grade !== 'B') return undefined;
    const read = recipientsOf(reports).map(({ finalRecipient }) => finalRecipient.address);
    return [[addressSet(expected.recipients)], [addressSet(read)]];
  },
  status: ({ expected, reports }) => {
    const read = recipientsOf(reports).map(({ status }) => status ?? '');
    const accepted = expected.acceptable_status;
    if (!expected.status_is_pseudo) return accepted.length === 0 ? undefined : [accepted, read];
    const classes = [expected.status_class ?? '', ...accepted.map((status) => status.slice(0, 1))];
    return [classes, read.map((status) => status.slice(0, 1))];
  },
  action: ({ expected, reports }) =>
    expected.action === null
      ? undefined
      : [[expected.action], recipientsOf(reports).map(({ action }) => action ?? '')],
  reason: ({ expected, reports }) => {
    if (expected.reason === null || expected.reason_disputed) return undefined;
    if (expected.kind !== 'bounce' && expected.kind !== 'delay') return undefined;
    return [[expected.reason], recipientsOf(reports).map(({ explanation }) => explanation.sisimaiReason)];
  },
  kind: ({ expected, reports }) =>
    expected.kind === 'unknown' ? undefined : [kinds[expected.kind], reports.map(({ kind }) => kind)],
};

const kinds = {
  bounce: ['failure'],
  delay: ['delay'],
  arf: ['arf'],
  vacation: ['auto-reply'],
  'not-bounce': ['not-a-report', 'auto-reply'],
};

const recipientsOf = (reports: readonly ReadReport[]): ReadRecipient[] =>
  reports.flatMap(({ recipients }) => recipients);

const addressSet = (addresses: readonly string[]): string =>
  [...new Set(addresses.map((each) => each.toLowerCase()))].sort().join(' ');

const isFalseFailure = ({ expected, reports }: Notice): boolean =>
  (expected.kind === 'vacation' || expected.kind === 'not-bounce') &&
  reports.some(({ kind }) => kind === 'failure');
