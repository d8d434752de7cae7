import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import {
  EventStream,
  type EventStreamOptions,
  gatherMs,
  parseEventStreamOptions,
  pingSecondsMax,
  pingSecondsMin,
  streamMs,
} from './event-stream.ts';
import { eventIdLengthMax, eventIdOf, parseEventId, type States } from './states.ts';

function listen(options: Partial<EventStreamOptions> = {}, lastEventId?: string) {
  const clock = new VirtualClock();
  const world = {
    states: { A1: { Email: '1', Mailbox: '1' } } as States,
    looks: 0,
    failure: undefined as unknown,
  };
  const listeners = new Set<() => void>();
  const sent: string[] = [];
  const ends: unknown[] = [];
  const stream = new EventStream(
    {
      clock,
      states: async () => {
        world.looks++;
        if (world.failure) throw world.failure;
        return world.states;
      },
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      send: (text) => sent.push(text),
      end: (error) => ends.push(error ?? 'in peace'),
    },
    { types: undefined, endsAfterState: false, pingSeconds: 0, ...options },
  );
  const change = (states: States) => {
    world.states = states;
    for (const listener of listeners) listener();
  };
  return { clock, world, listeners, sent, ends, stream, change, started: stream.start(lastEventId) };
}

const event = (changed: States, all: States) =>
  `event: state\nid: ${eventIdOf(all)}\ndata: {"@type":"StateChange","changed":${JSON.stringify(changed)}}\n\n`;

describe('an event stream', () => {
  it('tells what changes, and no more than that', async () => {
    const { clock, sent, change, started } = listen();
    await started;
    assert.deepEqual(sent.splice(0), [`id: ${eventIdOf({ A1: { Email: '1', Mailbox: '1' } })}\n\n`]);
    change({ A1: { Email: '2', Mailbox: '1' } });
    await clock.pass(gatherMs);
    assert.deepEqual(sent.splice(0), [event({ A1: { Email: '2' } }, { A1: { Email: '2', Mailbox: '1' } })]);
    change({ A1: { Email: '2', Mailbox: '1' } });
    await clock.pass(10 * gatherMs);
    assert.deepEqual(sent, []);
  });

  it('gathers changes that come close together', async () => {
    const { clock, world, sent, change, started } = listen();
    await started;
    sent.length = 0;
    for (let i = 2; i < 100; i++) change({ A1: { Email: `${i}`, Mailbox: '1' } });
    await clock.pass(10 * gatherMs);
    assert.equal(sent.length, 1);
    assert.equal(world.looks, 2, 'one at the start, one for all of them');
  });

  it('tells a client what it missed', async () => {
    const now = { A1: { Email: '1', Mailbox: '1' } };
    const { sent, started } = listen({}, eventIdOf({ A1: { Email: '0', Mailbox: '1' } }));
    await started;
    assert.deepEqual(sent, [event({ A1: { Email: '1' } }, now)]);
    const nothing = listen({}, eventIdOf(now));
    await nothing.started;
    assert.deepEqual(nothing.sent, []);
    const foreign = listen({}, 'an id of another server');
    await foreign.started;
    assert.deepEqual(foreign.sent, [`id: ${eventIdOf(now)}\n\n`]);
  });

  it('tells of the types that were asked for alone', async () => {
    const { clock, sent, change, started } = listen({ types: new Set(['Mailbox']) });
    await started;
    sent.length = 0;
    change({ A1: { Email: '2', Mailbox: '1' } });
    await clock.pass(gatherMs);
    assert.deepEqual(sent, []);
    change({ A1: { Email: '3', Mailbox: '2' } });
    await clock.pass(gatherMs);
    assert.deepEqual(sent, [event({ A1: { Mailbox: '2' } }, { A1: { Email: '3', Mailbox: '2' } })]);
  });

  it('ends after a state if that was asked for', async () => {
    const { clock, sent, ends, listeners, change, started } = listen({
      endsAfterState: true,
      pingSeconds: 30,
    });
    await started;
    change({ A1: { Email: '2', Mailbox: '1' } });
    await clock.pass(gatherMs);
    assert.equal(sent.length, 2);
    assert.deepEqual(ends, ['in peace']);
    assert.deepEqual([listeners.size, clock.pending], [0, 0], 'and leaves nothing behind');
  });

  it('pings when nothing else was said for so long', async () => {
    const { clock, sent, change, started } = listen({ pingSeconds: 30 });
    await started;
    sent.length = 0;
    await clock.pass(20_000);
    change({ A1: { Email: '2', Mailbox: '1' } });
    await clock.pass(29_000);
    assert.equal(sent.splice(0).length, 1);
    await clock.pass(1_100);
    assert.deepEqual(sent.splice(0), ['event: ping\ndata: {"interval":30}\n\n']);
    await clock.pass(60_000);
    assert.equal(sent.length, 2);
  });

  it('ends after a while, when it is told to, or when the states cannot be read', async () => {
    const old = listen();
    await old.started;
    await old.clock.pass(streamMs);
    assert.deepEqual([old.ends, old.listeners.size, old.clock.pending], [['in peace'], 0, 0]);

    const failing = listen();
    await failing.started;
    failing.world.failure = new Error('disk');
    failing.change({});
    await failing.clock.pass(gatherMs);
    assert.deepEqual(failing.ends, [failing.world.failure]);

    const stopped = listen();
    stopped.stream.end();
    await stopped.started;
    stopped.stream.end();
    assert.deepEqual([stopped.ends, stopped.sent, stopped.clock.pending], [['in peace'], [], 0]);
  });
});

describe('the variables of an event stream', () => {
  const parse = (types: string, closeafter: string, ping: string) => {
    const values: Record<string, string> = { types, closeafter, ping };
    return parseEventStreamOptions((name) => values[name]);
  };

  it('are those of RFC 8620 §7.3', () => {
    assert.deepEqual(parse('*', 'no', '0'), {
      ok: true,
      value: { types: undefined, endsAfterState: false, pingSeconds: 0 },
    });
    assert.deepEqual(parse('Email,Mailbox', 'state', '300'), {
      ok: true,
      value: { types: new Set(['Email', 'Mailbox']), endsAfterState: true, pingSeconds: 300 },
    });
    const seconds = (ping: string) => {
      const result = parse('*', 'no', ping);
      return result.ok && result.value.pingSeconds;
    };
    assert.deepEqual([seconds('1'), seconds('5'), seconds('30')], [pingSecondsMin, pingSecondsMin, 30]);
    assert.deepEqual([seconds('900'), seconds('901')], [pingSecondsMax, pingSecondsMax]);
    assert.ok(pingSecondsMin <= 30 && pingSecondsMax >= 300);
  });

  it('are refused where they are none', () => {
    for (const [types, closeafter, ping] of [
      ['', 'no', '0'],
      ['Email,', 'no', '0'],
      ['Email Mailbox', 'no', '0'],
      ['*', '', '0'],
      ['*', 'yes', '0'],
      ['*', 'no', ''],
      ['*', 'no', '-1'],
      ['*', 'no', '1.5'],
      ['*', 'no', '1e9'],
    ] as const)
      assert.equal(parse(types, closeafter, ping).ok, false, `${types} ${closeafter} ${ping}`);
    assert.equal(parseEventStreamOptions(() => undefined).ok, false);
  });
});

describe('an event id', () => {
  it('is understood again', () => {
    const states: States = { A1: { Email: 's-1/ü' }, A2: {} };
    assert.deepEqual(parseEventId(eventIdOf(states)), states);
    assert.match(eventIdOf(states), /^[A-Za-z0-9+/=]+$/);
  });

  it('of others says nothing', () => {
    const foreign: unknown[] = [5, 'x', null, [], { A1: 5 }, { A1: { Email: 5 } }, { A1: [] }];
    for (const value of foreign) assert.equal(parseEventId(btoa(JSON.stringify(value))), undefined);
    for (const id of ['', '%%%', 'a'.repeat(eventIdLengthMax + 1)]) assert.equal(parseEventId(id), undefined);
    const long = eventIdOf({ A1: { Email: 'x'.repeat(eventIdLengthMax) } });
    assert.equal(parseEventId(long), undefined);
  });
});
