import assert from 'node:assert/strict';
import type { AccountId } from '../../accounts/accounts.ts';
import type { MailDomain } from '../../address/domain.ts';
import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { NULL_PATH, type ReversePath } from '../../address/path.ts';
import type { Verdict } from '../../authentication/verdict.ts';
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import { dayMs, type Instant, secondMs } from '../../base/instant.ts';
import type { Log, LogFields, Random } from '../../base/ports.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import type { Notify } from '../../envelope/dsn-parameters.ts';
import { type Addressee, planAcceptance } from '../../queue/initial.ts';
import type { Origin, QueuedMessage, QueueId, Recipient } from '../../queue/message.ts';
import type { NoticeCaps } from '../../queue/notice-caps.ts';
import { queueIdMaker } from '../../queue/queue-id.ts';
import { type QueueStore, StoreError } from '../../queue/queue-store.ts';
import { defaultRetrySchedule, expiryOf } from '../../queue/retry-schedule.ts';
import { address, noon, relayed, relayIn, submission } from '../../queue/testing/samples.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import type { QueueEvent } from '../events.ts';
import type { QueueLimits } from '../limits.ts';
import { QueueManager } from '../manager.ts';
import { Reporter } from '../reporter.ts';
import { Suppressor } from '../suppressor.ts';
import type { QueueWorld } from '../world.ts';
import { report, ScriptedTransport } from './scripted-transport.ts';

export interface Mail {
  readonly from?: ReversePath;
  readonly to?: readonly string[];
  readonly notify?: Notify;
  readonly origin?: Origin;
  readonly text?: string;
  /** Another host brought it, and the domain of the sender vouches for that host. */
  readonly isProven?: boolean;
  /** Of those in `to`, the aliases, and where they lead. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** Who is responsible for all of them. */
  readonly owner?: string;
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

/** As low as may be, and all of them different. */
export const testCaps: NoticeCaps = { perAddressMax: 3, perDomainMax: 5, inAllMax: 8, postmasterMax: 20 };

const testLimits: QueueLimits = {
  attemptsMax: 100,
  destinationAttemptsMax: 20,
  historyKeptMs: 30 * dayMs,
  undeliverableKeptMs: 20 * dayMs,
};

/** A queue manager in a world of its own: its clock moves by hand, its store forgets, its transport does as it is told. */
export class TestQueue {
  readonly clock = new VirtualClock(noon);
  readonly data = createMemoryStore();
  /** Relays everything at once, until it is told otherwise. */
  readonly transport = new ScriptedTransport(this.clock, (job) => report(job, relayed(true)));
  readonly events: QueueEvent[] = [];
  readonly logged: LogLine[] = [];
  /** Addresses of ours, by mailboxKey. */
  readonly addressees = new Map<string, Addressee>();
  readonly nextQueueId: () => QueueId;
  world: QueueWorld;
  manager: QueueManager;
  #store: MortalStore;

  constructor(
    limits: Partial<QueueLimits> = {},
    store: (queue: QueueStore) => QueueStore = (queue) => queue,
  ) {
    const random = seededRandom(7);
    const { clock, transport } = this;
    this.nextQueueId = queueIdMaker(clock, random);
    this.#store = mortal(store(this.data.queue));
    const common = {
      clock,
      log: this.#log({}),
      store: this.#store.store,
      nextQueueId: this.nextQueueId,
      findAddressee: async (to: MailboxAddress) => this.#findAddressee(to),
    };
    const reporter = new Reporter({
      ...common,
      store: this.data.queue,
      hostname: 'mx.springfield.test',
      postmaster: address('postmaster@springfield.test'),
      schedule: defaultRetrySchedule,
      returnBytesMax: 10_000,
      languageOf: async () => undefined,
      defaultLanguage: 'en',
      hidesAliasTargets: false,
      caps: testCaps,
    });
    this.world = {
      ...common,
      random,
      undeliverable: this.data.undeliverable,
      suppressor: new Suppressor({ log: common.log, store: this.data.suppressions, keptMs: dayMs }),
      transport,
      writeReports: (reports) => reporter.write(reports),
      rules: { schedule: defaultRetrySchedule, isTrusted: () => false, givesAllClear: true },
      limits: { ...testLimits, ...limits },
      onEvent: (event) => this.events.push(event),
    };
    this.manager = new QueueManager(this.world);
  }

  /** Springfield has three mailboxes, and the manager runs. */
  static async open(
    limits?: Partial<QueueLimits>,
    store?: (queue: QueueStore) => QueueStore,
  ): Promise<TestQueue> {
    const queue = new TestQueue(limits, store);
    for (const name of ['homer', 'marge', 'postmaster']) await queue.addMailbox(name);
    await queue.manager.start();
    return queue;
  }

  async addMailbox(name: string): Promise<void> {
    const mailbox = address(`${name}@springfield.test`);
    const account = { id: name as AccountId, address: mailbox, createdAt: noon };
    assert.equal(await this.data.accounts.addAccount(account, undefined), 'added');
    this.addressees.set(mailboxKey(mailbox), { kind: 'local', account: name });
  }

  /** Another process after this one died: whatever the old manager still does, nothing of it is written. */
  async restart(): Promise<void> {
    this.#store.die();
    void this.manager.stop(0);
    this.#store = mortal(this.#store.inner);
    this.world = { ...this.world, store: this.#store.store };
    this.manager = new QueueManager(this.world);
    await this.manager.start();
    await this.clock.pass(0);
  }

  /** Accepts a message, and wakes the manager. */
  async send(mail: Mail = {}): Promise<QueueId> {
    const queueId = this.nextQueueId();
    const { to = ['krusty@krustylu.test'], text = 'Subject: Hello\r\n\r\nHi!\r\n' } = mail;
    const content = fromUtf8(text);
    const returnPath = fromUtf8('Return-Path: <the-sender>\r\n');
    const message = this.#message(queueId, mail, content.length, returnPath.length);
    const parameters = mail.notify === undefined ? {} : { notify: mail.notify };
    const accepted = to.map((each) => ({
      address: address(each),
      parameters,
      addressee: addresseeIn(mail.aliases?.[each], each, mail.owner),
    }));
    const { recipients, deliveries } = planAcceptance(message, accepted, () => false);
    const blob = { kind: 'bytes' as const, bytes: concat([returnPath, content]) };
    await this.data.queue.accept([{ message, content: blob, recipients, deliveries }]);
    this.manager.wake();
    return queueId;
  }

  async recipients(queueId: QueueId): Promise<readonly Recipient[]> {
    const record = await this.data.queue.find(queueId);
    assert(record);
    return record.recipients;
  }

  /** How each recipient stands: the kind of its state, or of its outcome. */
  async standing(queueId: QueueId): Promise<string[]> {
    const recipients = await this.recipients(queueId);
    return recipients.map(({ state }) => (state.kind === 'settled' ? state.outcome.kind : state.kind));
  }

  /** The texts in a mailbox. */
  async inbox(account: string): Promise<string[]> {
    const entries = await this.data.mailboxes.listInbox(account);
    return Promise.all(
      entries.map(async ({ uid }) => {
        const content = await this.data.mailboxes.readMessage(account, uid);
        assert(content);
        return utf8(await collect(content));
      }),
    );
  }

  /** The lines of a level or above. */
  complaints(): string[] {
    return this.logged.filter(({ level }) => level === 'warn' || level === 'error').map(({ event }) => event);
  }

  #message(queueId: QueueId, mail: Mail, sizeBytes: number, returnPathBytes: number): QueuedMessage {
    const { from = address('homer@springfield.test'), isProven = false } = mail;
    const { origin = isProven ? relayIn : submission } = mail;
    const arrivedAt = this.clock.now();
    return {
      queueId,
      envelope: { reversePath: from, body: '7bit', smtpUtf8: false },
      origin: from === NULL_PATH && origin === submission ? { kind: 'relay-in' } : origin,
      ...(isProven && from !== NULL_PATH && { verdict: provenBy(from.domain) }),
      arrivedAt,
      expiresAt: expiryOf(defaultRetrySchedule, from, arrivedAt),
      sizeBytes,
      returnPathBytes,
      facts: { is8bit: false, isHeaderUtf8: false },
    };
  }

  #findAddressee(to: MailboxAddress): Addressee | { readonly kind: 'unknown' } {
    const known = this.addressees.get(mailboxKey(to));
    if (known) return known;
    return to.domain === 'springfield.test'
      ? { kind: 'unknown' }
      : { kind: 'remote', destination: to.domain };
  }

  #log(common: LogFields): Log {
    const at =
      (level: LogLine['level']) =>
      (event: string, fields: LogFields = {}) => {
        this.logged.push({ level, event, fields: { ...common, ...fields } });
      };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      with: (fields) => this.#log({ ...common, ...fields }),
    };
  }
}

interface MortalStore {
  readonly inner: QueueStore;
  readonly store: QueueStore;
  readonly die: () => void;
}

/** A store as one process has it: when the process is dead, nothing gets through. */
function mortal(inner: QueueStore): MortalStore {
  let isDead = false;
  const store = new Proxy(inner, {
    get: (target, name) => {
      const verb: unknown = Reflect.get(target, name);
      if (isDead) throw new StoreError('this process is dead');
      return typeof verb === 'function' ? verb.bind(target) : verb;
    },
  });
  const die = () => {
    isDead = true;
  };
  return { inner, store, die };
}

export async function collect(content: AsyncIterable<Bytes>): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of content) pieces.push(piece);
  return concat(pieces);
}

/** The same numbers in each run (a linear congruential generator; the constants are those of Numerical Recipes). */
export function seededRandom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)),
    below: (bound) => Math.floor(next() * bound),
  };
}

/** Seconds from noon on. */
export const secondsAfterNoon = (at: Instant): number => (at - noon) / secondMs;

function addresseeIn(targets: readonly string[] | undefined, text: string, owner?: string): Addressee {
  const leaf = (each: string) => ({ kind: 'remote' as const, destination: address(each).domain });
  if (!targets) return leaf(text);
  return {
    kind: 'alias',
    targets: targets.map((each) => ({
      address: address(each),
      addressee: leaf(each),
      ...(owner !== undefined && { owner: address(owner) }),
    })),
  };
}

const provenBy = (domain: MailDomain): Verdict => ({
  spf: { result: 'pass', domain, identity: 'mailfrom' },
  dkim: [],
  arc: 'none',
  dmarc: { result: 'none' },
});
