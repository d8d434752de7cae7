/**
 * How fast the SQLite store is, on a folder of this machine's disk: `node bench/storage.ts [folder]`.
 * Each figure comes with the processor time of this thread and of the whole process, since the server has to share the machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Acceptance, ClaimRequest } from '../src/queue/queue-store.ts';
import {
  acceptance,
  account,
  claimRequest,
  operatorEntry,
  relayed,
  settlement,
  t,
} from '../src/storage/conformance/fixtures.ts';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import type { Store } from '../src/storage/store.ts';

const messageBytes = 4 * 1024;
const senders = 100;
const accounts = 20;

let number = 0;

async function withStore(bench: (store: Store) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(parent, 'evergreen-bench-'));
  const store = await openSqliteStore(folder);
  try {
    for (let i = 0; i < accounts; i++) await store.accounts.addAccount(account(`a${i}`), undefined);
    await bench(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

/** Accepted and in a mailbox, as when each session sends its next message after its 250. */
async function benchLocal({ queue }: Store, sessions: number): Promise<void> {
  const send = () => queue.accept([local()]);
  await inParallel(sessions, 2_000, send);
  await measure(`accept into a mailbox, ${sessions} sessions`, 20_000, () =>
    inParallel(sessions, 20_000, send),
  );
}

/** The whole way of a message that is relayed: accepted, claimed, settled. */
async function benchRelay({ queue }: Store, sessions: number): Promise<void> {
  const send = async () => {
    await queue.accept([remote()]);
    const [claim] = await queue.claimDue(request({ claimsMax: 1 }));
    if (claim) await queue.commit(settlement(claim, { outcome: relayed }));
  };
  await measure(`accept, claim, settle, ${sessions} at a time`, 10_000, () =>
    inParallel(sessions, 10_000, send),
  );
}

/** Contents in the database beside contents in files: at the border (inlineContentBytesMax) neither is much better off. */
async function benchSizes({ queue, spool }: Store): Promise<void> {
  for (const kib of [16, 32, 64, 128]) {
    const body = Buffer.alloc(kib * 1_024 - 100, 'x');
    const count = Math.ceil(20_000 / kib);
    const asBytes = () => queue.accept([local(body)]);
    const asFile = async () => {
      const accepted = local(body);
      const file = await spool.open();
      if (accepted.content.kind === 'bytes') await file.write(accepted.content.bytes);
      await queue.accept([{ ...accepted, content: await file.finish() }]);
    };
    await measure(`${kib} KiB as octets`, count, () => inParallel(10, count, asBytes));
    await measure(`${kib} KiB as a file`, count, () => inParallel(10, count, asFile));
  }
}

/** What the verbs cost when much is waiting: nothing of it due, then all of it, then all of it to an excepted destination. */
async function benchDepth(store: Store, depth: number): Promise<void> {
  const { queue } = store;
  const fill = () => queue.accept(Array.from({ length: 100 }, () => remote(1_000)));
  await measure(`fill the queue with ${depth}`, depth, () => inParallel(1, depth / 100, fill));
  const times = 200;
  const claim = (more: Partial<ClaimRequest>) => () => queue.claimDue(request(more));
  const repeat = (what: string, action: () => Promise<unknown>, count = times) =>
    measure(what, count, () => inParallel(1, count, action));
  await repeat('claimDue, nothing due', claim({ now: t(10) }));
  await repeat('nextDue', () => queue.nextDue({}));
  await repeat('statistics', () => queue.statistics());
  await repeat('list, 50 of the queue', () => queue.list({ which: 'queue', limit: 50 }));
  const filter = { which: 'queue', destination: 'd7.test', limit: 50 } as const;
  await repeat('list, 50 of a destination', () => queue.list(filter));
  await repeat('list, 50 of an address', () => queue.list({ ...filter, address: 'krusty@d7.test' }));
  const everything = Array.from({ length: 100 }, (_, i) => `d${i}.test`);
  await repeat('first claimDue, all due', claim({ now: t(2_000), claimsMax: 1 }), 1);
  await repeat('claimDue of 10, all due', claim({ now: t(2_000) }));
  await repeat(
    'claimDue, all due and excepted',
    claim({ now: t(2_000), except: { destinations: everything } }),
  );
  await repeat('nextDue, all due and excepted', () => queue.nextDue({ destinations: everything }));
  await repeat('hold everything', () => queue.setHeld('all', true, operatorEntry('hold')), 1);
  await repeat('release everything', () => queue.setHeld('all', false, operatorEntry('release')), 1);
  await repeat('releaseExpired, all', () => queue.releaseExpired(undefined), 1);
}

const request = (more: Partial<ClaimRequest>): ClaimRequest =>
  claimRequest({ now: t(1_000), leaseUntil: t(9_000), ...more });

function local(body = Buffer.alloc(messageBytes, 'x')): Acceptance {
  const name = `a${number % accounts}`;
  return acceptance({
    number: ++number,
    from: sender(),
    to: [{ address: `${name}@springfield.test`, account: name }],
    body,
  });
}

/** 100 senders by 100 destinations: 10,000 lanes. */
function remote(due = 0): Acceptance {
  const destination = `d${Math.floor(++number / senders) % 100}.test`;
  const body = Buffer.alloc(messageBytes, 'x');
  return acceptance({ number, from: sender(), to: [{ address: `krusty@${destination}`, due }], body });
}

const sender = (): string => `homer@s${number % senders}.test`;

async function inParallel(lanes: number, count: number, action: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await action();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function measure(what: string, count: number, action: () => Promise<void>): Promise<void> {
  const thread = process.threadCpuUsage();
  const whole = process.cpuUsage();
  const start = performance.now();
  await action();
  const elapsedMs = performance.now() - start;
  const [here, all] = [process.threadCpuUsage(thread), process.cpuUsage(whole)];
  const each = (micros: number) => `${Math.round(micros / count)} µs`.padStart(10);
  const rate = Math.round((count / elapsedMs) * 1_000);
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
  console.log(
    `${what.padEnd(40)}${String(rate).padStart(8)}/s${each(elapsedMs * 1_000)} each; processor:${each(here.user + here.system)} here,` +
      `${each(all.user + all.system)} in all; ${rss} MiB`,
  );
}

const parent = process.argv[2] ?? tmpdir();
for (const sessions of [10, 50]) await withStore((store) => benchLocal(store, sessions));
for (const sessions of [10, 50]) await withStore((store) => benchRelay(store, sessions));
await withStore(benchSizes);
await withStore((store) => benchDepth(store, 100_000));
