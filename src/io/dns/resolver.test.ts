import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, test } from 'node:test';
import type { Answer } from 'dns-packet';
import { parseIp } from '../../address/ip.ts';
import { type DnsName, parseDnsName } from '../../dns/name.ts';
import { zone } from '../../dns/zone.ts';
import {
  garbled,
  late,
  noise,
  refusing,
  silent,
  truncating,
  truncatingAlways,
  withLies,
  withoutEdns,
  withWrongId,
  withWrongQuestion,
} from '../testing/dns-faults.ts';
import { networkResolver } from './resolver.ts';
import { type Respond, startDnsServer } from './server.ts';
import type { DnsServerAddress } from './servers.ts';
import { zoneResponder } from './zone-responder.ts';

const name = (text: string): DnsName => parseDnsName(text) ?? assert.fail(text);
const loopback = parseIp('127.0.0.1') ?? assert.fail();

const responder = zoneResponder(
  zone(
    {
      'krustylu.test': { MX: [[10, 'mx.krustylu.test']], TXT: ['v=spf1 -all'] },
      'mx.krustylu.test': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
      'www.krustylu.test': { CNAME: 'mx.krustylu.test' },
      'big.test': { TXT: Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(100, '.')) },
      'broken.test': { fault: 'servfail' },
      'closed.test': { fault: 'refused' },
    },
    { ttlSeconds: 120, negativeTtlSeconds: 30, authenticated: true },
  ),
);

/** Serves until the tests are over; counts the queries by transport. */
async function serve(respond: Respond, ip = loopback) {
  const count = { udp: 0, tcp: 0 };
  const server = await startDnsServer({ ip, port: 0 }, (query, transport) => {
    count[transport] += 1;
    return respond(query, transport);
  });
  after(() => server.close());
  return { address: server.address, count };
}

/** Long enough for a busy machine; the silent servers below are waited for side by side. */
const timeoutMs = 400;
const resolverOf = (...servers: readonly DnsServerAddress[]) =>
  networkResolver({ servers, timeoutMs, rounds: 1 });
const found = { kind: 'records', records: ['192.0.2.1'], ttlSeconds: 120, authenticated: true };

/** The answer to a question that a good server would answer. */
const answerFrom = async (...servers: readonly DnsServerAddress[]) =>
  resolverOf(...servers).query(name('mx.krustylu.test'), 'A');

async function reasonFrom(...servers: readonly DnsServerAddress[]): Promise<string> {
  const answer = await answerFrom(...servers);
  return answer.kind === 'failure' ? answer.reason : answer.kind;
}

test('answers of each kind come over the wire as they stand in the zone', async () => {
  const { address } = await serve(responder);
  const resolver = resolverOf(address);
  assert.deepEqual(await resolver.query(name('mx.krustylu.test'), 'A'), found);
  assert.deepEqual(await resolver.query(name('www.krustylu.test'), 'A'), found);
  const mx = await resolver.query(name('krustylu.test'), 'MX');
  assert.deepEqual(mx.kind === 'records' && mx.records, [{ preference: 10, exchange: 'mx.krustylu.test' }]);
  const no = { ttlSeconds: 30, authenticated: true };
  assert.deepEqual(await resolver.query(name('mx.krustylu.test'), 'MX'), { kind: 'no-data', ...no });
  assert.deepEqual(await resolver.query(name('kristylu.test'), 'MX'), { kind: 'no-such-domain', ...no });
  const broken = await resolver.query(name('broken.test'), 'MX');
  assert.equal(broken.kind === 'failure' && broken.reason, 'servfail');
  const closed = await resolver.query(name('closed.test'), 'MX');
  assert.equal(closed.kind === 'failure' && closed.reason, 'refused');
});

test('a server on IPv6 is asked just so', async (t) => {
  const itself = parseIp('::1') ?? assert.fail();
  const server = await serve(responder, itself).catch(() => undefined);
  if (server === undefined) return t.skip('this machine has no IPv6');
  assert.deepEqual(await answerFrom(server.address), found);
});

test('what does not fit into a datagram is asked for over TCP', async () => {
  const { address, count } = await serve(responder);
  const answer = await resolverOf(address).query(name('big.test'), 'TXT');
  assert.equal(answer.kind === 'records' && answer.records.length, 40);
  assert.deepEqual(count, { udp: 1, tcp: 1 });
});

test('truncated answers: over UDP the way to TCP, over TCP a failure', async () => {
  const once = await serve(truncating(responder));
  assert.deepEqual(await answerFrom(once.address), found);
  assert.equal(once.count.tcp, 1);
  const always = await serve(truncatingAlways(responder));
  assert.equal(await reasonFrom(always.address), 'malformed');
});

test('truncated over UDP, and over TCP nobody is there', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  socket.on('message', async (query, from) => {
    socket.send((await truncatingAlways(responder)(query, 'udp')) ?? '', from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.once('listening', () => resolve()));
  assert.equal(await reasonFrom({ ip: loopback, port: socket.address().port }), 'unreachable');
  socket.close();
});

test('a server that lies or talks nonsense is a failure, and the next one is asked', async () => {
  const good = await serve(responder);
  const bad: [Respond, string][] = [
    [silent, 'timeout'],
    [late(2 * timeoutMs)(responder), 'timeout'],
    [withWrongId(responder), 'timeout'],
    [withWrongQuestion(responder), 'timeout'],
    [noise, 'timeout'],
    [refusing(2), 'servfail'],
    [refusing(5), 'refused'],
    [refusing(1), 'refused'],
    [garbled(responder), 'malformed'],
  ];
  await Promise.all(
    bad.map(async ([respond, reason], i) => {
      const { address } = await serve(respond);
      assert.equal(await reasonFrom(address), reason, `${i}`);
      assert.deepEqual(await answerFrom(address, good.address), found, `${i}`);
    }),
  );
});

test('what was added unasked is not believed', async () => {
  const lies: Answer[] = [
    { type: 'A', name: 'bank.test', ttl: 99, data: '203.0.113.66' },
    { type: 'MX', name: 'mx.krustylu.test', ttl: 99, data: { preference: 0, exchange: 'evil.test' } },
    { type: 'CNAME', name: 'bank.test', ttl: 99, data: 'evil.test' },
  ];
  const { address } = await serve(withLies(lies)(responder));
  assert.deepEqual(await answerFrom(address), found);
  const bank = await resolverOf(address).query(name('krustylu.test'), 'A');
  assert.equal(bank.kind, 'no-data');
});

test('a server that is too old for EDNS is asked without', async () => {
  const { address, count } = await serve(withoutEdns(responder));
  assert.deepEqual(await answerFrom(address), found);
  assert.equal(count.udp, 2);
});

test('a closed port is known at once', async () => {
  const { address, count } = await serve(responder);
  const closed = { ip: loopback, port: await freePort() };
  assert.equal(await reasonFrom(closed), 'unreachable');
  assert.deepEqual(await answerFrom(closed, address), found);
  assert.equal(count.udp, 1);
});

test('whoever answered last is asked first', async () => {
  const dead = await serve(silent);
  const alive = await serve(responder);
  const resolver = resolverOf(dead.address, alive.address);
  await resolver.query(name('mx.krustylu.test'), 'A');
  await resolver.query(name('mx.krustylu.test'), 'A');
  assert.deepEqual([dead.count.udp, alive.count.udp], [1, 2]);
});

test('silence is asked again in the next round, an answer is not', async () => {
  const dead = await serve(silent);
  const failing = await serve(refusing(2));
  const servers = [dead.address, failing.address];
  const answer = await networkResolver({ servers, timeoutMs: 50, rounds: 3 }).query(
    name('krustylu.test'),
    'MX',
  );
  assert.equal(answer.kind === 'failure' && answer.reason, 'timeout');
  assert.deepEqual([dead.count.udp, failing.count.udp], [3, 1]);
});

test('without servers nothing is known', async () => {
  assert.equal(await reasonFrom(), 'unreachable');
});

test('no more queries than the limit are under way, and all are answered', async () => {
  let now = 0;
  let most = 0;
  const { address } = await serve(async (query, transport) => {
    now += 1;
    most = Math.max(most, now);
    const response = await late(5)(responder)(query, transport);
    now -= 1;
    return response;
  });
  const resolver = networkResolver({ servers: [address], queriesMax: 3 });
  const names = Array.from({ length: 20 }, (_, i) => name(`n${i}.test`));
  const answers = await Promise.all(names.map((each) => resolver.query(each, 'A')));
  assert.ok(answers.every((answer) => answer.kind === 'no-such-domain'));
  assert.equal(most, 3);
});

test('ids and ports are different each time', async () => {
  const seen = { ids: new Set<number>(), ports: new Set<number>() };
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    seen.ids.add(query.readUInt16BE(0));
    seen.ports.add(from.port);
  });
  socket.bind(0, '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('listening', () => resolve()));
  const server = { ip: loopback, port: socket.address().port };
  const resolver = networkResolver({ servers: [server], timeoutMs: 100, rounds: 1 });
  await Promise.all(Array.from({ length: 20 }, (_, i) => resolver.query(name(`n${i}.test`), 'A')));
  socket.close();
  // By chance two of twenty may be equal; ten would be no chance.
  assert.ok(seen.ids.size > 15 && seen.ports.size > 15, `${seen.ids.size} ids, ${seen.ports.size} ports`);
});

async function freePort(): Promise<number> {
  const server = await startDnsServer({ ip: loopback, port: 0 }, silent);
  await server.close();
  return server.address.port;
}
