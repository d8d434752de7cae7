// usage: npm run bench -- [--runs 3] [--messages 10000] [--folder DIR]
// Messages a second that are accepted and in the mailbox, in several ways of sending; beside Postfix where it is installed and we
// are root. The contenders take turns, so that the machine's own drift is shared. What sends takes its part of the processors too.
import { mkdtemp, rm } from 'node:fs/promises';
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
const messageBytes = 4_096;
const pollMs = 50;

/** Sessions at once, and whether each is used for all of its messages. */
interface Way {
  readonly sessions: number;
  readonly reuses: boolean;
}

const ways: readonly Way[] = [1, 10, 50].flatMap((sessions) => [
  { sessions, reuses: false },
  { sessions, reuses: true },
]);

interface Result {
  /** Messages a second. */
  readonly rate: number;
  /** Processor time of a message, if that can be told. */
  readonly messageMs: number;
}

await main();

async function main(): Promise<void> {
  const reason = missing('smtp-source');
  if (reason) throw new Error(`${reason}: it comes with Postfix`);
  const folder = await mkdtemp(join(values.folder, 'evergreen-bench-'));
  const noPostfix = missing('postfix') || notRoot;
  const contenders = [await startEvergreen(folder)];
  try {
    if (noPostfix) console.log(`without Postfix: ${noPostfix}`);
    else contenders.push(await startPostfix());
    console.log(
      `${cpus().length} × ${cpus()[0]?.model}; ${messageBytes} octets; medians of ${values.runs} runs`,
    );
    for (const way of ways) await measure(way, contenders);
  } finally {
    for (const contender of contenders) await contender.stop();
    await rm(folder, { recursive: true });
  }
}

async function measure(way: Way, contenders: readonly Contender[]): Promise<void> {
  const results = new Map<Contender, Result[]>(contenders.map((each) => [each, []]));
  for (let run = 0; run < Number(values.runs); run++) {
    for (const contender of contenders) results.get(contender)?.push(await runOnce(way, contender));
  }
  const sending = `${way.sessions} sessions${way.reuses ? ', reused' : ''}`;
  for (const [contender, each] of results) {
    const rate = `${Math.round(median(each.map((result) => result.rate)))}/s`;
    const usage = await contender.usage();
    const messageMs = median(each.map((result) => result.messageMs)).toFixed(2);
    const costs = usage ? `${messageMs} ms of processor each; ${usage.peakMemoryMib} MiB at most so far` : '';
    console.log(`${sending.padEnd(20)} ${contender.name.padEnd(10)} ${rate.padStart(7)}  ${costs}`.trimEnd());
  }
}

/** From the first octet sent to the last message in the mailbox. */
async function runOnce({ sessions, reuses }: Way, contender: Contender): Promise<Result> {
  // A single session waits for the disk after each message.
  const messages = Math.max(sessions * 20, Math.round(Number(values.messages) / (sessions === 1 ? 5 : 1)));
  const wanted = (await contender.count()) + messages;
  const before = await contender.usage();
  const startedAt = performance.now();
  await mustRun('smtp-source', [
    ...['-s', `${sessions}`, '-l', `${messageBytes}`, '-m', `${messages}`, ...(reuses ? ['-d'] : [])],
    ...['-f', 'sender@src.test', '-t', contender.recipient, `127.0.0.1:${contender.port}`],
  ]);
  while ((await contender.count()) < wanted) await sleep(pollMs);
  const elapsedMs = performance.now() - startedAt;
  const processorMs = ((await contender.usage())?.processorMs ?? 0) - (before?.processorMs ?? 0);
  return { rate: (messages / elapsedMs) * 1_000, messageMs: processorMs / messages };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
