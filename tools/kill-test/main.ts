// usage: npm run kill-test -- [--rounds 50] [--seed N] [--folder DIR]
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runKillTest, type Verdict } from './kill-test.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    folder: { type: 'string', default: join(tmpdir(), `evergreen-kill-test-${process.pid}`) },
  },
});
const { rounds, seed, folder } = values;
const giveUpSeconds = 20;
const errorsShownMax = 5;

console.log(`kill test: ${rounds} rounds, seed ${seed}, in ${folder}`);
const print = (line: string) => console.log(line);
const verdict = await runKillTest({
  folder,
  rounds: Number(rounds),
  seed: Number(seed),
  giveUpSeconds,
  print,
});
tell(verdict);
if (verdict.faults.length === 0) await rm(folder, { recursive: true });
else process.exitCode = 1;

function tell({
  kills,
  promised,
  delivered,
  relayed,
  reported,
  excusedTwice,
  errors,
  faults,
}: Verdict): void {
  console.log(
    `\nAfter ${kills} kills: ${promised} letters promised; ${delivered} delivered, ${relayed} relayed, ${reported} reported.`,
  );
  console.log(`${excusedTwice} came twice because a reply was lost, which nobody can help.`);
  console.log(`${errors.length} errors in the log of the server`);
  for (const error of errors.slice(0, errorsShownMax)) console.log(`  ${error}`);
  for (const fault of faults) console.log(`FAULT: ${fault}`);
  console.log(faults.length === 0 ? '\nThe books balance.' : `\nThe books do not balance: see ${folder}`);
}
