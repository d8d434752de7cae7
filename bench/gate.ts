// usage: node bench/gate.ts [--messages 1000]
// What the gate against backscatter costs for one message of another host, without waiting for the DNS: SPF, DKIM, ARC and DMARC, the tag
// of the reverse-path (BATV), and whether its sender may be told. Processor time of all threads of this process.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Domain } from '../src/address/domain.ts';
import type { IpAddress } from '../src/address/ip.ts';
import { mailboxAddress } from '../src/address/mailbox-address.ts';
import { authenticatorOf } from '../src/authentication/authenticate.ts';
import { spfCheck } from '../src/authentication/spf/check.ts';
import { type Bytes, fromUtf8, utf8 } from '../src/base/bytes.ts';
import { zone, zoneResolver } from '../src/dns/zone.ts';
import { signingKey } from '../src/dsn/correlate/signature.ts';
import { SignaturePool } from '../src/io/authentication/signature-pool.ts';
import { Sealer } from '../src/io/authentication/testing/sealer.ts';
import { signer } from '../src/io/authentication/testing/signer.ts';
import { systemClock } from '../src/io/clock.ts';
import { createLog } from '../src/io/log.ts';
import { parseHeader } from '../src/message/fields.ts';
import { ReturnPaths } from '../src/policy/return-paths.ts';
import { whyNotReport } from '../src/queue/may-report.ts';

const { values } = parseArgs({ options: { messages: { type: 'string', default: '1000' } } });
const atOnce = 10;
const bodyBytes = 4_096;
const from = 'author.test' as Domain;
const ours = 'springfield.test' as Domain;
const clock = systemClock;
const log = createLog('error');

const rsa = signer(from, 'rsa', 'rsa');
const ed25519 = signer(from, 'ed');
const [list, forwarder] = [new Sealer('list.test'), new Sealer('forwarder.test')];
const resolver = zoneResolver(
  zone({
    [from]: { TXT: ['v=spf1 include:_spf.author.test ip4:192.0.2.7 -all'] },
    '_spf.author.test': { TXT: ['v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all'] },
    '_dmarc.author.test': { TXT: ['v=DMARC1; p=reject'] },
    'rsa._domainkey.author.test': { TXT: [rsa.record] },
    'ed._domainkey.author.test': { TXT: [ed25519.record] },
    'arc._domainkey.list.test': { TXT: [list.record] },
    'arc._domainkey.forwarder.test': { TXT: [forwarder.record] },
  }),
);
const pool = new SignaturePool({ clock, log });
const spf = spfCheck({ hostname: `mx.${ours}`, clock, explains: false });
const authenticate = authenticatorOf({ clock, log, resolver, checks: { spf, signatures: pool.verify } });
const key = signingKey(new Uint8Array(32));
const tagKey = { number: 0, secret: fromUtf8(key.mac('key of return paths')) };
const returnPaths = new ReturnPaths({
  mode: 'enforce',
  days: 7,
  exceptions: new Set(),
  ours: { primary: ours, all: new Set([ours]), literals: new Set() },
  keys: () => [tagKey],
});
const homer = mailboxAddress('homer', ours);
const tagged = returnPaths.outgoing(
  { reversePath: homer, to: mailboxAddress('a', from), acceptedAt: clock.now() },
  clock.now(),
);

const line = `${'x'.repeat(70)}\r\n`;
const plain = `From: Ned <ned@${from}>\r\nTo: homer@${ours}\r\nSubject: Hello\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@${from}>\r\n\r\n${line.repeat(Math.floor(bodyBytes / line.length))}`;

await main();

async function main(): Promise<void> {
  const signed = await rsa.sign(utf8(await ed25519.sign(plain)));
  const kinds: readonly [name: string, mail: Bytes, ip: string][] = [
    ['forged: no signature, SPF fails', fromUtf8(plain), '203.0.113.5'],
    ['SPF passes, no signature', fromUtf8(plain), '192.0.2.7'],
    ['SPF passes, RSA 2048', await rsa.sign(plain), '192.0.2.7'],
    ['SPF passes, RSA 2048 and Ed25519', signed, '192.0.2.7'],
    [
      'forwarded twice: these two, and two ARC sets',
      fromUtf8(forwarder.seal(list.seal(utf8(signed)))),
      '203.0.113.5',
    ],
  ];
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}; ${bodyBytes} octets; ${values.messages} messages of each kind`,
  );
  for (const [name, mail, ip] of kinds) await measure(name, mail, ip as IpAddress);
  await pool.close();
}

async function measure(name: string, mail: Bytes, ip: IpAddress): Promise<void> {
  const messages = Number(values.messages);
  await gateAll(mail, ip, Math.ceil(messages / 5));
  const before = process.cpuUsage();
  const result = await gateAll(mail, ip, messages);
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${((user + system) / 1_000 / messages).toFixed(2).padStart(6)} ms  ${name.padEnd(46)} ${result}`,
  );
}

/** @returns what was found of the last one */
async function gateAll(mail: Bytes, ip: IpAddress, count: number): Promise<string> {
  let next = 0;
  let last = '';
  const work = async () => {
    while (next++ < count) last = await gate(mail, ip);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return last;
}

async function gate(mail: Bytes, ip: IpAddress): Promise<string> {
  if (tagged === 'null-path' || returnPaths.incoming(tagged, clock.now()).tag !== 'valid')
    throw new Error('the tag is not ours');
  const reversePath = mailboxAddress('ned', from);
  const header = parseHeader(mail);
  const verdict = await authenticate({
    ip,
    greetingName: `mx.${from}`,
    reversePath,
    header,
    headerSection: mail.subarray(0, header.bodyStart),
    body: { kind: 'bytes', bytes: mail.subarray(header.bodyStart) },
  });
  const because = whyNotReport(
    {
      origin: { kind: 'relay-in' },
      envelope: { reversePath, body: '7bit', smtpUtf8: false },
      arrival: { ip, greetingName: `mx.${from}` },
      verdict,
      facts: { is8bit: false, isHeaderUtf8: false },
    },
    () => false,
  );
  const { dkim, arc, dmarc } = verdict;
  return `spf ${verdict.spf.result}, dkim ${dkim.map(({ result }) => result).join('+') || 'none'}, arc ${arc}, dmarc ${dmarc.result}: ${because ?? 'may be told'}`;
}
