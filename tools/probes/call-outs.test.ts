/** `verify --call-out` of a whole server, and hosts on real sockets that are not ours, or not civil. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { VerifiedAddress } from '../../src/server/operations/verify.ts';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { Testbed } from '../testbed/running-server.ts';

const closers: (() => unknown)[] = [];
after(async () => {
  for (const close of closers.toReversed()) await close();
});

/** A host that plays its part whatever it is asked: one entry for each line that it hears, the first for the greeting. */
async function scriptedHost(...said: readonly string[]): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const rest = [...said];
    const say = () => {
      const next = rest.shift();
      if (next === undefined) socket.destroy();
      else if (next !== '') socket.write(`${next}\r\n`);
    };
    socket.on('error', () => {});
    socket.on('data', (octets) => {
      for (const _ of octets.toString('latin1').matchAll(/\r\n/g)) say();
    });
    say();
  });
  server.listen(0, loopback);
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const said: string[] = [];
let foreign: ForeignHost;
let testbed: Testbed;

before(async () => {
  const hello = ['220 hi', '250 hi'];
  const scripts: Readonly<Record<string, readonly string[]>> = {
    'no-null.test': [...hello, '550 5.7.1 no bounces here'],
    'greylist.test': [...hello, '250 ok', '450 4.2.0 come again'],
    'policy.test': [...hello, '250 ok', '550 5.7.1 your network is listed'],
    'rude.test': [...hello, '250 ok'],
    'silent.test': [...hello, '250 ok', ''],
    'endless.test': [...hello, '250 ok', `250-${'x'.repeat(100_000)}`],
    'all.test': [...hello, '250 ok', '250 ok', '250 ok', '250 ok', '250 ok', '221 bye'],
  };
  foreign = await ForeignHost.start({
    onRcptTo({ address }, _session, done) {
      said.push(address);
      const refusal = Object.assign(new Error('5.1.1 No such person'), { responseCode: 550 });
      done(address.startsWith('krusty@') ? null : refusal);
    },
  });
  closers.push(() => foreign.stop());
  const routes: Record<string, string> = { [foreignDomain]: `${loopback}:${foreign.port}` };
  for (const [domain, script] of Object.entries(scripts))
    routes[domain] = `${loopback}:${await scriptedHost(...script)}`;
  routes['gone.test'] = `${loopback}:9`;
  testbed = await Testbed.start({ settings: { 'relay.routes': routes, verification: { timeout: '1s' } } });
  closers.push(() => testbed.stop());
});

async function callOut(...addresses: readonly string[]): Promise<readonly VerifiedAddress[]> {
  return (await testbed.operate('verify', { addresses, callOut: true })) as readonly VerifiedAddress[];
}

test('a host that is not ours says who is there, and gets no mail', async () => {
  const [krusty, mel] = await callOut(`krusty@${foreignDomain}`, `mel@${foreignDomain}`);
  assert.deepEqual([krusty?.verdict, krusty?.callOut?.found], ['good', 'exists']);
  assert.deepEqual([mel?.verdict, mel?.callOut?.found], ['bad', 'does-not-exist']);
  assert.match(mel?.callOut?.reply ?? '', /^550 5\.1\.1 No such person/);
  const strangers = said.filter((address) => address.startsWith('nobody-'));
  assert.equal(strangers.length, 1);
  assert.equal(foreign.mails.length, 0);
});

describe('what other hosts say', () => {
  const table: readonly [domain: string, found: string, reason: RegExp][] = [
    ['no-null.test', 'unknown', /without a sender/],
    ['greylist.test', 'unknown', /./],
    ['policy.test', 'unknown', /not clearly/],
    ['rude.test', 'unknown', /connection was lost/],
    ['silent.test', 'unknown', /did not answer in time/],
    ['endless.test', 'unknown', /protocol|in time/],
    ['gone.test', 'unknown', /No connection could be made/],
    ['all.test', 'accepts-everything', /accepts every address/],
  ];
  for (const [domain, found, reason] of table) {
    test(`${domain}: ${found}`, async () => {
      const [bart] = await callOut(`bart@${domain}`);
      assert.equal(bart?.callOut?.found, found);
      assert.equal(bart?.verdict, found === 'unknown' ? 'unknown' : 'good');
      assert.match(bart?.reason ?? '', reason);
    });
  }
});
