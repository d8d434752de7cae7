import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseResolvConf, serversMax, systemDnsServers } from './servers.ts';

test('the nameserver lines of resolv.conf', () => {
  const text = `# a comment
search example.org
nameserver 192.0.2.1
  nameserver\t2001:DB8::1   # with a comment
#nameserver 192.0.2.2
nameserver fe80::1%eth0
nameserver dns.example.org
options edns0
`;
  assert.deepEqual(parseResolvConf(text), [
    { ip: '192.0.2.1', port: 53 },
    { ip: '2001:db8::1', port: 53 },
  ]);
});

test(`the first ${serversMax} servers count`, () => {
  const lines = [1, 2, 3, 4].map((n) => `nameserver 192.0.2.${n}\n`);
  for (const count of [serversMax, serversMax + 1]) {
    assert.equal(parseResolvConf(lines.slice(0, count).join('')).length, serversMax);
  }
});

test('without any, the machine itself is asked', () => {
  const itself = [{ ip: '127.0.0.1', port: 53 }];
  assert.deepEqual(parseResolvConf('search example.org\n'), itself);
  assert.deepEqual(systemDnsServers('/nonexistent/resolv.conf'), itself);
});
