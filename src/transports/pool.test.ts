import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { secondMs } from '../base/instant.ts';
import { idle } from '../base/testing/virtual-clock.ts';
import { farewellMs, type PoolLimits, poolLimits } from './limits.ts';
import { DROP, SILENCE } from './testing/fake-host.ts';
import { jobOf, RelayWorld, words } from './testing/relay-world.ts';

const bart = { address: 'bart@krustylu.test' };
const taken = ['relayed mx1.test 250 2.0.0 taken', 'ok'];
const withLimits = (limits: Partial<PoolLimits>) => new RelayWorld({ ...poolLimits, ...limits });

describe('a connection is used again', () => {
  test('for the next message to the same host', async () => {
    const world = new RelayWorld();
    const host = world.host();
    for (let round = 0; round < 3; round++) assert.deepEqual(words(await world.deliver([bart])), taken);
    assert.equal(host.sessions.length, 1);
    assert.equal(host.taken.length, 3);
    assert.equal(world.connected.length, 3);
  });

  test('as it is, under TLS and logged in', async () => {
    const world = new RelayWorld();
    const auth = { username: 'u', password: 'p' };
    const host = world.host({}, ['STARTTLS', 'AUTH PLAIN'], { tls: 'required', auth });
    await world.deliver([bart]);
    await world.deliver([bart]);
    assert.equal(host.sessions.length, 1);
    assert.equal(host.commands[0]?.filter((line) => line.startsWith('AUTH')).length, 1);
    assert.ok(host.taken.every(({ isUnderTls }) => isUnderTls));
  });

  test('after RSET, if the transaction before left something behind', async () => {
    const world = new RelayWorld();
    const host = world.host({ RCPT: (line) => (line.includes('nobody') ? '550 5.1.1 no' : undefined) }, []);
    await world.deliver([{ address: 'nobody@krustylu.test' }]);
    assert.deepEqual(words(await world.deliver([bart])), taken);
    assert.deepEqual(host.commands, [
      [
        'EHLO relay.test',
        'MAIL FROM:<homer@springfield.test>',
        'RCPT TO:<nobody@krustylu.test>',
        'RSET',
        'MAIL FROM:<homer@springfield.test>',
        'RCPT TO:<bart@krustylu.test>',
        'DATA',
      ],
    ]);
  });

  test('not by two at once', async () => {
    const world = new RelayWorld();
    const host = world.host();
    await world.deliver([bart]);
    await Promise.all([world.deliver([bart]), world.deliver([bart]), world.deliver([bart])]);
    assert.equal(host.sessions.length, 3);
    assert.equal(host.taken.length, 4);
  });
});

describe('a connection is not used again', () => {
  test('for another way to the same host', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['STARTTLS', 'AUTH PLAIN']);
    const [hop] = world.hops;
    assert.ok(hop);
    const ways = [
      hop,
      { ...hop, port: 26 },
      { ...hop, tls: 'required' as const },
      { ...hop, name: 'other.test' },
      { ...hop, tls: 'required' as const, auth: { username: 'u', password: 'p' } },
      { ...hop, tls: 'required' as const, auth: { username: 'u', password: 'q' } },
    ];
    for (const way of ways) {
      world.hops = [way];
      await world.deliver([bart]);
    }
    assert.equal(host.sessions.length, ways.length);
  });

  test('when it has been idle for too long', async () => {
    const world = withLimits({ idleMs: 10 * secondMs });
    const host = world.host();
    await world.deliver([bart]);
    await world.clock.pass(10 * secondMs - 1);
    await world.deliver([bart]);
    assert.equal(host.sessions.length, 1, 'and each use starts the time anew');
    await world.clock.pass(10 * secondMs - 1);
    assert.ok(!host.commands[0]?.includes('QUIT'));
    await world.clock.pass(1);
    assert.equal(host.commands[0]?.at(-1), 'QUIT');
    await world.deliver([bart]);
    assert.equal(host.sessions.length, 2);
  });

  test('after as many messages as we allow', async () => {
    const world = withLimits({ transactionsMax: 2 });
    const host = world.host();
    for (let round = 0; round < 4; round++) await world.deliver([bart]);
    await idle();
    assert.equal(host.sessions.length, 2);
    assert.ok(host.commands.every((commands) => commands.at(-1) === 'QUIT'));
  });

  test('after as many as the host allows (RFC 9422)', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['LIMITS MAILMAX=1']);
    for (let round = 0; round < 2; round++) await world.deliver([bart]);
    assert.equal(host.sessions.length, 2);
  });

  test('after the host broke the protocol', async () => {
    const world = new RelayWorld();
    const host = world.host({ '.': 'thanks a lot' });
    await world.deliver([bart]);
    host.script = {};
    assert.deepEqual(words(await world.deliver([bart])), taken);
    assert.equal(host.sessions.length, 2);
  });

  test('after the host said a word too many', async () => {
    const world = new RelayWorld();
    const host = world.host();
    await world.deliver([bart]);
    host.sessions[0]?.say('250 and another thing');
    await idle();
    assert.deepEqual(words(await world.deliver([bart])), taken);
    assert.equal(host.sessions.length, 2);
  });

  test('when there are too many: the one that is idle for longest goes', async () => {
    const world = withLimits({ idleConnectionsMax: 2 });
    const hosts = [world.host(), world.host(), world.host()];
    for (const hop of [...world.hops]) {
      world.hops = [hop];
      await world.deliver([bart]);
    }
    await idle();
    assert.deepEqual(
      hosts.map((host) => host.commands[0]?.at(-1)),
      ['QUIT', 'DATA', 'DATA'],
    );
  });
});

describe('a connection that ended while it was idle', () => {
  test('is forgotten if we have heard of it', async () => {
    const world = new RelayWorld();
    const host = world.host();
    await world.deliver([bart]);
    host.sessions[0]?.say('421 4.4.2 idle for too long');
    await idle();
    assert.deepEqual(words(await world.deliver([bart])), taken);
    assert.equal(host.sessions.length, 2);
    assert.equal(world.connected.length, 2);
  });

  const stale: readonly [name: string, action: string][] = [
    ['the host hangs up', DROP],
    ['the host says 421', '421 4.7.0 too many messages\r\nDROP'],
  ];
  for (const [name, action] of stale) {
    test(`is replaced if we learn it by the next MAIL (${name})`, async () => {
      const world = new RelayWorld();
      const host = world.host({}, []);
      await world.deliver([bart]);
      host.script = { MAIL: (_, session) => (session === host.sessions[0] ? action : undefined) };
      assert.deepEqual(words(await world.deliver([bart])), taken);
      assert.equal(host.sessions.length, 2);
      assert.equal(host.taken.length, 2);
    });
  }

  test('is replaced once: a host that always does so is in trouble', async () => {
    const world = new RelayWorld();
    const host = world.host({}, []);
    await world.deliver([bart]);
    host.script = { MAIL: DROP };
    assert.deepEqual(words(await world.deliver([bart])), ['transient mail 4.4.2 mx1.test', 'trouble']);
    assert.equal(host.sessions.length, 2);
  });

  test('is not replaced if the host had answered: that is a failure like any other', async () => {
    const world = new RelayWorld();
    const host = world.host({}, []);
    await world.deliver([bart]);
    host.script = { RCPT: DROP };
    assert.deepEqual(words(await world.deliver([bart])), ['transient rcpt 4.4.2 mx1.test', 'trouble']);
    assert.equal(host.sessions.length, 1);
  });
});

describe('closing the pool', () => {
  test('takes leave of the hosts', async () => {
    const world = new RelayWorld();
    const host = world.host();
    await world.deliver([bart]);
    await world.relay.close();
    assert.equal(host.commands[0]?.at(-1), 'QUIT');
  });

  test('does not wait long for one that does not answer', async () => {
    const world = new RelayWorld();
    world.host({ QUIT: SILENCE });
    await world.deliver([bart]);
    let isClosed = false;
    void world.relay.close().then(() => {
      isClosed = true;
    });
    await world.clock.pass(farewellMs - 1);
    assert.equal(isClosed, false);
    await world.clock.pass(1);
    assert.equal(isClosed, true);
    assert.equal(world.clock.pending, 0);
  });

  test('leaves alone what is in use, and closes it as it comes back', async () => {
    const world = new RelayWorld();
    const host = world.host({ '.': SILENCE });
    const delivery = world.relay.deliver(jobOf([bart]));
    await idle();
    await world.relay.close();
    host.sessions[0]?.say('250 2.0.0 taken');
    assert.deepEqual(words(await delivery), taken);
    await idle();
    assert.equal(host.commands[0]?.at(-1), 'QUIT');
    assert.equal(world.clock.pending, 0);
  });
});
