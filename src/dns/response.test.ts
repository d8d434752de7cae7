import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseIp } from '../address/ip.ts';
import { type DnsName, parseDnsName } from './name.ts';
import { failure } from './resolver.ts';
import {
  type Ask,
  aliasesMax,
  type DnsResponse,
  type ResourceRecord,
  recordsMax,
  resolverOver,
} from './response.ts';

const name = (text: string): DnsName => parseDnsName(text) ?? assert.fail(text);
const ip = (text: string) => parseIp(text) ?? assert.fail(text);

const a = (owner: string, address: string, ttlSeconds = 300): ResourceRecord => ({
  name: name(owner),
  type: 'A',
  ttlSeconds,
  data: ip(address),
});
const cname = (owner: string, target: string, ttlSeconds = 300): ResourceRecord => ({
  name: name(owner),
  type: 'CNAME',
  ttlSeconds,
  data: name(target),
});
const response = (answers: readonly ResourceRecord[], more: Partial<DnsResponse> = {}): DnsResponse => ({
  code: 'no-error',
  authenticated: false,
  hasMalformedRecords: false,
  answers,
  ...more,
});

/** Answers each name with its response, in the order of questions; notes the questions. */
function scripted(responses: Record<string, ReturnType<typeof response>>) {
  const asked: string[] = [];
  const ask: Ask = async (question, type) => {
    asked.push(`${type} ${question}`);
    return responses[question] ?? failure('timeout', 'nothing scripted');
  };
  return { asked, resolver: resolverOver(ask) };
}

test('records of the name and type that were asked for, with the least of their TTLs', async () => {
  const { resolver } = scripted({
    'a.test': response([a('a.test', '192.0.2.1', 60), a('a.test', '192.0.2.2', 30)], { authenticated: true }),
  });
  assert.deepEqual(await resolver.query(name('a.test'), 'A'), {
    kind: 'records',
    records: ['192.0.2.1', '192.0.2.2'],
    ttlSeconds: 30,
    authenticated: true,
  });
});

test('records of other names and types are not believed', async () => {
  const { resolver } = scripted({
    'a.test': response([a('bank.test', '203.0.113.66'), cname('a.test', 'b.test'), a('b.test', '192.0.2.1')]),
  });
  const answer = await resolver.query(name('a.test'), 'A');
  assert.deepEqual(answer.kind === 'records' && answer.records, ['192.0.2.1']);
});

test('aliases are followed in one response, and their TTLs count', async () => {
  const { resolver, asked } = scripted({
    'a.test': response([cname('a.test', 'b.test', 20), a('b.test', '192.0.2.1')]),
  });
  const answer = await resolver.query(name('a.test'), 'A');
  assert.equal(answer.kind === 'records' && answer.ttlSeconds, 20);
  assert.deepEqual(asked, ['A a.test']);
});

test('an alias whose target the server does not know is asked for by itself', async () => {
  const { resolver, asked } = scripted({
    'a.test': response([cname('a.test', 'b.test', 20)], { authenticated: true }),
    'b.test': response([a('b.test', '192.0.2.1')]),
  });
  assert.deepEqual(await resolver.query(name('a.test'), 'A'), {
    kind: 'records',
    records: ['192.0.2.1'],
    ttlSeconds: 20,
    // The weaker of the two responses was not validated.
    authenticated: false,
  });
  assert.deepEqual(asked, ['A a.test', 'A b.test']);
});

test('an alias is itself the answer when it was asked for', async () => {
  const { resolver } = scripted({ 'a.test': response([cname('a.test', 'b.test')]) });
  const answer = await resolver.query(name('a.test'), 'CNAME');
  assert.deepEqual(answer.kind === 'records' && answer.records, ['b.test']);
});

test(`${aliasesMax} aliases are followed and no more, in one response or in many`, async () => {
  const chain = (length: number) => Array.from({ length }, (_, i) => cname(`n${i}.test`, `n${i + 1}.test`));
  for (const length of [aliasesMax, aliasesMax + 1]) {
    const end = a(`n${length}.test`, '192.0.2.1');
    const inOne = scripted({ 'n0.test': response([...chain(length), end]) });
    const inMany = scripted(
      Object.fromEntries([...chain(length), end].map((record) => [record.name, response([record])])),
    );
    for (const { resolver } of [inOne, inMany]) {
      const answer = await resolver.query(name('n0.test'), 'A');
      assert.equal(answer.kind, length <= aliasesMax ? 'records' : 'failure');
      if (answer.kind === 'failure') assert.equal(answer.reason, 'alias-loop');
    }
  }
});

test('a circle of aliases is a failure', async () => {
  const { resolver } = scripted({
    'a.test': response([cname('a.test', 'b.test'), cname('b.test', 'a.test')]),
  });
  const answer = await resolver.query(name('a.test'), 'A');
  assert.equal(answer.kind === 'failure' && answer.reason, 'alias-loop');
});

test('no is no: the TTL comes from the SOA record, and is 0 without one', async () => {
  const cases: [Partial<DnsResponse>, string, number][] = [
    [{ negativeTtlSeconds: 40 }, 'no-data', 40],
    [{}, 'no-data', 0],
    [{ code: 'no-such-domain', negativeTtlSeconds: 40 }, 'no-such-domain', 40],
    [{ code: 'no-such-domain' }, 'no-such-domain', 0],
  ];
  for (const [more, kind, ttlSeconds] of cases) {
    const { resolver } = scripted({ 'a.test': response([], more) });
    assert.deepEqual(await resolver.query(name('a.test'), 'MX'), { kind, ttlSeconds, authenticated: false });
  }
});

test('an alias to a name that does not exist does not exist', async () => {
  const { resolver } = scripted({
    'a.test': response([cname('a.test', 'b.test', 10)], { code: 'no-such-domain', negativeTtlSeconds: 40 }),
  });
  const answer = await resolver.query(name('a.test'), 'A');
  assert.deepEqual(answer, { kind: 'no-such-domain', ttlSeconds: 10, authenticated: false });
});

test('records that make no sense are a failure only where nothing else is left', async () => {
  const some = scripted({ 'a.test': response([a('a.test', '192.0.2.1')], { hasMalformedRecords: true }) });
  assert.equal((await some.resolver.query(name('a.test'), 'A')).kind, 'records');
  const none = scripted({ 'a.test': response([], { hasMalformedRecords: true, negativeTtlSeconds: 40 }) });
  const answer = await none.resolver.query(name('a.test'), 'A');
  assert.equal(answer.kind === 'failure' && answer.reason, 'malformed');
});

test(`of more than ${recordsMax} records the first ${recordsMax} are looked at`, async () => {
  for (const count of [recordsMax, recordsMax + 1]) {
    const records = Array.from({ length: count }, (_, i) => a('a.test', `192.0.2.${i}`));
    const answer = await scripted({ 'a.test': response(records) }).resolver.query(name('a.test'), 'A');
    assert.equal(answer.kind === 'records' && answer.records.length, recordsMax);
  }
});
