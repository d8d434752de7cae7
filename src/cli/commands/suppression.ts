import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { ShownSuppression, SuppressionView } from '../../server/operations/suppression.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';

export function addSuppressionCommands(program: Command, { streams, operate }: CliContext): void {
  const suppression = program
    .command('suppression')
    .description('addresses to which mail of an account has failed for good');
  suppression
    .command('list')
    .description('list them, the latest first')
    .argument('<account>', 'such as homer@example.org')
    .action(async (account: string, _options: unknown, command: Command) => {
      const entries = (await operate(command)('suppression.list', { account })) as SuppressionView[];
      const rows = entries.map(({ address, state, at, cause, about, reason }) =>
        [address, state, at.slice(0, 10), cause, about, reason].map((text) => printable(text)),
      );
      const nothing = `No address is known to which mail of ${printable(account)} has failed for good.\n`;
      print(command, streams, entries, () =>
        rows.length === 0
          ? nothing
          : table(['address', 'state', 'since', 'cause', 'message', 'reason'], rows),
      );
    });
  suppression
    .command('show')
    .description('show one of them: what was said, and how to send to it anyway')
    .argument('<account>')
    .argument('<address>')
    .action(async (account: string, address: string, _options: unknown, command: Command) => {
      const entry = (await operate(command)('suppression.show', { account, address })) as ShownSuppression;
      print(command, streams, entry, () => shown(entry));
    });
  const change = (verb: 'remove' | 'allow', description: string, done: string) =>
    suppression
      .command(verb)
      .description(description)
      .argument('<account>')
      .argument('<address>')
      .action(async (account: string, address: string, _options: unknown, command: Command) => {
        const entry = (await operate(command)(`suppression.${verb}`, {
          account,
          address,
        })) as SuppressionView;
        print(command, streams, entry, () => `${printable(entry.address)} ${done}\n`);
      });
  change('remove', 'forget what is known of an address', 'is not on the list any more');
  change('allow', 'let mail to an address go, whatever becomes of it', 'is allowed, until it is removed');
}

function shown(entry: ShownSuppression): string {
  const { address, account, state, cause, reason, about, at, expiresAt } = entry;
  const rows = [
    ['address', address],
    ['account', account],
    ['state', state],
    ['since', timeText(at)],
    // What is allowed stays so; an address that was never refused has no cause.
    ...(state === 'allowed' ? [] : [['until', timeText(expiresAt)]]),
    ...(about === ''
      ? []
      : [
          ['cause', cause],
          ['message', `${about} (evergreen trace ${about})`],
        ]),
    ...(reason === '' ? [] : [['said', reason]]),
  ];
  const text = rows.map(([name = '', value = '']) => `${name.padEnd(8)} ${printable(value)}\n`).join('');
  return `${text}\n${wayOut(entry)}`;
}

function wayOut({ address, account, state, againWithinMinutes }: ShownSuppression): string {
  if (state === 'allowed') return 'Mail to it is taken, until the entry is removed.\n';
  if (state === 'expired') return 'Mail to it is taken: what was known is too old.\n';
  const who = `${printable(account)} ${printable(address)}`;
  return `To send to it anyway, send again within ${againWithinMinutes} min after the refusal. To be asked no more:
evergreen suppression allow ${who}
`;
}
