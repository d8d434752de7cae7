import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { outcomeView } from '../../server/operations/selftest.ts';
import { InputError } from '../input-error.ts';
import { type CliContext, print } from '../output.ts';
import { timeText } from '../text.ts';

export type OutcomeView = ReturnType<typeof outcomeView>;

export function addSelftestCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('selftest')
    .description('tests that the running server does to itself')
    .command('backscatter')
    .description(
      'bring a mail with a forged sender for somebody who does not exist to the own port, and see that it is refused and nothing comes of it; exits with 1 if not',
    )
    .action(async (_options: unknown, command: Command) => {
      const outcome = (await operate(command)('selftest.backscatter', {})) as OutcomeView;
      print(command, streams, outcome, () => outcomeText(outcome));
      if (outcome.verdict === 'failed') throw new InputError('notices could go to forged senders');
      if (outcome.verdict === 'unclear') throw new InputError('the self-test came to no end');
    });
}

const words: Readonly<Record<OutcomeView['verdict'], string>> = {
  passed: 'no notice goes to a forged sender',
  failed: 'notices could go to forged senders',
  unclear: 'it could not be found out',
};

/** `Backscatter: passed 2026-11-23 12:00:00 (UTC): no notice goes to a forged sender`, and what was found. */
export function outcomeText({ verdict, at, findings }: OutcomeView): string {
  const lines = findings.map((finding) => `  ${printable(finding)}\n`);
  return `Backscatter: ${verdict} ${timeText(at)} (UTC): ${words[verdict]}\n${lines.join('')}`;
}
