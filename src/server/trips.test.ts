import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH, pathText, type ReversePath } from '../address/path.ts';
import type { Xtext } from '../address/xtext.ts';
import { hourMs, instant, later, minuteMs } from '../base/instant.ts';
import type { TagRules } from '../policy/return-paths.ts';
import { testForwardPaths } from '../policy/testing/forward-paths.ts';
import { testReturnPaths } from '../policy/testing/return-paths.ts';
import { address, type MessageSample, noon, relayIn, submission } from '../queue/testing/samples.ts';
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
      forwardPaths: testForwardPaths(),
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

  it('is forwarded under an address of ours, and with no wish of its author (RFC 3461 §5.2.7.1)', () => {
    const forward = { owner: address('lisa@springfield.test') };
    const returnContent = 'full' as const;
    for (const origin of [relayIn, submission]) {
      const { message, ...job } = jobOf([{ forward }, { address: 'mel@krustylu.test' }], {
        message: { origin, reversePath: address('bart@power-plant.test') },
      });
      const envelope = { ...message.envelope, returnContent, envelopeId: 'QQ314159' as Xtext };
      const made = trips({ ...job, message: { ...message, envelope } }, noon, {
        returnPaths: testReturnPaths({ mode: 'off' }),
        forwardPaths: testForwardPaths(),
        destinationOf: () => 'x',
      });
      assert.deepEqual(
        made.map((trip) => [
          pathText(trip.message.envelope.reversePath),
          trip.message.envelope.returnContent,
        ]),
        [
          [made[0] && pathText(made[0].message.envelope.reversePath), undefined],
          ['bart@power-plant.test', 'full'],
        ],
      );
      assert.match(
        pathText(made[0]?.message.envelope.reversePath ?? NULL_PATH),
        /^SRS0=[A-Za-z0-9+/]{4}=JM=power-plant\.test=bart@springfield\.test$/,
      );
      assert.equal(made[0]?.message.envelope.envelopeId, undefined);
    }
  });

  it('is forwarded by nobody if nobody sent it, or if his address would be too long', () => {
    const paths: readonly ReversePath[] = [NULL_PATH, address(`${'x'.repeat(50)}@power-plant.test`)];
    for (const reversePath of paths) {
      const [trip] = trips(jobOf([{ forward: {} }], { message: { reversePath } }), noon, {
        returnPaths: testReturnPaths(),
        forwardPaths: testForwardPaths(),
        destinationOf: () => 'x',
      });
      assert.equal(trip?.message.envelope.reversePath, NULL_PATH);
    }
  });

  it('does not change in the queue', () => {
    const job = jobOf([{}]);
    const before = structuredClone(job.message);
    trips(job, noon, {
      returnPaths: testReturnPaths(),
      forwardPaths: testForwardPaths(),
      destinationOf: () => 'x',
    });
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
