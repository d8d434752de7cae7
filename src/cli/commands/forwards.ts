import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { badTargetView } from '../../server/operations/forwards.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';

type BadTargetView = ReturnType<typeof badTargetView>;

export function addForwardCommands(program: Command, { streams, operate }: CliContext): void {
  const forwards = program
    .command('forwards')
    .description('targets of aliases at other hosts that do not exist: mail for them is refused for a while');
  forwards
    .command('list')
    .description('list them, with the words by which they were refused')
    .action(async (_options, command) => {
      const views = (await operate(command)('forwards.list', {})) as BadTargetView[];
      const rows = views.map(({ address, until, why }) => [address, timeText(until), why]);
      print(command, streams, views, () => table(['target', 'refused until (UTC)', 'because'], rows));
    });
  forwards
    .command('retry')
    .description('let mail for a target through again')
    .argument('<address>')
    .action(async (address, _options, command) => {
      const result = (await operate(command)('forwards.retry', { address })) as { readonly address: string };
      print(command, streams, result, () => `Mail goes to ${printable(result.address)} again\n`);
    });
}
