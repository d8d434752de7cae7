import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { decode, streamDecode, streamEncode } from 'dns-packet';
import { parseIp } from '../../address/ip.ts';
import { zone } from '../../dns/zone.ts';
import { type DnsServer, startDnsServer } from './server.ts';
import { zoneResponder } from './zone-responder.ts';

const loopback = parseIp('127.0.0.1') ?? assert.fail();
const responder = zoneResponder(
  zone({
    'krustylu.test': {
      MX: [
        [10, 'mx1.krustylu.test'],
        [20, 'mx2.krustylu.test'],
      ],
      TXT: ['v=spf1 mx -all', 'y'.repeat(300)],
    },
    'mx1.krustylu.test': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
    'www.krustylu.test': { CNAME: 'mx1.krustylu.test' },
    '1.2.0.192.in-addr.arpa': { PTR: ['mx1.krustylu.test'] },
    'quiet.test': { MX: [[0, '.']] },
    'big.test': { TXT: Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(100, '.')) },
    'broken.test': { fault: 'servfail' },
  }),
);

const start = async (port = 0): Promise<DnsServer> => {
  const server = await startDnsServer({ ip: loopback, port }, responder);
  after(() => server.close());
  return server;
};

/** Node's own resolver (c-ares): another reader of what we write. */
async function independent(): Promise<Resolver> {
  const { address } = await start();
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`${address.ip}:${address.port}`]);
  return resolver;
}

test('another resolver understands each type of record', async () => {
  const resolver = await independent();
  const mx = await resolver.resolveMx('krustylu.test');
  assert.deepEqual(
    mx.map(({ exchange, priority }) => ({ exchange, priority })).sort((a, b) => a.priority - b.priority),
    [
      { exchange: 'mx1.krustylu.test', priority: 10 },
      { exchange: 'mx2.krustylu.test', priority: 20 },
    ],
  );
  assert.deepEqual(await resolver.resolve4('mx1.krustylu.test'), ['192.0.2.1']);
  assert.deepEqual(await resolver.resolve6('mx1.krustylu.test'), ['2001:db8::1']);
  assert.deepEqual(await resolver.resolve4('www.krustylu.test'), ['192.0.2.1']);
  assert.deepEqual(await resolver.resolveTxt('krustylu.test'), [
    ['v=spf1 mx -all'],
    ['y'.repeat(255), 'y'.repeat(45)],
  ]);
  assert.deepEqual(await resolver.reverse('192.0.2.1'), ['mx1.krustylu.test']);
  assert.equal((await resolver.resolveMx('quiet.test'))[0]?.exchange, '');
});

test('another resolver understands each kind of no', async () => {
  const resolver = await independent();
  await assert.rejects(resolver.resolveMx('kristylu.test'), { code: 'ENOTFOUND' });
  await assert.rejects(resolver.resolveMx('mx1.krustylu.test'), { code: 'ENODATA' });
  await assert.rejects(resolver.resolveMx('broken.test'), { code: 'ESERVFAIL' });
});

test('another resolver comes back over TCP for what is too long', async () => {
  const resolver = await independent();
  assert.equal((await resolver.resolveTxt('big.test')).length, 40);
});

test('a plain query without EDNS gets at most 512 octets by datagram', async () => {
  const query = streamEncode({ type: 'query', id: 1, questions: [{ type: 'TXT', name: 'krustylu.test' }] });
  const ask = async (transport: 'udp' | 'tcp') => {
    const bytes = (await responder(query.subarray(2), transport)) ?? assert.fail();
    return decode(Buffer.from(bytes));
  };
  assert.equal((await ask('udp')).answers?.length, 2);
  const big = streamEncode({ type: 'query', id: 1, questions: [{ type: 'TXT', name: 'big.test' }] });
  const truncated = decode(Buffer.from((await responder(big.subarray(2), 'udp')) ?? assert.fail()));
  assert.ok(truncated.flag_tc);
  assert.deepEqual(truncated.answers, []);
});

test('what is no question gets a code, or nothing', async () => {
  const code = async (...questions: { type: 'A' | 'NS'; name: string }[]) => {
    const query = streamEncode({ type: 'query', id: 1, questions }).subarray(2);
    const { flags = 0 } = decode(Buffer.from((await responder(query, 'udp')) ?? assert.fail()));
    return flags & 0xf;
  };
  assert.equal(await code({ type: 'NS', name: 'krustylu.test' }), 4);
  assert.equal(await code({ type: 'A', name: 'no\\host.test' }), 1);
  assert.equal(await code(), 1);
  assert.equal(await code({ type: 'A', name: 'a.test' }, { type: 'A', name: 'b.test' }), 1);
  assert.equal(await responder(Uint8Array.of(1, 2, 3), 'udp'), undefined);
  const response = streamEncode({ type: 'response', id: 1, questions: [] }).subarray(2);
  assert.equal(await responder(response, 'udp'), undefined);
});

test('several queries on one TCP connection, cut anywhere', async () => {
  const { address } = await start();
  const socket = connect(address.port, address.ip);
  const queries = [1, 2].map((id) =>
    streamEncode({ type: 'query', id, questions: [{ type: 'A', name: 'mx1.krustylu.test' }] }),
  );
  const bytes = Buffer.concat(queries);
  socket.write(bytes.subarray(0, 40));
  setTimeout(() => socket.end(bytes.subarray(40)), 20);
  const ids: (number | undefined)[] = [];
  let rest = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk]);
    for (let packet = tryStream(rest); packet !== null; packet = tryStream(rest)) {
      ids.push(packet.id);
      rest = rest.subarray(2 + rest.readUInt16BE(0));
    }
    if (ids.length === 2) break;
  }
  assert.deepEqual(ids, [1, 2]);
});

const tryStream = (bytes: Buffer) => (bytes.length < 2 ? null : streamDecode(bytes));

test('a port that is taken is an error, and the server closes cleanly with clients connected', async () => {
  const server = await startDnsServer({ ip: loopback, port: 0 }, responder);
  await assert.rejects(startDnsServer(server.address, responder), { code: 'EADDRINUSE' });
  const client = connect(server.address.port, server.address.ip);
  client.on('error', () => undefined);
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await server.close();
  const again = await start(server.address.port);
  assert.equal(again.address.port, server.address.port);
  client.destroy();
});
