import { Authenticator } from '../../accounts/authenticator.ts';
import { quickCredentials } from '../../accounts/testing/directory.ts';
import { countingRandom, quickHasher, recordingLog } from '../../accounts/testing/doubles.ts';
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { signId, signingKey } from '../../dsn/correlate/signature.ts';
import { BadTargets } from '../../policy/bad-targets.ts';
import { MemoryBudget, SessionCounter } from '../../policy/limits.ts';
import { QuotaGauge } from '../../policy/quota.ts';
import { testForwardPaths } from '../../policy/testing/forward-paths.ts';
import { testReturnPaths } from '../../policy/testing/return-paths.ts';
import { populate, springfield } from '../../policy/testing/springfield.ts';
import { queueIdMaker } from '../../queue/queue-id.ts';
import type { MessageRecord } from '../../queue/queue-store.ts';
import { defaultRetrySchedule } from '../../queue/retry-schedule.ts';
import { noon } from '../../queue/testing/samples.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import type { SessionFacts } from '../session-facts.ts';
import type { ReceptionWorld } from '../world.ts';
import { Visit } from './visit.ts';
import { WatchedSpool } from './watched-spool.ts';

/** What the reception signs with. */
export const testKey = signingKey(fromUtf8('the key by which the test signs'.padEnd(32)));

const memoryBytes = 4 * 1024 * 1024;

/** A message as a mailbox holds it. */
export interface Letter {
  readonly content: string;
  readonly queueId: string;
}

/** A reception at noon, with a store in memory. Homer and Marge live here; their password is `donut`. */
export class TestReception {
  readonly clock = new VirtualClock(noon);
  readonly log = recordingLog();
  readonly store = createMemoryStore();
  readonly spool = new WatchedSpool(this.store.spool);
  readonly memory = new MemoryBudget(memoryBytes);
  readonly badTargets = new BadTargets(this.clock, 100);
  readonly sessions = new SessionCounter({ sessionsMax: 3, sessionsPerAddressMax: 2 });
  readonly random = countingRandom();
  /** How often something was said to be due. */
  wakes = 0;
  world: ReceptionWorld;

  constructor() {
    const { clock, log, store, random } = this;
    this.world = {
      clock,
      random,
      log,
      hostname: springfield.primary,
      ours: springfield,
      directory: store.accounts,
      quotas: new QuotaGauge(clock, async (account) => (await store.mailboxes.usage(account)).bytes),
      returnPaths: testReturnPaths(),
      forwardPaths: testForwardPaths(),
      badTargets: this.badTargets,
      forwardOf: async () => undefined,
      queue: store.queue,
      spool: this.spool,
      memory: this.memory,
      sessions: this.sessions,
      contentBytesMax: 100_000,
      quotaBytes: 1_000_000,
      destinationOf: ({ domain }) => `to ${domain}`,
      isTrusted: () => false,
      nextQueueId: queueIdMaker(clock, random),
      sign: (id, purpose) => signId(id, purpose, testKey),
      schedule: defaultRetrySchedule,
      writeReports: async () => [],
      readNotice: async () => ({ heard: [] }),
      bounces: { unproven: 'file', forged: 'refuse', surgeRefusal: 'temporary' },
      shield: { meet: async () => 'usual' },
      tagLedger: { count: () => {} },
      authenticator: new Authenticator({
        directory: store.accounts,
        hasher: quickHasher,
        clock,
        random,
        log,
        secret: fromUtf8('a secret of the test'),
        defaultDomain: springfield.primary,
      }),
      wake: () => {
        this.wakes += 1;
      },
    };
  }

  /** @param change replaces parts of the world */
  static async open(change: Partial<ReceptionWorld> = {}): Promise<TestReception> {
    const reception = new TestReception();
    reception.world = { ...reception.world, ...change };
    const { accounts } = reception.store;
    await populate(accounts, ['homer', 'marge', 'postmaster']);
    for (const account of await accounts.listAccounts()) {
      if (account.address.localPart !== 'postmaster')
        await accounts.setCredentials(account.id, await quickCredentials('donut'));
    }
    return reception;
  }

  async alias(name: string, ...targets: string[]): Promise<void> {
    await populate(this.store.accounts, [], { [name]: targets });
  }

  /** A host or mail program that comes in. */
  visit(facts: Partial<SessionFacts> = {}): Visit {
    return new Visit(this.world, facts);
  }

  /** Somebody who has logged in. */
  async visitOf(person: string): Promise<Visit> {
    const visit = this.visit({ greetingName: '[192.0.2.77]', tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384' });
    await visit.logIn(person, 'donut');
    return visit;
  }

  async inbox(person: string): Promise<readonly Letter[]> {
    const account = `${person}@springfield.test`;
    const entries = await this.store.mailboxes.listInbox(account);
    return await Promise.all(
      entries.map(async ({ uid, queueId }) => ({
        content: utf8(await collect(await this.store.mailboxes.readMessage(account, uid))),
        queueId,
      })),
    );
  }

  /** All messages that were accepted, the oldest first. */
  async messages(): Promise<readonly MessageRecord[]> {
    return await this.store.queue.list({ which: 'all', limit: 1_000 });
  }

  /** What is relayed of a message that waits. */
  async content({ message }: MessageRecord): Promise<Bytes> {
    return await collect(this.store.queue.readContent(message.queueId, message.returnPathBytes));
  }
}

async function collect(pieces: AsyncIterable<Bytes> | undefined): Promise<Bytes> {
  const all: Bytes[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  return concat(all);
}
