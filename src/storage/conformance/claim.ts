import assert from 'node:assert/strict';
import { senderKey } from '../../queue/message.ts';
import type { Claim } from '../../queue/queue-store.ts';
import type { Store } from '../store.ts';
import { acceptance, claimOne, claimRequest, failed, lease, queueId, settlement, t } from './fixtures.ts';
import type { Suite } from './suite.ts';

export const claimSuite: Suite = {
  'claims what is due, and nothing twice': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    const claims = await queue.claimDue(claimRequest({ now: t(10), leaseUntil: t(99), leaseId: () => 'l1' }));
    const { message, recipients } = acceptance({ number: 1 });
    const state = { kind: 'attempting', lease: lease('l1', 99), since: t(10), attempts: 0 } as const;
    const attempting = recipients.map((recipient) => ({ ...recipient, state }));
    const claim = { message, recipients: attempting, destination: 'krustylu.test' };
    assert.deepEqual(claims, [{ ...claim, lease: lease('l1', 99) }]);
    assert.deepEqual((await queue.find(queueId(1)))?.recipients, attempting);
    assert.deepEqual(await queue.claimDue(claimRequest()), []);
  },

  'leaves what is not due, held or excepted': async ({ queue }) => {
    const to = [
      { address: 'a@later.test', due: 11 },
      { address: 'b@held.test', held: true },
      { address: 'c@busy.test' },
    ];
    await queue.accept([acceptance({ number: 1, to })]);
    assert.deepEqual(
      await queue.claimDue(claimRequest({ now: t(10), except: { destinations: ['busy.test'] } })),
      [],
    );
    const claims = await queue.claimDue(
      claimRequest({ now: t(11), except: { destinations: ['busy.test'] } }),
    );
    assert.deepEqual(destinations(claims), ['later.test']);
    assert.deepEqual(destinations(await queue.claimDue(claimRequest({ now: t(11) }))), ['busy.test']);
  },

  'makes one claim of a message and destination, with its own lease': async ({ queue }) => {
    const to = ['a@x.test', 'b@y.test', 'c@x.test'].map((address) => ({ address }));
    await queue.accept([acceptance({ number: 1, to })]);
    const claims = await queue.claimDue(claimRequest());
    const found = claims.map(({ destination, recipients }) => [destination, recipients.map((r) => r.index)]);
    assert.deepEqual(found.sort(), [
      ['x.test', [0, 2]],
      ['y.test', [1]],
    ]);
    assert.equal(new Set(claims.map((claim) => claim.lease.id)).size, 2);
  },

  'bounds the claims, and the recipients of each': async ({ queue }) => {
    const to = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ address: `${name}@x.test` }));
    await queue.accept([acceptance({ number: 1, to })]);
    const claims = await queue.claimDue(claimRequest({ claimsMax: 2, recipientsMax: 2 }));
    assert.deepEqual(
      claims.map(({ recipients }) => recipients.map(({ index }) => index)),
      [
        [0, 1],
        [2, 3],
      ],
    );
    const rest = await claimOne({ queue }, { recipientsMax: 2 });
    assert.deepEqual(
      rest.recipients.map(({ index }) => index),
      [4],
    );
  },

  'leaves recipients of a claimed message that are due later': async ({ queue }) => {
    const to = [{ address: 'a@x.test' }, { address: 'b@x.test', due: 500 }];
    await queue.accept([acceptance({ number: 1, to })]);
    assert.equal((await claimOne({ queue })).recipients.length, 1);
    assert.equal(await queue.nextDue({}), 500);
  },

  'gives a sender its longest due first': async ({ queue }) => {
    const dues = [30, 10, 20];
    for (const [i, due] of dues.entries())
      await queue.accept([acceptance({ number: i, to: [{ address: `a@x${i}.test`, due }] })]);
    const claims = await queue.claimDue(claimRequest({ now: t(40) }));
    assert.deepEqual(numbers(claims), [1, 2, 0]);
  },

  'lets senders take turns within a claim and between claims': async ({ queue }) => {
    await acceptBusyAndQuiet(queue);
    const senders = [];
    for (let i = 0; i < 4; i++)
      senders.push(...sendersOf(await queue.claimDue(claimRequest({ claimsMax: 2 }))));
    assert.deepEqual(senders.slice(0, 6).sort(), ['busy', 'busy', 'busy', 'calm', 'quiet', 'quiet']);
    assert.deepEqual(senders.slice(0, 3).sort(), ['busy', 'calm', 'quiet']);
    assert.deepEqual(senders.slice(6), ['busy', 'busy']);
  },

  'knows senders by account, domain of the reverse-path, or the null path': async ({ queue }) => {
    const to = (n: number) => [{ address: `a@d${n}.test`, due: n }];
    const many = ['a@one.test', 'b@one.test', 'c@one.test'].map((from, i) =>
      acceptance({ number: i, from, to: to(i) }),
    );
    await queue.accept([...many, acceptance({ number: 3, from: '<>', to: to(9) })]);
    const claims = await queue.claimDue(claimRequest({ claimsMax: 2 }));
    assert.deepEqual(numbers(claims).sort(), [0, 3]);
  },

  'does not let an excepted destination keep a sender from its turn': async ({ queue }) => {
    const toDead = Array.from({ length: 20 }, (_, i) =>
      acceptance({ number: i, to: [{ address: 'a@dead.test' }] }),
    );
    await queue.accept([...toDead, acceptance({ number: 50, to: [{ address: 'a@live.test', due: 9 }] })]);
    assert.deepEqual(
      numbers(await queue.claimDue(claimRequest({ except: { destinations: ['dead.test'] } }))),
      [50],
    );
  },

  'passes over an excepted sender, and tells nothing of its dues': async ({ queue }) => {
    const from = 'moe@shelbyville.test';
    await queue.accept([acceptance({ number: 1, from }), acceptance({ number: 2, from: '<>' })]);
    const except = { senders: [senderKey(acceptance({ number: 1, from }).message)] };
    assert.deepEqual(numbers(await queue.claimDue(claimRequest({ except }))), [2]);
    assert.equal(await queue.nextDue(except), undefined);
    assert.deepEqual(numbers(await queue.claimDue(claimRequest())), [1]);
  },

  'tells when the next is due': async ({ queue }) => {
    assert.equal(await queue.nextDue({}), undefined);
    const to = [
      { address: 'a@x.test', due: 300 },
      { address: 'b@y.test', due: 200 },
      { address: 'c@z.test', due: 100, held: true },
    ];
    await queue.accept([acceptance({ number: 1, to })]);
    assert.equal(await queue.nextDue({}), 200);
    assert.equal(await queue.nextDue({ destinations: ['y.test'] }), 300);
    assert.equal(await queue.nextDue({ destinations: ['y.test', 'x.test'] }), undefined);
    await queue.claimDue(claimRequest({ now: t(250), claimsMax: 1 }));
    assert.equal(await queue.nextDue({}), 300);
    await queue.claimDue(claimRequest({ now: t(300), except: { destinations: ['x.test'] } }));
    assert.equal(await queue.nextDue({}), 300, 'what is due and not claimed stays due');
  },

  'claims again what was put back, when it is due': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    await queue.commit(settlement(await claimOne({ queue }), { due: 400 }));
    assert.equal(await queue.nextDue({}), 400);
    assert.deepEqual(await queue.claimDue(claimRequest({ now: t(399) })), []);
    const claim = await claimOne({ queue }, { now: t(400) });
    assert.equal(claim.recipients[0]?.state.attempts, 1);
    assert.equal(await queue.nextDue({}), undefined);
  },

  'claims a message out of turn, held or not due': async ({ queue }) => {
    const to = [
      { address: 'a@x.test', due: 900 },
      { address: 'b@y.test', held: true },
      { address: 'c@z.test' },
    ];
    await queue.accept([acceptance({ number: 1, to })]);
    const first = await queue.claimMessage(queueId(1), [0], t(20), lease('op'));
    assert.deepEqual(
      first?.recipients.map((r) => [r.index, r.state]),
      [[0, { kind: 'attempting', lease: lease('op'), since: t(20), attempts: 0 }]],
    );
    assert.equal(first?.destination, 'x.test');
    const rest = await queue.claimMessage(queueId(1), 'all', t(20), lease('op2'));
    assert.deepEqual(
      rest?.recipients.map((r) => r.index),
      [1, 2],
    );
    assert.equal(await queue.claimMessage(queueId(1), 'all', t(20), lease('op3')), undefined);
    assert.equal(await queue.claimMessage(queueId(7), 'all', t(20), lease('op3')), undefined);
    assert.equal(await queue.nextDue({}), undefined);
    if (rest) assert.equal(await queue.commit(settlement(rest, { outcome: failed })), 'committed');
  },
};

type Queue = Store['queue'];

async function acceptBusyAndQuiet(queue: Queue): Promise<void> {
  const from = (account: string) => ({ origin: { kind: 'submission', account } as const });
  const to = (n: number) => [{ address: `a@d${n % 3}.test` }];
  const busy = [1, 2, 3, 4, 5].map((n) => acceptance({ number: n, ...from('busy'), to: to(n) }));
  const quiet = [6, 7].map((n) => acceptance({ number: n, ...from('quiet'), to: to(n) }));
  await queue.accept([...busy, ...quiet, acceptance({ number: 8, ...from('calm') })]);
}

const sendersOf = (claims: readonly Claim[]): string[] =>
  claims.map(({ message: { origin } }) => (origin.kind === 'submission' ? origin.account : origin.kind));

const destinations = (claims: readonly Claim[]): string[] => claims.map(({ destination }) => destination);

const numbers = (claims: readonly Claim[]): number[] =>
  claims.map(({ message }) => Number(message.queueId.slice(1)));
