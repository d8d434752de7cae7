import { type Command, InvalidArgumentError } from 'commander';
import { fromBase64, utf8 } from '../../base/bytes.ts';
import { printable } from '../../base/printable.ts';
import type { NoticeVerdict } from '../../dsn/correlate/finding.ts';
import { type CliContext, print } from '../output.ts';
import { messageText, sizeText, table, timeText } from '../text.ts';
import { verdictText } from './notice-text.ts';

interface EntryView {
  readonly number: number;
  readonly receivedAt: string;
  readonly sizeBytes: number;
  readonly from: string;
  readonly subject: string;
  /** Of a notice that came from elsewhere. */
  readonly notice?: NoticeVerdict;
}

interface Options {
  readonly junk?: boolean;
}

export function addInboxCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('inbox')
    .description("list an account's inbox, or show its N-th message as it stands there")
    .argument('<account>', 'address of the account')
    .argument('[n]', 'number of the message; -1 is the newest', messageNumber)
    .option('--junk', 'the junk mailbox instead, where notices lie that nobody can prove')
    .action(async (address: string, n: number | undefined, { junk = false }: Options, command: Command) => {
      const run = operate(command);
      const place = { address, ...(junk && { mailbox: 'junk' }) };
      if (n === undefined) {
        const entries = (await run('inbox.list', place)) as EntryView[];
        const empty = `The ${junk ? 'junk mailbox' : 'inbox'} is empty.\n`;
        print(command, streams, entries, () => (entries.length === 0 ? empty : listText(entries)));
        return;
      }
      const shown = (await run('inbox.show', { ...place, number: n })) as { readonly contentBase64: string };
      print(
        command,
        streams,
        shown,
        () => `${messageText(utf8(fromBase64(shown.contentBase64) ?? new Uint8Array()))}\n`,
      );
    });
}

/** Characters of a sender or subject in the list. */
const cellLengthMax = 60;

function listText(entries: readonly EntryView[]): string {
  const hasNotices = entries.some(({ notice }) => notice !== undefined);
  return table(
    ['n', 'received (UTC)', 'size', 'from', 'subject', ...(hasNotices ? ['notice'] : [])],
    entries.map((entry) => [
      String(entry.number),
      timeText(entry.receivedAt),
      sizeText(entry.sizeBytes),
      printable(entry.from, cellLengthMax),
      printable(entry.subject, cellLengthMax),
      ...(hasNotices ? [entry.notice === undefined ? '' : verdictText(entry.notice)] : []),
    ]),
  );
}

function messageNumber(text: string): number {
  if (!/^-?[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number, such as 1.');
  return Number(text);
}
