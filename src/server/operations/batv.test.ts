import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MailDomain } from '../../address/domain.ts';
import { dayMs, hourMs, later } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import type { Flood } from '../../bounces/flood.ts';
import { dayOf } from '../../policy/prvs.ts';
import { learntKeptMs, type TagMode, untaggedMs } from '../../policy/return-paths.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { batvOperations } from './batv.ts';
import { OperationError } from './operation.ts';

async function begin(mode: TagMode = 'monitor') {
  const clock = new VirtualClock();
  const { bounces: store } = createMemoryStore();
  const unlearnt: MailDomain[] = [];
  const returnPaths = { mode, unlearn: (domain: MailDomain) => void unlearnt.push(domain) };
  const operations = batvOperations({ store, returnPaths, exceptions: ['.services.test'], clock });
  const run = async (name: string, args: unknown = {}) => (await operations[name]?.(args)) as never;
  return { store, clock, run, unlearnt, now: clock.now() };
}

const domain = 'lists.test' as MailDomain;

describe('batv.status', () => {
  it('tells what came, day by day, as far back as it is asked', async () => {
    const { store, run, now } = await begin();
    const today = dayOf(now);
    const example = { at: now, queueId: 'q', to: 'homer@springfield.test', host: 'mx', subject: 'x' };
    for (const [daysAgo, what] of [
      [0, 'tagged'],
      [6, 'strange'],
      [7, 'doubtful'],
    ] as const)
      await store.countNotice({ day: today - daysAgo, what, forgetBefore: 0, example });
    const week = (await run('batv.status')) as Record<string, unknown>;
    assert.deepEqual(week, {
      mode: 'monitor',
      days: 7,
      counts: { tagged: 1, yours: 0, doubtful: 0, strange: 1 },
      examples: { doubtful: [], strange: [{ ...example, at: '2026-11-23T12:00:00.000Z' }] },
      surges: [],
    });
    const { counts } = (await run('batv.status', { days: 8 })) as { readonly counts: object };
    assert.deepEqual(counts, { tagged: 1, yours: 0, doubtful: 1, strange: 1 });
    for (const days of [0, 91, 1.5]) await assert.rejects(run('batv.status', { days }), OperationError);
  });

  it('says since when there are tags, and that enforcing waits for what left before', async () => {
    const { store, run, now, clock } = await begin('enforce');
    await store.setTaggedSince(now);
    const young = { taggedSince: '2026-11-23T12:00:00.000Z', enforcesFrom: '2026-12-05T12:00:00.000Z' };
    assert.deepEqual({ ...((await run('batv.status')) as object), ...young }, await run('batv.status'));
    await clock.pass(untaggedMs);
    assert.equal(((await run('batv.status')) as { enforcesFrom?: string }).enforcesFrom, undefined);
  });

  it('shows the surges, and not what is none', async () => {
    const { store, run, now } = await begin();
    const flood: Flood = {
      account: 'homer',
      hour: 1,
      count: 1,
      countBefore: 0,
      notices: 40,
      forged: 2,
      firstAt: now,
      lastAt: later(now, hourMs),
      addresses: ['homer@springfield.test'],
      hosts: ['mx'],
      subjects: ['Undeliverable'],
    };
    const card = { queueId: 'the-card', isWritten: true };
    const surge = { beganAt: now, busyAt: now, refused: 17, filed: 3, filedInHour: 3, card };
    await store.putFlood({ ...flood, account: 'marge' });
    await store.putFlood({ ...flood, surge });
    const { surges } = (await run('batv.status')) as { readonly surges: readonly object[] };
    assert.deepEqual(surges, [
      {
        account: 'homer',
        addresses: ['homer@springfield.test'],
        notices: 40,
        forged: 2,
        filed: 3,
        refused: 17,
        firstAt: '2026-11-23T12:00:00.000Z',
        lastAt: '2026-11-23T13:00:00.000Z',
        hosts: ['mx'],
        subjects: ['Undeliverable'],
        card: 'the-card',
      },
    ]);
  });
});

describe('batv.exceptions', () => {
  const reply = '550 5.1.8 Bad sender';

  it('are those of the configuration, and what was learnt and still counts', async () => {
    const { store, run, now, clock } = await begin();
    await store.putTagException({ domain, learntAt: now, reply }, 10);
    await store.putTagException(
      { domain: 'old.test' as MailDomain, learntAt: later(now, -dayMs), reply },
      10,
    );
    await clock.pass(learntKeptMs - dayMs);
    assert.deepEqual(await run('batv.exceptions'), {
      configured: ['.services.test'],
      learnt: [{ domain, learntAt: '2026-11-23T12:00:00.000Z', until: '2027-02-21T12:00:00.000Z', reply }],
    });
  });

  it('can be forgotten, here and in the server that runs', async () => {
    const { store, run, now, unlearnt } = await begin();
    await store.putTagException({ domain, learntAt: now, reply }, 10);
    const after = (await run('batv.remove', { domain: 'Lists.TEST' })) as { readonly learnt: object[] };
    assert.deepEqual(after.learnt, []);
    assert.deepEqual(unlearnt, [domain]);
    await assert.rejects(
      run('batv.remove', { domain }),
      new OperationError('nothing was learnt of lists.test; batv exceptions list shows what was'),
    );
    await assert.rejects(run('batv.remove', { domain: 'no domain' }), /no domain is not a domain/);
  });
});
