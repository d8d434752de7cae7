import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { VacationView } from '../../server/operations/vacation.ts';
import { type CliContext, print } from '../output.ts';
import { messageText, timeText } from '../text.ts';

interface SetOptions {
  readonly text?: string;
  readonly html?: string;
  readonly subject?: string;
  readonly from?: string;
  readonly until?: string;
  readonly as?: string;
}

/** `vacation …` */
export function addVacationCommands(program: Command, { streams, operate }: CliContext): void {
  const vacation = program
    .command('vacation')
    .description('what an account answers by itself while its owner is away');
  vacation
    .command('set')
    .description('answer from now on, once to each sender in a while')
    .argument('<account>', 'such as homer@example.org')
    .option('--text <text>', 'what it says')
    .option('--html <html>', 'the same in HTML')
    .option('--subject <subject>', 'default: "Auto:" and that of the message')
    .option('--from <date>', 'the first day, as 2026-12-24 (UTC), or a time, as 2026-12-24T08:00Z')
    .option('--until <date>', 'the day, or time, from which on it answers no more')
    .option('--as <author>', 'whom it is from: "Name <address>", an address of the account')
    .action(async (account: string, options: SetOptions, command: Command) => {
      const view = (await operate(command)('vacation.set', { account, ...options })) as VacationView;
      print(command, streams, view, () => viewText(view));
    });
  const verb = (name: 'show' | 'off', description: string) =>
    vacation
      .command(name)
      .description(description)
      .argument('<account>')
      .action(async (account: string, _options: unknown, command: Command) => {
        const view = (await operate(command)(`vacation.${name}`, { account })) as VacationView;
        print(command, streams, view, () => viewText(view));
      });
  verb('show', 'print what it answers, and when');
  verb('off', 'answer no more; the words stay');
}

function viewText(view: VacationView): string {
  const { account, isEnabled, from, fromDate, toDate, subject, textBody, htmlBody } = view;
  const facts = [
    ['From', from ?? 'the address that was written to'],
    ['Begins', fromDate && timeText(fromDate)],
    ['Ends', toDate && timeText(toDate)],
    ['Subject', subject ?? '"Auto:" and that of the message'],
    ['HTML', htmlBody === null ? null : 'yes'],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value ? [`${`${name}:`.padEnd(9)}${printable(value, 500)}\n`] : [],
  );
  const words = textBody === null ? '' : `\n${messageText(textBody)}\n`;
  const state = isEnabled ? 'answers while its owner is away' : 'does not answer by itself';
  return `${printable(account)} ${state}\n${lines.join('')}${words}`;
}
