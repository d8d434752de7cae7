import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, instant, later } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { type CacheLimits, cachingResolver, defaultCacheLimits } from './cache.ts';
import { type DnsName, parseDnsName } from './name.ts';
import type { DnsAnswer, RecordType, Resolver } from './resolver.ts';

const name = (text: string): DnsName => parseDnsName(text) ?? assert.fail(text);
const seconds = (count: number) => count * 1000;

class FakeClock implements Clock {
  #now = instant(1_000_000);
  now(): Instant {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now = later(this.#now, ms);
  }
  schedule(): () => void {
    return assert.fail('a cache sets no alarms');
  }
}

/** Gives one answer to everything and counts how often it was asked. */
function setUp(answer: DnsAnswer<RecordType>, limits: Partial<CacheLimits> = {}) {
  const asked: string[] = [];
  const inner: Resolver = {
    async query<T extends RecordType>(owner: DnsName, type: T) {
      asked.push(`${type} ${owner}`);
      return answer as DnsAnswer<T>;
    },
  };
  const clock = new FakeClock();
  return { asked, clock, cache: cachingResolver(inner, clock, { ...defaultCacheLimits, ...limits }) };
}

const mx = (ttlSeconds: number): DnsAnswer<'MX'> => ({
  kind: 'records',
  records: [{ preference: 10, exchange: name('mx.test') }],
  ttlSeconds,
  authenticated: true,
});

test('an answer is kept for its time to live, and its rest is told', async () => {
  const { cache, clock, asked } = setUp(mx(60));
  assert.deepEqual(await cache.query(name('a.test'), 'MX'), mx(60));
  clock.advance(seconds(60) - 1);
  assert.deepEqual(await cache.query(name('a.test'), 'MX'), mx(1));
  assert.equal(asked.length, 1);
  clock.advance(1);
  assert.deepEqual(await cache.query(name('a.test'), 'MX'), mx(60));
  assert.equal(asked.length, 2);
});

test('name and type make the question', async () => {
  const { cache, asked } = setUp(mx(60));
  for (const owner of ['a.test', 'b.test', 'a.test']) {
    await cache.query(name(owner), 'MX');
    await cache.query(name(owner), 'A');
  }
  assert.deepEqual(asked, ['MX a.test', 'A a.test', 'MX b.test', 'A b.test']);
});

test('how long each kind of answer is kept', async () => {
  const limits: CacheLimits = {
    entriesMax: 10,
    ttlMaxSeconds: 100,
    negativeTtlMaxSeconds: 50,
    failureTtlSeconds: 5,
  };
  const no = { ttlSeconds: 70, authenticated: false };
  const cases: [DnsAnswer<RecordType>, number][] = [
    [mx(0), 0],
    [mx(99), 99],
    [mx(101), 100],
    [{ kind: 'no-data', ...no }, 50],
    [{ kind: 'no-such-domain', ...no }, 50],
    [{ kind: 'no-such-domain', ...no, ttlSeconds: 49 }, 49],
    [{ kind: 'no-such-domain', ...no, ttlSeconds: 0 }, 0],
    [{ kind: 'failure', reason: 'timeout', detail: '' }, 5],
  ];
  for (const [answer, kept] of cases) {
    const { cache, clock, asked } = setUp(answer, limits);
    await cache.query(name('a.test'), 'MX');
    clock.advance(seconds(kept) - 1);
    await cache.query(name('a.test'), 'MX');
    assert.equal(asked.length, kept === 0 ? 2 : 1, JSON.stringify(answer));
    clock.advance(1);
    await cache.query(name('a.test'), 'MX');
    assert.equal(asked.length, kept === 0 ? 3 : 2, JSON.stringify(answer));
  }
});

test('beyond its size the cache forgets what was not used for longest', async () => {
  const { cache, asked } = setUp(mx(60), { entriesMax: 2 });
  for (const owner of ['a.test', 'b.test', 'a.test', 'c.test', 'a.test', 'c.test', 'b.test']) {
    await cache.query(name(owner), 'MX');
  }
  assert.deepEqual(asked, ['MX a.test', 'MX b.test', 'MX c.test', 'MX b.test']);
});

test('equal questions at the same time are asked once', async () => {
  let give: (answer: DnsAnswer<'MX'>) => void = () => assert.fail();
  let asked = 0;
  const inner: Resolver = {
    query<T extends RecordType>() {
      asked += 1;
      return new Promise<DnsAnswer<T>>((resolve) => {
        give = resolve as typeof give;
      });
    },
  };
  const cache = cachingResolver(inner, new FakeClock());
  const both = [cache.query(name('a.test'), 'MX'), cache.query(name('a.test'), 'MX')];
  give(mx(0));
  assert.deepEqual(await Promise.all(both), [mx(0), mx(0)]);
  assert.equal(asked, 1);
  // It was for that use only; nothing is left under way.
  void cache.query(name('a.test'), 'MX');
  assert.equal(asked, 2);
});
