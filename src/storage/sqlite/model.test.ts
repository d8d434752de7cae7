import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Uid } from '../../mailbox/mailbox-store.ts';
import { senderKey } from '../../queue/message.ts';
import type { Claim } from '../../queue/queue-store.ts';
import {
  acceptance,
  account,
  attemptEntry,
  claimRequest,
  failed,
  heard,
  lease,
  operatorEntry,
  queueId,
  relayed,
  settlement,
  t,
} from '../conformance/fixtures.ts';
import { createMemoryStore } from '../memory/store.ts';
import type { Store } from '../store.ts';
import { assertBooksBalance } from './testing/books.ts';
import { inProcessStore, openInProcess } from './testing/in-process.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

/** What a step knows of the steps before it. */
interface World {
  now: number;
  messages: number;
  readonly claims: Claim[];
}

/** One verb, done alike to each store. Answers what the store says. */
type Step = (store: Store, world: World) => Promise<unknown>;

const senders = ['homer@springfield.test', 'moe@shelbyville.test', '<>'];
const senderKeys = senders.map((from) => senderKey(acceptance({ number: 1, from }).message));
const destinations = ['x.test', 'y.test', 'z.test'];
const accounts = ['homer', 'marge'];

const recipient = fc.record({
  destination: fc.constantFrom(...destinations),
  delay: fc.nat(40),
  held: fc.boolean(),
  account: fc.option(fc.constantFrom(...accounts), { nil: undefined, freq: 3 }),
});

const news = fc.record({
  about: fc.nat(20),
  of: fc.subarray([0, 1, 2]),
  action: fc.constantFrom('failed', 'delayed', 'delivered'),
});

const accept = fc
  .record({
    from: fc.constantFrom(...senders),
    to: fc.array(recipient, { minLength: 1, maxLength: 4 }),
    news: fc.option(news, { nil: undefined }),
  })
  .map(
    ({ from, to, news: said }): Step =>
      ({ queue }, world) => {
        const number = ++world.messages;
        const recipients = to.map(({ destination, delay, held, account: name }, i) => ({
          address: `r${i}@${destination}`,
          due: world.now + delay,
          held,
          ...(name === undefined ? {} : { account: name }),
        }));
        const accepted = acceptance({ number, from, to: recipients });
        if (!said) return queue.accept([accepted]);
        return queue.accept([{ ...accepted, heard: [heard(said.about, said.of, said.action, world.now)] }]);
      },
  );

const claimDue = fc
  .record({
    claimsMax: fc.nat(4),
    recipientsMax: fc.integer({ min: 1, max: 3 }),
    except: fc.record({ destinations: fc.subarray(destinations), senders: fc.subarray(senderKeys) }),
  })
  .map(
    (request): Step =>
      async ({ queue }, world) => {
        let made = 0;
        const leaseId = () => `lease-${world.now}-${++made}`;
        const claims = await queue.claimDue(
          claimRequest({ ...request, now: t(world.now), leaseUntil: t(world.now + 30), leaseId }),
        );
        world.claims.push(...claims);
        return claims;
      },
  );

const claimMessage = fc.record({ number: fc.nat(20), index: fc.nat(4) }).map(
  ({ number, index }): Step =>
    async ({ queue }, world) => {
      const which = index === 4 ? 'all' : [index];
      const at = t(world.now);
      const claim = await queue.claimMessage(queueId(number), which, at, lease(`op-${at}`, at + 30));
      if (claim) world.claims.push(claim);
      return claim;
    },
);

const commit = fc.record({ which: fc.nat(5), end: fc.nat(3), keeps: fc.boolean() }).map(
  ({ which, end, keeps }): Step =>
    async ({ queue }, world) => {
      const claim = keeps ? world.claims.at(which) : world.claims.splice(which, 1)[0];
      if (!claim) return undefined;
      const ends = [
        { due: world.now + 25 },
        { outcome: relayed, at: world.now },
        { outcome: failed, at: world.now },
      ];
      const history = [attemptEntry(claim.message.queueId, world.now)];
      const deliveries = claim.recipients.map(({ index }) => ({ account: 'homer', recipient: index }));
      const delivered = { outcome: { kind: 'delivered' }, at: world.now } as const;
      const chosen = ends[end];
      return queue.commit(
        chosen
          ? settlement(claim, chosen, { history })
          : settlement(claim, delivered, { history, deliveries }),
      );
    },
);

const lapse: fc.Arbitrary<Step> = fc.boolean().map(
  (isStart): Step =>
    ({ queue }, { now }) =>
      queue.releaseExpired(isStart ? undefined : t(now)),
);

const selection = fc.oneof(
  fc.constant('all' as const),
  fc.constantFrom(...destinations).map((destination) => ({ destination })),
  fc.nat(20).map((number) => ({ queueId: queueId(number), recipients: 'all' as const })),
  fc.nat(20).map((number) => ({ queueId: queueId(number), recipients: [0, 2] })),
);

const operate = fc.record({ selection, verb: fc.constantFrom('hold', 'release', 'retry') }).map(
  ({ selection: chosen, verb }): Step =>
    ({ queue }, { now }) =>
      verb === 'retry'
        ? queue.makeDue(chosen, t(now), operatorEntry(verb, now))
        : queue.setHeld(chosen, verb === 'hold', operatorEntry(verb, now)),
);

const expunge = fc.record({ name: fc.constantFrom(...accounts), uid: fc.nat(9) }).map(
  ({ name, uid }): Step =>
    ({ mailboxes }) =>
      mailboxes.expunge(name, [uid as Uid]),
);

const forget = fc.nat(3).map(
  (limit): Step =>
    ({ queue }, { now }) =>
      queue.forgetSettled(t(now - 20), limit),
);

const steps = fc.array(
  fc.oneof(
    { arbitrary: accept, weight: 4 },
    { arbitrary: claimDue, weight: 4 },
    { arbitrary: commit, weight: 4 },
    claimMessage,
    lapse,
    operate,
    expunge,
    forget,
  ),
  { maxLength: 60, size: 'max' },
);

describe('the SQLite store beside the one in memory', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('answers the same to any sequence of verbs, and its books balance', async () => {
    const run = async (sequence: readonly Step[]) => {
      const folder = folders.make();
      const inProcess = openInProcess(folder);
      const store = await inProcessStore(folder, inProcess);
      try {
        assert.deepEqual(await play(store, sequence), await play(createMemoryStore(), sequence));
        assertBooksBalance(inProcess.database);
      } finally {
        await store.close();
      }
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 60 });
  });
});

async function play(store: Store, sequence: readonly Step[]): Promise<unknown[]> {
  for (const name of accounts) await store.accounts.addAccount(account(name), undefined);
  const world: World = { now: 0, messages: 0, claims: [] };
  const answers: unknown[] = [];
  for (const step of sequence) {
    world.now += 10;
    answers.push(
      await step(store, world),
      await store.queue.statistics(),
      await store.queue.nextDue({ destinations: ['y.test'] }),
    );
  }
  return [...answers, ...(await everything(store))];
}

async function everything({ queue, mailboxes }: Store): Promise<unknown[]> {
  const shown: unknown[] = [];
  for (const which of ['queue', 'all'] as const) shown.push(await queue.list({ which, limit: 1_000 }));
  for (const { message } of await queue.list({ which: 'all', limit: 1_000 }))
    shown.push(await queue.history(message.queueId));
  for (const name of accounts) shown.push(await mailboxes.listInbox(name), await mailboxes.usage(name));
  return shown;
}
