import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH, pathText } from '../address/path.ts';
import { hourMs, instant, later, minuteMs } from '../base/instant.ts';
import type { TagRules } from '../policy/return-paths.ts';
import { testReturnPaths } from '../policy/testing/return-paths.ts';
import { type MessageSample, noon, relayIn } from '../queue/testing/samples.ts';
import type { Taken } from '../transports/testing/fake-host.ts';
import { jobOf, RelayWorld } from '../transports/testing/relay-world.ts';
import { trips } from './trips.ts';

interface Case {
  readonly message?: MessageSample;
  readonly to?: readonly string[];
  readonly rules?: Partial<TagRules>;
}

const jobs = ({ message = {}, to = ['krusty@krustylu.test'], rules = {} }: Case, now = noon) =>
  trips(
    jobOf(
      to.map((address) => ({ address })),
      { message },
    ),
    now,
    {
      returnPaths: testReturnPaths(rules),
      destinationOf: ({ domain }) => `to ${domain}`,
    },
  );

/** Each trip in a line. */
const lines = (about: Case): string[] =>
  jobs(about).map(
    ({ message: { envelope }, recipients }) =>
      `${pathText(envelope.reversePath).replace(/=0787[0-9a-f]{6}=/, '=TAG=')} → ${recipients.map(({ address }) => address.localPart)}`,
  );

describe('a message on its way to other hosts', () => {
  it('bears a tag if an account submitted it', () => {
    assert.deepEqual(lines({}), ['prvs=TAG=homer@springfield.test → krusty']);
    assert.deepEqual(lines({ rules: { mode: 'off' } }), ['homer@springfield.test → krusty']);
  });

  it('bears none if it only passes through, as one does that an alias leads elsewhere', () => {
    assert.deepEqual(lines({ message: { origin: relayIn } }), ['homer@springfield.test → krusty']);
  });

  it('bears none if it is a notice (RFC 5321 §4.5.5)', () => {
    assert.deepEqual(lines({ message: { reversePath: NULL_PATH } }), ['<> → krusty']);
  });

  it('goes apart to whom it shows no tag, and to whom another way leads', () => {
    const to = ['krusty@krustylu.test', 'all@lists.test', 'mel@krustylu.test', 'bob@krustylu.test'];
    const rules = { exceptions: new Set(['bob@krustylu.test', 'lists.test']) };
    assert.deepEqual(lines({ to, rules }), [
      'prvs=TAG=homer@springfield.test → krusty,mel',
      'homer@springfield.test → all',
      'homer@springfield.test → bob',
    ]);
  });

  it('does not change in the queue', () => {
    const job = jobOf([{}]);
    const before = structuredClone(job.message);
    trips(job, noon, { returnPaths: testReturnPaths(), destinationOf: () => 'x' });
    assert.deepEqual(job.message, before);
  });
});

/** Takes mail by whom it has seen before: not sooner than five minutes ago, and with the same reverse-path to the same recipient. */
function greylist(world: RelayWorld) {
  const firstSeen = new Map<string, number>();
  let mail = '';
  return world.host({
    MAIL: (line) => {
      mail = line;
      return undefined;
    },
    RCPT: (line) => {
      const triplet = `${mail} ${line}`;
      const since = firstSeen.get(triplet) ?? world.clock.now();
      firstSeen.set(triplet, since);
      return world.clock.now() - since < 5 * minuteMs ? '451 4.7.1 Greylisted, come again' : undefined;
    },
  });
}

describe('a host with a greylist', () => {
  /** What it took of a message after some attempts, one an hour. */
  async function after(attempts: number, acceptedAt: string): Promise<readonly Taken[]> {
    const world = new RelayWorld();
    const host = greylist(world);
    const arrivedAt = instant(Date.parse(acceptedAt));
    await world.clock.pass(arrivedAt - world.clock.now());
    for (let i = 0; i < attempts; i++) {
      for (const job of jobs({ message: { arrivedAt } }, world.clock.now())) await world.relay.deliver(job);
      await world.clock.pass(hourMs);
    }
    return host.taken;
  }

  it('sees the same reverse-path again, and takes the message', async () => {
    assert.deepEqual(await after(1, '2026-11-25T12:00:00Z'), []);
    const [taken, ...others] = await after(2, '2026-11-25T12:00:00Z');
    assert.equal(taken?.mail, 'MAIL FROM:<prvs=0789130e2d=homer@springfield.test>');
    assert.deepEqual(others, []);
  });

  it('takes it though midnight comes between', async () => {
    const [taken] = await after(2, '2026-11-25T23:59:59Z');
    assert.equal(taken?.mail, 'MAIL FROM:<prvs=0789130e2d=homer@springfield.test>');
  });

  it('lets the second message of a day pass at once', async () => {
    const world = new RelayWorld();
    const host = greylist(world);
    for (const minutes of [0, 10, 11]) {
      const arrivedAt = later(noon, minutes * minuteMs);
      await world.clock.pass(arrivedAt - world.clock.now());
      for (const job of jobs({ message: { arrivedAt } }, arrivedAt)) await world.relay.deliver(job);
    }
    assert.equal(host.taken.length, 2);
  });
});
