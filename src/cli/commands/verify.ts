import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import type { VerifiedAddress } from '../../server/operations/verify.ts';
import { InputError } from '../input-error.ts';
import { type CliContext, print } from '../output.ts';
import { count } from '../text.ts';

export function addVerifyCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('verify')
    .description(
      'say of each address whether mail to it can arrive, without sending any; exits with 1 if one cannot',
    )
    .argument('<address...>', 'such as homer@example.org')
    .option('--call-out', 'ask the hosts of other domains whether they know the address')
    .action(async (addresses: string[], { callOut }: { readonly callOut?: true }, command: Command) => {
      const asked = callOut ? { addresses, callOut } : { addresses };
      const verified = (await operate(command)('verify', asked)) as readonly VerifiedAddress[];
      print(command, streams, verified, () => verified.map(text).join(''));
      const bad = verified.filter(({ verdict }) => verdict === 'bad').length;
      if (bad > 0) throw new InputError(`mail to ${count(bad, 'address', 'addresses')} would fail`);
    });
}

function text({ address, verdict, reason, status, callOut, didYouMean }: VerifiedAddress): string {
  const code = status === null ? '' : ` (${printable(status)})`;
  const lines = [
    reason,
    ...(callOut && callOut.reply !== null ? [`it said: ${callOut.reply}`] : []),
    ...didYouMean.map((each) => `did you mean ${each}?`),
  ];
  const told = lines.map((line) => `         ${printable(line)}\n`);
  return `${verdict.padEnd(8)} ${printable(address)}${code}\n${told.join('')}`;
}
