import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { TokenView } from '../../server/operations/tokens.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';

/** `account token …` */
export function addTokenCommands(account: Command, { streams, operate }: CliContext): void {
  const token = account
    .command('token')
    .description('secrets that let a program in by JMAP, in place of the password; and who is signed in');
  token
    .command('add')
    .description('make a token; prints its secret, which is shown this once')
    .argument('<address>', 'such as homer@example.org')
    .argument('<name>', 'what it is for, such as "backup script"')
    .action(async (address, name, _options, command) => {
      const made = (await operate(command)('token.add', { address, name })) as TokenView;
      print(
        command,
        streams,
        made,
        () => `Added ${printable(made.name)}, id ${made.id}\nToken: ${made.secret}\n`,
      );
    });
  token
    .command('list')
    .description('list the tokens of an account, and its sessions in browsers')
    .argument('<address>')
    .action(async (address, _options, command) => {
      const views = (await operate(command)('token.list', { address })) as TokenView[];
      const rows = views.map(({ id, kind, name, createdAt, lastUsedAt }) => [
        ...[id, kind, printable(name, 60)],
        ...[timeText(createdAt), timeText(lastUsedAt)],
      ]);
      print(command, streams, views, () => table(['id', 'kind', 'name', 'since', 'last used'], rows));
    });
  token
    .command('remove')
    .description('take a token back, or end a session; it is refused from now on')
    .argument('<address>')
    .argument('<id>', 'as the list has it')
    .action(async (address, id, _options, command) => {
      const removed = (await operate(command)('token.remove', { address, id })) as TokenView;
      print(command, streams, removed, () => `Removed ${printable(removed.name)}\n`);
    });
}
