/** What the relay does when time runs out, when it is called off, and when our own queue fails it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { later, minuteMs, secondMs } from '../base/instant.ts';
import { idle } from '../base/testing/virtual-clock.ts';
import type { RecipientSample } from '../queue/testing/samples.ts';
import { attemptMsMax, attemptTookTooLong } from './limits.ts';
import { type FakeSession, SILENCE } from './testing/fake-host.ts';
import { chunksOf, RelayWorld, words } from './testing/relay-world.ts';
import type { DeliveryReport } from './transport.ts';

const bart = { address: 'bart@krustylu.test' };
const lisa = { address: 'lisa@krustylu.test' };

describe('time', () => {
  /** Settled when `passed` has gone by, and not a second before. */
  async function takes(
    world: RelayWorld,
    passedMs: number,
    recipients: readonly RecipientSample[] = [bart],
  ): Promise<DeliveryReport> {
    const reports: DeliveryReport[] = [];
    void world.deliver(recipients).then((report) => reports.push(report));
    await world.clock.pass(passedMs - secondMs);
    assert.equal(reports.length, 0);
    await world.clock.pass(secondMs);
    const [report] = reports;
    assert.ok(report);
    return report;
  }

  test('a greeting that never comes is waited for five minutes', async () => {
    const world = new RelayWorld();
    world.host({ connect: SILENCE });
    assert.deepEqual(words(await takes(world, 5 * minuteMs)), ['transient greeting 4.4.2 mx1.test', 'dead']);
  });

  test('the answer to the content ten', async () => {
    const world = new RelayWorld();
    world.host({ '.': SILENCE });
    assert.deepEqual(words(await takes(world, 10 * minuteMs)), [
      'transient content 4.4.2 mx1.test',
      'trouble',
    ]);
  });

  test('the whole attempt has its limit, whatever the host does', async () => {
    const world = new RelayWorld();
    const { clock } = world;
    // Each RCPT is answered just in time.
    const answerLate = (session: FakeSession) => {
      clock.schedule(later(clock.now(), 4 * minuteMs), () => session.say('250 ok'));
      return SILENCE;
    };
    world.host({ RCPT: (_, session) => answerLate(session) }, []);
    const recipients = Array.from({ length: 100 }, (_, index) => ({ address: `r${index}@krustylu.test` }));
    const report = await takes(world, attemptMsMax, recipients);
    assert.deepEqual(words(report).slice(-2), ['transient rcpt 4.4.0 mx1.test', 'trouble']);
    const result = report.results.get(0);
    assert.ok(result?.kind === 'transient');
    assert.equal(result.diagnostic.text, attemptTookTooLong);
  });

  test('no timer is left behind', async () => {
    const world = new RelayWorld();
    world.host();
    await world.deliver([bart]);
    await world.relay.close();
    await idle();
    assert.equal(world.clock.pending, 0);
  });
});

describe('an attempt that is called off', () => {
  test('ends at once, says something of everybody, and nothing of the destination', async () => {
    const world = new RelayWorld();
    const host = world.host({ MAIL: SILENCE, RCPT: SILENCE, DATA: SILENCE });
    world.host();
    const stop = new AbortController();
    const delivery = world.deliver([bart, lisa], { signal: stop.signal });
    await idle();
    assert.equal(host.commands[0]?.length, 5);
    stop.abort();
    assert.deepEqual(words(await delivery), [
      'transient mail 4.4.0 mx1.test',
      'transient mail 4.4.0 mx1.test',
      'ok',
    ]);
  });

  test('but not once the whole content was sent', async () => {
    const world = new RelayWorld();
    const host = world.host({ '.': SILENCE });
    const stop = new AbortController();
    const delivery = world.deliver([bart], { signal: stop.signal });
    await idle();
    stop.abort();
    await idle();
    host.sessions[0]?.say('250 2.0.0 after all');
    assert.deepEqual(words(await delivery), ['relayed mx1.test 250 2.0.0 after all', 'ok']);
  });

  test('before it began', async () => {
    const world = new RelayWorld();
    world.host();
    assert.deepEqual(words(await world.deliver([bart], { signal: AbortSignal.abort() })), [
      'transient connect 4.4.0',
      'ok',
    ]);
    assert.deepEqual(world.net.dialled, []);
  });

  test('while a connection is being made', async () => {
    const world = new RelayWorld();
    world.absent();
    world.net.silent.add('192.0.2.1');
    const stop = new AbortController();
    const delivery = world.deliver([bart], { signal: stop.signal });
    await idle();
    stop.abort();
    assert.deepEqual(words(await delivery), ['transient connect 4.4.1 mx1.test', 'ok']);
  });
});

describe('content that cannot be read', () => {
  test('is our fault; the host does not get half of it', async () => {
    const world = new RelayWorld();
    const host = world.host();
    const content = async function* () {
      yield* chunksOf('half a mess');
      throw new Error('input/output error');
    };
    const report = await world.deliver([bart], { content });
    assert.deepEqual(words(report).slice(0, 1), ['transient content 4.3.0 mx1.test']);
    assert.deepEqual(host.taken, []);
    assert.ok(world.log.events.includes('the content of a message cannot be read'));
  });

  test('is not read on when the host has said no', async () => {
    const world = new RelayWorld();
    world.host({ content: '552 5.3.4 too big' });
    let read = 0;
    let isReleased = false;
    const content = async function* () {
      try {
        for (; read < 1_000; read++) {
          yield* chunksOf('line\r\n');
          await idle();
        }
      } finally {
        isReleased = true;
      }
    };
    const report = await world.deliver([bart], { content });
    assert.equal(words(report)[0], 'permanent content 5.3.4 mx1.test');
    await idle();
    await idle();
    assert.ok(read < 10, String(read));
    assert.equal(isReleased, true);
  });
});
