import type { Command } from 'commander';
import type { keyView } from '../../server/operations/keys.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';

type KeyView = ReturnType<typeof keyView>;

export function addKeyCommands(program: Command, { streams, operate }: CliContext): void {
  const keys = program
    .command('keys')
    .description('the keys that sign what we write on a message, so that a notice about it can be proven');
  keys
    .command('list')
    .description('list them, the one that signs first')
    .action(async (_options, command) => {
      const views = (await operate(command)('keys.list', {})) as KeyView[];
      print(command, streams, views, () => keysText(views));
    });
  keys
    .command('roll')
    .description('sign with a new key from now on; what was signed before stays known for its time')
    .action(async (_options, command) => {
      const views = (await operate(command)('keys.roll', {})) as KeyView[];
      print(command, streams, views, () => keysText(views));
    });
}

function keysText(views: readonly KeyView[]): string {
  const rows = views.map(({ name, madeAt, knownUntil }) => [
    name,
    timeText(madeAt),
    knownUntil === undefined ? 'signs' : `known until ${timeText(knownUntil)}`,
  ]);
  return table(['key', 'made (UTC)', ''], rows);
}
