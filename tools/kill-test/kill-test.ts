/** Kills a server under load again and again, and sees after each restart whether every promise was kept. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askServer } from '../../src/server/control.ts';
import { loopback, type Ports, writeConfig } from '../testbed/config.ts';
import { ServerProcess } from '../testbed/server-process.ts';
import { waitUntil } from '../testbed/wait.ts';
import { type Balance, balance, keyOf } from './books.ts';
import { Chance } from './chance.ts';
import { idOfMessageId, type Letter } from './letter.ts';
import { LoadClient, people } from './load.ts';
import { Maildrop } from './maildrop.ts';
import { Remote, remoteDomain } from './remote.ts';

export interface KillTestOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly seed: number;
  /** When the server gives up on a recipient that is deferred again and again. */
  readonly giveUpSeconds: number;
  readonly print: (line: string) => void;
}

export interface Verdict extends Balance {
  readonly kills: number;
  readonly promised: number;
  /** Errors in the server's log. */
  readonly errors: readonly string[];
}

/** What the killer waits for. Who strikes at start-up strikes again a while later. */
const occasions = ['a while', 'start-up', 'a promise', 'a relay'] as const;
const lifeMsMax = 1_500;
const startUpMsMax = 500;
/** A promise or a relay is awaited that long; then the server is killed all the same. */
const patienceMs = 3_000;
/** A strike after an event: at once, or a moment later. */
const delayMsMax = 4;

const clientsOfEachKind = 4;
const hangUpPercent = 10;
const password = 'doughnut with holes';
const faultsShownMax = 10;

/** @throws Error if the server says what it should not, or the queue does not empty itself */
export async function runKillTest(options: KillTestOptions): Promise<Verdict> {
  const test = new KillTest(options);
  try {
    return await test.run();
  } finally {
    await test.close();
  }
}

class KillTest {
  readonly #options: KillTestOptions;
  readonly #chance: Chance;
  readonly #remote: Remote;
  readonly #letters = new Map<string, Letter>();
  readonly #maildrops = people.map((person) => new Maildrop(person, password));
  readonly #clients: readonly LoadClient[];
  readonly #kills: number[] = [];
  readonly #settledAt = new Map<string, number>();
  readonly #errors: string[] = [];
  #server: ServerProcess | undefined;
  #configPath = '';
  /** Resolves when clients may send. */
  #open = Promise.withResolvers<Ports>();
  #isOpen = false;
  #onPromise: () => void = () => {};

  constructor(options: KillTestOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
    this.#remote = new Remote(this.#chance.fork(), hangUpPercent);
    const world = {
      accounts: people,
      password,
      letters: this.#letters,
      ports: () => this.#open.promise,
      onPromise: () => this.#onPromise(),
    };
    this.#clients = Array.from({ length: 2 * clientsOfEachKind }, (_, i) => {
      const isSubmitter = i % 2 === 0;
      return new LoadClient(
        world,
        `${isSubmitter ? 'submitted' : 'received'}-${i}`,
        isSubmitter,
        this.#chance.fork(),
      );
    });
  }

  async run(): Promise<Verdict> {
    await this.#prepare();
    const load = Promise.all(this.#clients.map((client) => client.run()));
    // An error of a client ends the round that waits for it, too.
    const orLoadFails = <T>(work: Promise<T>): Promise<T> => Promise.race([work, load.then(() => work)]);
    for (let round = 1; round <= this.#options.rounds; round++) {
      const found = await orLoadFails(this.#round(round));
      if (found.faults.length > 0) break;
    }
    for (const client of this.#clients) client.stop();
    this.#openDoors(await this.#start());
    await load;
    return await this.#drain();
  }

  async close(): Promise<void> {
    this.#remote.close();
    await this.#server?.kill();
  }

  async #prepare(): Promise<void> {
    const { folder, giveUpSeconds } = this.#options;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const port = await this.#remote.listen();
    this.#configPath = await writeConfig(folder, {
      'relay.routes': { [remoteDomain]: `${loopback}:${port}` },
      retry: {
        ...{ delays: ['1s', '1s'], later_from: '1s', later_to: '2s' },
        ...{ give_up_after: `${giveUpSeconds}s`, give_up_notices_after: `${giveUpSeconds}s` },
      },
    });
    await this.#start();
    for (const address of people) await this.#ask('account.add', { address, password });
    await this.#strike();
  }

  async #round(round: number): Promise<Balance> {
    const occasion = this.#chance.pick(occasions);
    if (occasion === 'start-up') {
      // It may not live to be ready.
      this.#start().catch(() => {});
      await sleep(this.#chance.below(startUpMsMax));
      await this.#strike();
    }
    const ports = await this.#start();
    const found = await this.#look(ports);
    this.#report(round, occasion, found);
    this.#openDoors(ports);
    if (occasion === 'a promise' || occasion === 'a relay') await this.#awaitEvent(occasion);
    else await sleep(this.#chance.below(lifeMsMax));
    await this.#strike();
    return found;
  }

  /** Waits for the n-th event of a kind from now, and some milliseconds more. */
  async #awaitEvent(occasion: 'a promise' | 'a relay'): Promise<void> {
    let left = 1 + this.#chance.below(100);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      const onEvent = () => {
        if (--left > 0) return;
        clearTimeout(timer);
        resolve();
      };
      if (occasion === 'a promise') this.#onPromise = onEvent;
      else this.#remote.onRelay = onEvent;
    });
    const delayMs = this.#chance.below(delayMsMax);
    if (delayMs > 0) await sleep(delayMs);
    this.#onPromise = () => {};
    this.#remote.onRelay = () => {};
  }

  async #start(): Promise<Ports> {
    this.#server = new ServerProcess(this.#configPath);
    this.#server.onLine = ({ recipient, outcome }) => {
      if (recipient === undefined || outcome !== 'relayed' || this.#settledAt.has(recipient)) return;
      this.#settledAt.set(recipient, performance.now());
    };
    return await this.#server.ready;
  }

  async #strike(): Promise<void> {
    this.#closeDoors();
    this.#kills.push(performance.now());
    await this.#server?.kill();
    this.#errors.push(...(this.#server?.errors ?? []));
  }

  #openDoors(ports: Ports): void {
    this.#isOpen = true;
    this.#open.resolve(ports);
  }

  /** Clients that wait already go on waiting for the same. */
  #closeDoors(): void {
    if (this.#isOpen) this.#open = Promise.withResolvers();
    this.#isOpen = false;
  }

  /** Takes stock, in the order of a letter's way. */
  async #look(ports: Ports): Promise<Balance> {
    const queued = await this.#queued();
    const relays = [...this.#remote.relays];
    for (const maildrop of this.#maildrops) await maildrop.look(ports.pop3s);
    const history = { kills: this.#kills, settledAt: this.#settledAt };
    return balance(this.#letters, { queued, relays, maildrops: this.#maildrops, ...history });
  }

  async #queued(): Promise<Set<string>> {
    const { messages } = (await this.#ask('queue.list', { limit: 100_000 })) as QueueList;
    const waiting = messages.flatMap(({ messageId = '', recipients }) =>
      recipients
        .filter(({ state }) => state !== 'settled')
        .map(({ address }) => keyOf(idOfMessageId(messageId), address)),
    );
    return new Set(waiting);
  }

  /** Lets the queue become empty, and takes stock for the last time. */
  async #drain(): Promise<Verdict> {
    await this.#strike();
    const ports = await this.#start();
    const drainMs = 4 * this.#options.giveUpSeconds * 1_000;
    await waitUntil('empty queue', async () => (await this.#queued()).size === 0 || undefined, drainMs);
    const found = await this.#look(ports);
    const faults = [...found.faults];
    const code = await this.#server?.stop();
    if (code !== 0) faults.push(`the server ended with ${code} when it was told to stop`);
    this.#errors.push(...(this.#server?.errors ?? []));
    return { ...found, faults, kills: this.#kills.length, promised: this.#promised(), errors: this.#errors };
  }

  async #ask(operation: string, args: unknown): Promise<unknown> {
    const answer = await askServer(join(this.#options.folder, 'data'), operation, args);
    if (!answer) throw new Error('the server has gone');
    return answer.result;
  }

  #promised(): number {
    return [...this.#letters.values()].filter(({ fate }) => fate === 'promised').length;
  }

  #report(round: number, occasion: string, found: Balance): void {
    const { delivered, relayed, reported, queued, excusedTwice, faults } = found;
    const figures = { promised: this.#promised(), delivered, relayed, reported, queued, excusedTwice };
    const words = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
    this.#options.print(`${String(round).padStart(4)}  ${words.join(', ')}; next kill: after ${occasion}`);
    for (const fault of faults.slice(0, faultsShownMax)) this.#options.print(`      ${fault}`);
  }
}

interface QueueList {
  readonly messages: readonly {
    readonly messageId?: string;
    readonly recipients: readonly { readonly address: string; readonly state: string }[];
  }[];
}
