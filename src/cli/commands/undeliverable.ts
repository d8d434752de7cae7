import { type Command, Option } from 'commander';
import { fromBase64, NO_BYTES, utf8 } from '../../base/bytes.ts';
import { printable } from '../../base/printable.ts';
import { type FiledReason, filedReasons } from '../../queue/undeliverable.ts';
import type { filedView } from '../../server/operations/undeliverable.ts';
import { wholeNumber } from '../arguments.ts';
import { type CliContext, print } from '../output.ts';
import { count, messageText, sizeText, table, timeText } from '../text.ts';
import { verdictLine, whyUntold } from './untold.ts';

type FiledView = ReturnType<typeof filedView>;
export type ShownFiling = FiledView & { readonly headerBase64: string };

export interface FiledList {
  /** The latest first. */
  readonly filed: readonly FiledView[];
  /** There are more, filed earlier. */
  readonly isCut: boolean;
  readonly counts: Partial<Readonly<Record<FiledReason, number>>>;
}

export function addUndeliverableCommands(program: Command, { streams, operate }: CliContext): void {
  const undeliverable = program
    .command('undeliverable')
    .description('mail that failed, and whose sender may not be told');
  undeliverable
    .command('list')
    .description('list it, the latest first')
    .addOption(
      new Option('--reason <reason>', 'only what nobody was told of for this reason').choices(filedReasons),
    )
    .option('--limit <n>', 'at most so many', wholeNumber)
    .option('--before <n>', 'go on with what was filed before this number', wholeNumber)
    .action(async (options, command) => {
      const list = (await operate(command)('undeliverable.list', options)) as FiledList;
      print(command, streams, list, () => filedListText(list));
    });
  undeliverable
    .command('show')
    .description(
      'show all that is filed of one message: who, when, why it failed, why nobody was told, and its header',
    )
    .argument('<queue-id>')
    .action(async (id, _options, command) => {
      const filings = (await operate(command)('undeliverable.show', { id })) as readonly ShownFiling[];
      print(command, streams, filings, () => filings.map(filingText).join('\n'));
    });
}

/** Characters of an address in the list. */
const cellLengthMax = 50;

function filedListText({ filed, isCut, counts }: FiledList): string {
  if (filed.length === 0) return 'Nothing is filed.\n';
  const rows = filed.map(({ number, at, queueId, reversePath, recipients, reason }) => [
    String(number),
    timeText(at),
    queueId,
    printable(reversePath, cellLengthMax),
    recipientsCell(recipients),
    reason,
  ]);
  const summary = filedReasons.flatMap((reason) => {
    const n = counts[reason];
    return n === undefined ? [] : [[String(n), reason, whyUntold[reason]]];
  });
  const more = isCut ? `There are more: go on with --before ${filed.at(-1)?.number}\n` : '';
  return `${table(['n', 'failed (UTC)', 'queue id', 'from', 'to', 'not told because'], rows)}${more}\n${table(['in all', 'because', ''], summary)}`;
}

function recipientsCell([first, ...others]: FiledView['recipients']): string {
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'other')}`;
  return `${printable(first?.address ?? '', cellLengthMax)}${more}`;
}

/** One filing, whole. */
function filingText(filing: ShownFiling): string {
  const { arrival, verdict } = filing;
  const facts: [string, string | undefined][] = [
    ['Queue id', filing.queueId],
    ['From', filing.reversePath],
    ['Subject', filing.subject],
    ['Message-ID', filing.messageId],
    ['Size', sizeText(filing.sizeBytes)],
    ['Accepted', `${timeText(filing.arrivedAt)} UTC`],
    ['Client', arrival && `${arrival.greetingName} (${arrival.ip})`],
    ['Vouched for', verdict ? verdictLine(verdict) : undefined],
    ['Failed', `${timeText(filing.at)} UTC`],
    ['Not told', `${whyUntold[filing.reason]} (${filing.reason})`],
  ];
  const head = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${`${name}:`.padEnd(13)}${printable(value)}\n`],
  );
  const recipients = filing.recipients.map(({ address, alias, status, text, reply }) => {
    const named = alias === undefined ? '' : ` (by the alias ${alias})`;
    return `  ${printable(`${address}${named}  ${status}  ${reply ?? text}`)}\n`;
  });
  return `${head.join('')}Recipients that failed:\n${recipients.join('')}${headerText(filing.headerBase64)}`;
}

function headerText(headerBase64: string): string {
  const header = utf8(fromBase64(headerBase64) ?? NO_BYTES).trimEnd();
  if (header === '') return 'Its header could not be read any more.\n';
  return `Header:\n${messageText(header)
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')}`;
}
