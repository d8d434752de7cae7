// usage: node bench/refusal.ts [--seconds 5] [--folder DIR]
// How many recipients that do not exist one core refuses in a second, in several ways of asking. The server is a process of its own
// with its ordinary log; what counts is its processor time, of all its threads, and not what we take who ask.
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loopback, ourDomain, writeConfig } from '../tools/testbed/config.ts';
import { ServerProcess } from '../tools/testbed/server-process.ts';
import { usageOf } from './usage.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, folder: { type: 'string', default: tmpdir() } },
});

interface Way {
  readonly name: string;
  /** RCPT commands in one session, under what makes a client a harvester. */
  readonly perSession: number;
  /** RCPT commands that are sent before their replies are read. */
  readonly atOnce: number;
}

const ways: readonly Way[] = [
  { name: 'a session for each', perSession: 1, atOnce: 1 },
  { name: '10 in a session, one by one', perSession: 10, atOnce: 1 },
  { name: '900 in a session, one by one', perSession: 900, atOnce: 1 },
  { name: '900 in a session, 50 at once', perSession: 900, atOnce: 50 },
];
const sessions = 20;
const refusal = '550 5.1.1';

let asked = 0;
const nobody = () => `nobody${(asked++).toString(36)}@${ourDomain}`;

async function main(): Promise<void> {
  const folder = await mkdtemp(join(values.folder, 'evergreen-bench-'));
  const server = new ServerProcess(await writeConfig(folder));
  try {
    const { mx } = await server.ready;
    console.log(`${cpus().length} × ${cpus()[0]?.model}; ${sessions} sessions; ${values.seconds} s each`);
    await run({ name: 'warming up', perSession: 100, atOnce: 10 }, mx, 2);
    for (const way of ways) await measure(way, mx, server.pid);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

async function measure(way: Way, port: number, pid: number): Promise<void> {
  const before = await usageOf(pid);
  const startedAt = performance.now();
  const refused = await run(way, port, Number(values.seconds));
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await usageOf(pid);
  const processorMs = (after?.processorMs ?? Number.NaN) - (before?.processorMs ?? Number.NaN);
  const each = ((processorMs * 1_000) / refused).toFixed(0);
  const perCore = Math.round(refused / (processorMs / 1_000));
  const rate = Math.round(refused / seconds);
  console.log(
    `${way.name.padEnd(30)} ${`${rate}/s`.padStart(8)}  ${each} µs of processor each: ${perCore}/s per core`,
  );
}

/** @returns how many were refused */
async function run(way: Way, port: number, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1_000;
  let refused = 0;
  const work = async () => {
    while (performance.now() < end) {
      await session(way, port);
      refused += way.perSession;
    }
  };
  await Promise.all(Array.from({ length: sessions }, work));
  return refused;
}

async function session({ perSession, atOnce }: Way, port: number): Promise<void> {
  const talk = new Lines(connect({ host: loopback, port, noDelay: true }));
  await talk.replies(1);
  await talk.ask('EHLO bench.test');
  await talk.ask('MAIL FROM:<victim@elsewhere.test>');
  for (let sent = 0; sent < perSession; sent += atOnce) {
    const replies = await talk.ask(...Array.from({ length: atOnce }, () => `RCPT TO:<${nobody()}>`));
    if (!replies.every((reply) => reply.startsWith(refusal))) throw new Error(replies.join('\n'));
  }
  talk.end();
}

/** The least that can be done to ask: the client shall not be what is measured. */
class Lines {
  readonly #socket: Socket;
  #text = '';
  #news = Promise.withResolvers<void>();

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', (error) => this.#news.reject(error));
    socket.on('data', (bytes) => {
      this.#text += bytes.toString('latin1');
      this.#news.resolve();
    });
  }

  ask(...lines: string[]): Promise<readonly string[]> {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
    return this.replies(lines.length);
  }

  /** The last lines of so many replies. */
  async replies(count: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (;;) {
      const lines = this.#text.split('\r\n');
      this.#text = lines.pop() ?? '';
      found.push(...lines.filter((line) => line[3] === ' '));
      if (found.length >= count) return found;
      await this.#news.promise;
      this.#news = Promise.withResolvers();
    }
  }

  end(): void {
    this.#socket.end('QUIT\r\n');
  }
}

await main();
