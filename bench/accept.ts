// usage: npm run bench -- [--runs 3] [--messages 10000] [--folder DIR]
// Messages a second that are accepted and in the mailbox, in several ways of sending; beside Postfix where it is installed and we
// are root. The contenders take turns, so that the machine's own drift is shared.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { missing, mustRun, notRoot } from '../tools/testbed/programs.ts';
import type { Contender } from './accept/contender.ts';
import { startEvergreen } from './accept/evergreen.ts';
import { startPostfix } from './accept/postfix.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    messages: { type: 'string', default: '10000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const postfixPort = 20_025;
const messageBytes = 4_096;
const pollMs = 20;

/** Sessions at once, and whether each is used for all of its messages. */
const ways: readonly { readonly sessions: number; readonly reuses: boolean }[] = [
  { sessions: 1, reuses: true },
  { sessions: 10, reuses: false },
  { sessions: 10, reuses: true },
  { sessions: 50, reuses: true },
];

await main();

async function main(): Promise<void> {
  const reason = missing('smtp-source');
  if (reason) throw new Error(`${reason}: it comes with Postfix`);
  const folder = await mkdtemp(join(values.folder, 'evergreen-bench-'));
  // Postfix works as users of its own, who must get through.
  await chmod(folder, 0o755);
  const contenders = [await startEvergreen(join(folder, 'evergreen'))];
  const noPostfix = missing('postfix') || notRoot;
  if (!noPostfix) contenders.push(await startPostfix(join(folder, 'postfix'), postfixPort));
  console.log(
    `${cpus().length} cores, ${cpus()[0]?.model}; ${messageBytes} octets; medians of ${values.runs} runs`,
  );
  if (noPostfix) console.log(`without Postfix: ${noPostfix}`);
  try {
    for (const way of ways) await measure(way, contenders);
  } finally {
    for (const contender of contenders) await contender.stop();
    await rm(folder, { recursive: true });
  }
}

async function measure(way: (typeof ways)[number], contenders: readonly Contender[]): Promise<void> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let run = 0; run < Number(values.runs); run++) {
    for (const contender of contenders) rates.get(contender.name)?.push(await rate(way, contender));
  }
  const texts = contenders.map(async ({ name, peakMemoryMib }) => {
    const peak = await peakMemoryMib();
    const memory = peak === undefined ? '' : ` (${peak} MiB at most so far)`;
    return `${name} ${Math.round(median(rates.get(name) ?? []))}/s${memory}`;
  });
  const sending = `${way.sessions} sessions${way.reuses ? ', reused' : ''}`;
  console.log(`${sending}: ${(await Promise.all(texts)).join(', ')}`);
}

/** From the first octet sent to the last message in the mailbox. */
async function rate({ sessions, reuses }: (typeof ways)[number], contender: Contender): Promise<number> {
  // Postfix takes a few hundred a second, and one session far less than ten.
  const messages = Math.max(sessions * 20, Math.round(Number(values.messages) / (sessions === 1 ? 5 : 1)));
  const wanted = (await contender.count()) + messages;
  const startedAt = performance.now();
  await mustRun('smtp-source', [
    ...['-s', `${sessions}`, '-l', `${messageBytes}`, '-m', `${messages}`, ...(reuses ? ['-d'] : [])],
    ...['-f', 'sender@src.test', '-t', contender.recipient, `127.0.0.1:${contender.port}`],
  ]);
  while ((await contender.count()) < wanted) await sleep(pollMs);
  return (messages / (performance.now() - startedAt)) * 1_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
