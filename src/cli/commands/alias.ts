import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import { type CliContext, print } from '../output.ts';
import { table } from '../text.ts';

interface AliasView {
  readonly address: string;
  readonly targets: readonly string[];
  readonly owner?: string;
}

export function addAliasCommands(program: Command, { streams, operate }: CliContext): void {
  const alias = program.command('alias').description('addresses that stand for others');
  alias
    .command('add')
    .description('let an address stand for one or more others, here or elsewhere; replaces what it stood for')
    .argument('<address>')
    .argument('<targets...>')
    .option('--owner <address>', 'who is told where mail fails that goes on to another host (postmaster)')
    .action(async (address, targets, options: { owner?: string }, command) => {
      const result = (await operate(command)('alias.add', { address, targets, ...options })) as AliasView;
      print(
        command,
        streams,
        result,
        () => `${printable(`${result.address} now stands for ${result.targets.join(', ')}`)}\n`,
      );
    });
  alias
    .command('list')
    .description('list the aliases')
    .action(async (_options, command) => {
      const aliases = (await operate(command)('alias.list', {})) as AliasView[];
      const rows = aliases.map(({ address, targets, owner = '' }) => [address, targets.join(', '), owner]);
      print(command, streams, aliases, () => table(['address', 'stands for', 'owner'], rows));
    });
  alias
    .command('remove')
    .description('remove an alias')
    .argument('<address>')
    .action(async (address, _options, command) => {
      const result = (await operate(command)('alias.remove', { address })) as AliasView;
      print(command, streams, result, () => `Removed the alias ${printable(result.address)}\n`);
    });
}
