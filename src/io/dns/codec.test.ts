import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Answer,
  type DecodedPacket,
  decode,
  encode,
  type MxAnswer,
  type OptAnswer,
  type Packet,
} from 'dns-packet';
import fc from 'fast-check';
import { toBuffer } from '../../base/bytes.ts';
import { parseDnsName } from '../../dns/name.ts';
import { encodeQuery, type Query, readReply, udpPayloadBytes } from './codec.ts';

const name = parseDnsName('krustylu.test') ?? assert.fail();
const query: Query = { id: 0x1234, name, type: 'MX', hasEdns: true };
const question = { name: 'krustylu.test', type: 'MX', class: 'IN' } as const;

const response = (more: Packet = {}): Buffer =>
  encode({ type: 'response', id: query.id, questions: [question], ...more });
const mx = (data: { preference: number; exchange: string }, ttl = 300): MxAnswer => ({
  type: 'MX',
  name: 'krustylu.test',
  ttl,
  data,
});
const soa = (ttl: number, minimum: number): Answer => ({
  type: 'SOA',
  name: 'test',
  ttl,
  data: { mname: 'ns.test', rname: 'hostmaster.test', minimum },
});
const opt = (extendedRcode: number): Answer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
});

const read = (bytes: Uint8Array) => readReply(bytes, query);
const good = (bytes: Uint8Array) => {
  const reply = read(bytes);
  return reply.kind === 'response' ? reply.response : assert.fail(JSON.stringify(reply));
};

test('a query asks one question, wants recursion and AD, and offers EDNS if told to', () => {
  const packet: DecodedPacket = decode(toBuffer(encodeQuery(query)));
  assert.equal(packet.id, 0x1234);
  assert.deepEqual(packet.questions, [question]);
  assert.ok(packet.flag_rd && packet.flag_ad && !packet.flag_qr);
  const [edns] = packet.additionals ?? [];
  assert.ok(edns?.type === 'OPT');
  assert.equal(edns.udpPayloadSize, udpPayloadBytes);
  assert.deepEqual(decode(toBuffer(encodeQuery({ ...query, hasEdns: false }))).additionals, []);
});

test('records of all types', () => {
  const records: [Exclude<Answer, OptAnswer>, unknown][] = [
    [{ type: 'A', name: 'x.test', data: '192.0.2.1' }, '192.0.2.1'],
    [{ type: 'AAAA', name: 'x.test', data: '2001:db8:0:0:1::1' }, '2001:db8::1:0:0:1'],
    [{ type: 'AAAA', name: 'x.test', data: '::ffff:192.0.2.1' }, '192.0.2.1'],
    [{ type: 'CNAME', name: 'x.test', data: 'Y.Test' }, 'y.test'],
    [{ type: 'PTR', name: 'x.test', data: 'y.test' }, 'y.test'],
    [mx({ preference: 7, exchange: 'Y.test' }), { preference: 7, exchange: 'y.test' }],
    [mx({ preference: 0, exchange: '.' }), { preference: 0, exchange: '.' }],
    [{ type: 'TXT', name: 'x.test', data: ['v=spf1', Buffer.from([0xe4])] }, ['v=spf1', 'ä']],
    [
      {
        type: 'TLSA',
        name: 'x.test',
        data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from([1, 2]) },
      },
      { usage: 3, selector: 1, matchingType: 1, certificate: Uint8Array.of(1, 2) },
    ],
  ];
  for (const [record, data] of records) {
    const { answers, hasMalformedRecords } = good(response({ answers: [{ ...record, ttl: 9 }] }));
    assert.deepEqual(
      answers.map((answer) => answer.data),
      [data],
    );
    assert.equal(answers[0]?.ttlSeconds, 9);
    assert.equal(hasMalformedRecords, false);
  }
});

test('what is in the additional section is not even read', () => {
  const { answers } = good(response({ additionals: [mx({ preference: 1, exchange: 'evil.test' })] }));
  assert.deepEqual(answers, []);
});

test('records that make no sense are left out, and this is told', () => {
  const { answers, hasMalformedRecords } = good(
    response({
      answers: [mx({ preference: 1, exchange: 'no host.test' }), mx({ preference: 2, exchange: 'a.test' })],
    }),
  );
  assert.equal(answers.length, 1);
  assert.ok(hasMalformedRecords);
});

test('records of unknown types and other classes are passed over', () => {
  const { answers, hasMalformedRecords } = good(
    response({
      answers: [
        { type: 'HINFO', name: 'x.test', data: { cpu: 'a', os: 'b' } },
        { ...mx({ preference: 1, exchange: 'a.test' }), class: 'CH' } as Answer,
      ],
    }),
  );
  assert.deepEqual(answers, []);
  assert.equal(hasMalformedRecords, false);
});

test('response codes, the extended ones too', () => {
  const codes: [number, number, string][] = [
    [1, 0, 'format-error'],
    [2, 0, 'servfail'],
    [4, 0, 'format-error'],
    [5, 0, 'refused'],
    [9, 0, 'refused'],
    [0, 1, 'refused'], // BADVERS, which would look like success without its upper bits
    [3, 1, 'refused'],
  ];
  for (const [low, high, code] of codes) {
    for (const questions of [[question], []]) {
      const reply = read(response({ flags: low, additionals: [opt(high)], questions }));
      assert.equal(reply.kind === 'error' && reply.code, code, `${high}/${low}`);
    }
  }
  assert.equal(good(response({ additionals: [opt(0)] })).code, 'no-error');
  assert.equal(good(response({ flags: 3 })).code, 'no-such-domain');
  assert.equal(good(response({ flags: 0x20 })).authenticated, true);
  assert.equal(good(response()).authenticated, false);
});

test('times to live: what is too great is zero, and a no has the lesser of two', () => {
  const { answers } = good(
    response({
      answers: [2 ** 31 - 1, 2 ** 31].map((ttl) => mx({ preference: 1, exchange: 'a.test' }, ttl)),
    }),
  );
  assert.deepEqual(
    answers.map((answer) => answer.ttlSeconds),
    [2 ** 31 - 1, 0],
  );
  assert.equal(good(response({ authorities: [soa(60, 30)] })).negativeTtlSeconds, 30);
  assert.equal(good(response({ authorities: [soa(30, 60)] })).negativeTtlSeconds, 30);
  assert.equal(good(response()).negativeTtlSeconds, undefined);
});

test('what does not answer our query is stray', () => {
  const strays: Buffer[] = [
    Buffer.alloc(0),
    response().subarray(0, 11),
    encode({ type: 'response', id: 0x1235, questions: [question] }),
    encode({ type: 'query', id: query.id, questions: [question] }),
    response({ flags: 0x0800 }), // another opcode
    response({ questions: [{ ...question, name: 'other.test' }] }),
    response({ questions: [{ ...question, type: 'A' }] }),
    response({ questions: [{ ...question, class: 'CH' }] }),
    response({ questions: [question, question] }),
  ];
  for (const [i, bytes] of strays.entries()) assert.equal(read(bytes).kind, 'stray', `${i}`);
  assert.equal(read(response({ questions: [{ ...question, name: 'KrustyLu.Test' }] })).kind, 'response');
});

test('truncation is seen before the rest is read', () => {
  assert.equal(read(response({ flags: 0x0200 }).subarray(0, 20)).kind, 'truncated');
});

test('what cannot be read is malformed', () => {
  const announcing = response();
  announcing.writeUInt16BE(0xffff, 6);
  const cut = response({ answers: [mx({ preference: 1, exchange: 'a.test' })] });
  const malformed: Buffer[] = [announcing, cut.subarray(0, cut.length - 3), response({ questions: [] })];
  for (const [i, bytes] of malformed.entries()) {
    const reply = read(bytes);
    assert.equal(reply.kind === 'error' && reply.code, 'malformed', `${i}`);
  }
});

test('property: no octets whatever make it throw', () => {
  const header = fc.tuple(fc.nat(0xff), fc.nat(0xff), fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }));
  const noisy = fc.tuple(header, fc.uint8Array({ maxLength: 120 })).map(([[high, low, counts], rest]) => {
    const head = [0x12, 0x34, high | 0x80, low, ...counts.flatMap((count) => [0, count])];
    return Uint8Array.from([...head, ...rest]);
  });
  const base = response({
    answers: [mx({ preference: 1, exchange: 'a.test' }), { type: 'TXT', name: 'x.test', data: ['abc'] }],
    authorities: [soa(1, 2)],
    additionals: [opt(0)],
  });
  const spoilt = fc
    .tuple(fc.nat(base.length - 13), fc.nat(255), fc.nat(base.length))
    .map(([at, octet, length]) => {
      const copy = Uint8Array.from(base);
      copy[12 + at] = octet;
      return copy.subarray(0, length);
    });
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(noisy, spoilt), (bytes) => {
      kinds.add(read(bytes).kind);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(kinds.has('stray') && kinds.has('error'));
});
