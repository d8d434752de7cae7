import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { messageView } from '../../server/operations/queue-view.ts';
import { wholeNumber } from '../arguments.ts';
import { type CliContext, print } from '../output.ts';
import { count, sizeText, table, timeText } from '../text.ts';
import { messageReport, recipientLine } from './message-report.ts';

type MessageView = ReturnType<typeof messageView>;

interface QueueView {
  readonly messages: readonly MessageView[];
  /** There are more, behind the last one. */
  readonly isCut: boolean;
  readonly statistics: { readonly waiting: number; readonly attempting: number; readonly held: number };
  /** Filed, because nobody may be told of it. */
  readonly undeliverable?: number;
}

interface SelectionOptions {
  readonly destination?: string;
  readonly all?: boolean;
  readonly recipient?: number[];
}

export function addQueueCommands(program: Command, context: CliContext): void {
  const queue = program.command('queue').description('mail that is on its way');
  addListing(queue, context);
  addBulkVerb(queue, context, 'retry', 'try to deliver now', 'made due');
  addBulkVerb(queue, context, 'hold', 'stop all attempts until released', 'held');
  addBulkVerb(queue, context, 'release', 'let held mail go on', 'released');
  addLastWord(
    queue,
    context,
    'fail',
    'give up on a message; its sender gets a notice',
    'failed, and its sender is told',
  );
  addLastWord(
    queue,
    context,
    'drop',
    'give up on a message without a word; who did it is recorded',
    'dropped',
  );
}

function addListing(queue: Command, { streams, operate }: CliContext): void {
  queue
    .command('list')
    .description('list messages that are not yet at their end')
    .option('--all', 'those too whose recipients have all been settled')
    .option('--destination <name>', 'only what goes to this domain or next hop')
    .option('--address <address>', 'only what comes from or goes to this address')
    .option('--limit <n>', 'at most so many', wholeNumber)
    .option('--after <queue-id>', 'go on behind this message')
    .action(async (options, command) => {
      const view = (await operate(command)('queue.list', options)) as QueueView;
      print(command, streams, view, () => listText(view));
    });
  queue
    .command('show')
    .description('show one message with its recipients')
    .argument('<queue-id>')
    .action(async (id, _options, command) => {
      const view = (await operate(command)('queue.show', { id })) as MessageView;
      print(command, streams, view, () => messageReport(view));
    });
}

function addBulkVerb(
  queue: Command,
  { streams, operate }: CliContext,
  verb: string,
  purpose: string,
  done: string,
): void {
  queue
    .command(verb)
    .description(purpose)
    .argument('[queue-id]', 'one message')
    .option('--recipient <index...>', 'only these recipients of the message', wholeNumbers)
    .option('--destination <name>', 'all that goes to this domain or next hop')
    .option('--all', 'everything')
    .action(async (id: string | undefined, options: SelectionOptions, command: Command) => {
      const { recipient: recipients, ...rest } = options;
      const args = {
        ...rest,
        ...(id !== undefined && { id }),
        ...(recipients && { recipients }),
        who: operatorName(),
      };
      const result = (await operate(command)(`queue.${verb}`, args)) as { readonly changed: number };
      print(command, streams, result, () => `${count(result.changed, 'recipient')} ${done}\n`);
    });
}

function addLastWord(
  queue: Command,
  { streams, operate }: CliContext,
  verb: string,
  purpose: string,
  done: string,
): void {
  queue
    .command(verb)
    .description(purpose)
    .argument('<queue-id>')
    .option('--recipient <index...>', 'only these recipients of the message', wholeNumbers)
    .action(async (id: string, { recipient: recipients }: SelectionOptions, command: Command) => {
      const args = { id, ...(recipients && { recipients }), who: operatorName() };
      const result = (await operate(command)(`queue.${verb}`, args)) as { readonly changed: number };
      print(command, streams, result, () => `${count(result.changed, 'recipient')} of ${id} ${done}\n`);
    });
}

function listText({ messages, isCut, statistics, undeliverable = 0 }: QueueView): string {
  const { waiting, attempting, held } = statistics;
  const lines = messages.map(
    (message) =>
      `${message.queueId}  ${timeText(message.arrivedAt)}  ${sizeText(message.sizeBytes)}  from ${printable(message.reversePath)}\n` +
      message.recipients.map((recipient) => `    ${recipientLine(recipient)}\n`).join(''),
  );
  const summary = table(['waiting', 'attempting', 'held'], [[waiting, attempting, held].map(String)]);
  const more = isCut ? `There are more: go on with --after ${messages.at(-1)?.queueId}\n` : '';
  const filed =
    undeliverable === 0
      ? ''
      : `${count(undeliverable, 'failure')} of which nobody may be told: evergreen undeliverable list\n`;
  return `${messages.length === 0 ? 'The queue is empty.\n' : `${lines.join('')}${more}\n${summary}`}${filed}`;
}

/** Whom the history names as the one who did it. */
function operatorName(): string {
  const { username } = userInfo();
  const { SUDO_USER } = process.env;
  return SUDO_USER === undefined ? username : `${SUDO_USER} (as ${username})`;
}

const wholeNumbers = (text: string, before: number[] = []): number[] => [...before, wholeNumber(text)];
