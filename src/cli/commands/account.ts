import type { Command } from 'commander';
import { utf8 } from '../../base/bytes.ts';
import { printable } from '../../base/printable.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';
import { addTokenCommands } from './token.ts';

interface AccountView {
  readonly address: string;
  readonly createdAt: string;
  readonly language?: string;
  /** Only where it was made up. */
  readonly password?: string;
}

export function addAccountCommands(program: Command, context: CliContext): void {
  const account = program.command('account').description('people with a mailbox here');
  addCommandsWithPassword(account, context);
  addCommandsWithoutPassword(account, context);
  addTokenCommands(account, context);
}

function addCommandsWithPassword(account: Command, { streams, operate }: CliContext): void {
  const fromStdin = [
    '--password-stdin',
    'read the password from standard input instead of making one up',
  ] as const;

  const withPassword = async (
    name: string,
    address: string,
    options: { passwordStdin?: boolean; language?: string },
    command: Command,
  ) => {
    const { language } = options;
    const password = options.passwordStdin
      ? utf8(await streams.readInput()).replace(/\r?\n$/, '')
      : undefined;
    const result = (await operate(command)(name, {
      address,
      ...(password !== undefined && { password }),
      ...(language !== undefined && { language }),
    })) as AccountView;
    const verb = name === 'account.add' ? 'Added' : 'New password set for';
    const made = result.password === undefined ? '' : `Password: ${result.password}\n`;
    print(command, streams, result, () => `${verb} ${printable(result.address)}\n${made}`);
  };

  account
    .command('add')
    .description('add an account; prints the password that it makes up')
    .argument('<address>', 'such as homer@example.org')
    .option(...fromStdin)
    .option('--language <tag>', 'the language in which its owner is told what became of his mail, such as de')
    .action((address, options, command) => withPassword('account.add', address, options, command));
  account
    .command('passwd')
    .description('give an account a new password')
    .argument('<address>')
    .option(...fromStdin)
    .action((address, options, command) => withPassword('account.passwd', address, options, command));
}

function addCommandsWithoutPassword(account: Command, { streams, operate }: CliContext): void {
  account
    .command('list')
    .description('list the accounts')
    .action(async (_options, command) => {
      const accounts = (await operate(command)('account.list', {})) as AccountView[];
      const rows = accounts.map(({ address, language = '', createdAt }) => [
        address,
        language,
        timeText(createdAt),
      ]);
      print(command, streams, accounts, () => table(['address', 'language', 'since'], rows));
    });
  account
    .command('language')
    .description('choose the language of the notices that an account gets')
    .argument('<address>')
    .argument('<tag>', 'such as de, pt-BR or zh-Hans; "none" leaves it to each mail and to the configuration')
    .action(async (address, tag, _options, command) => {
      const language = tag === 'none' ? null : tag;
      const result = (await operate(command)('account.language', { address, language })) as AccountView;
      const chosen = result.language ?? 'no language of its own';
      print(command, streams, result, () => `${printable(result.address)}: ${printable(chosen)}\n`);
    });
  account
    .command('remove')
    .description('remove an account and all of its mail')
    .argument('<address>')
    .action(async (address, _options, command) => {
      const result = (await operate(command)('account.remove', { address })) as AccountView;
      print(command, streams, result, () => `Removed ${printable(result.address)} and its mail\n`);
    });
}
