import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import type { IpAddress } from '../address/ip.ts';
import { scanReversePath } from '../address/path.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import type { Resolver } from '../dns/resolver.ts';
import { zone, zoneResolver } from '../dns/zone.ts';
import { parseHeader } from '../message/fields.ts';
import { noon } from '../queue/testing/samples.ts';
import { authenticatorOf, type Checks, lookUpsMs, type SpfQuestion } from './authenticate.ts';
import type { Verdict } from './verdict.ts';

interface Arrangement {
  readonly checks?: Partial<Checks>;
  readonly resolver?: Resolver;
}

function arrange({ checks = {}, resolver = zoneResolver(zone({})) }: Arrangement = {}) {
  const clock = new VirtualClock(noon);
  const log = recordingLog();
  const questions: SpfQuestion[] = [];
  let verified = 0;
  const authenticate = authenticatorOf({
    clock,
    log,
    resolver,
    checks: {
      spf: async (question) => {
        questions.push(question);
        return { result: 'pass' };
      },
      signatures: async () => {
        verified += 1;
        return { dkim: [{ result: 'pass', domain: 'x.test', selector: 's' }], arc: 'none' };
      },
      ...checks,
    },
  });
  const judge = (
    path: string,
    header = 'From: a@x.test\r\n',
    greetingName = 'mx.x.test',
  ): Promise<Verdict> => {
    const scanned = scanReversePath(`<${path}>`, { utf8: true });
    assert(scanned.ok);
    const headerSection = fromUtf8(`${header}\r\n`);
    return authenticate({
      ip: '203.0.113.5' as IpAddress,
      greetingName,
      reversePath: scanned.value.path,
      header: parseHeader(headerSection),
      headerSection,
      body: { kind: 'bytes', bytes: fromUtf8('Hello\r\n') },
    });
  };
  return { clock, log, questions, judge, verified: () => verified };
}

describe('authenticating a mail', () => {
  it('asks SPF about the reverse-path, and about the greeting where that is null', async () => {
    const { judge, questions } = arrange();
    assert.deepEqual((await judge('a@X.test')).spf, {
      result: 'pass',
      domain: 'x.test',
      identity: 'mailfrom',
    });
    assert.deepEqual((await judge('')).spf, { result: 'pass', domain: 'mx.x.test', identity: 'helo' });
    assert.deepEqual(
      questions.map(({ sender }) => sender),
      ['a@x.test', 'postmaster@mx.x.test'],
    );
  });

  it('does not ask where there is no domain to ask about', async () => {
    const { judge, questions } = arrange();
    for (const [path, greeting] of [
      ['a@[192.0.2.1]', 'mx.x.test'],
      ['', '[192.0.2.1]'],
      ['', 'localhost'],
      ['', 'x) (\r\nFoo: bar'],
    ] as const)
      assert.equal((await judge(path, undefined, greeting)).spf.result, 'none');
    assert.deepEqual(questions, []);
  });

  it('gives only what is signed to those who verify', async () => {
    const { judge, verified } = arrange();
    assert.deepEqual((await judge('a@x.test')).dkim, []);
    assert.equal(verified(), 0);
    await judge('a@x.test', 'DKIM-Signature: x\r\nFrom: a@x.test\r\n');
    await judge('a@x.test', 'arc-seal: x\r\nFrom: a@x.test\r\n');
    assert.equal(verified(), 2);
  });

  it('knows who sealed a mail last, if the chain passes', async () => {
    for (const [arc, domain] of [
      ['pass', 'lists.test'],
      ['fail', undefined],
      ['none', undefined],
    ] as const) {
      const { judge } = arrange({ checks: { signatures: async () => ({ dkim: [], arc }) } });
      const { seal } = await judge('a@x.test', 'ARC-Seal: i=1; d=lists.test\r\nFrom: a@x.test\r\n');
      assert.equal(seal?.domain, domain, arc);
    }
  });

  it('knows nothing of what fails, and says so', async () => {
    const fails = () => Promise.reject(new Error('broken'));
    const { judge, log } = arrange({ checks: { spf: fails, signatures: fails } });
    const { spf, dkim, arc } = await judge('a@x.test', 'DKIM-Signature: x\r\nFrom: a@x.test\r\n');
    assert.deepEqual(
      [spf.result, dkim.map(({ result }) => result), arc],
      ['temperror', ['temperror'], 'temperror'],
    );
    assert.match(log.lines.join('\n'), /could not be authenticated/);
  });

  it('is over in a bounded time, whatever hangs', async () => {
    const never = () => new Promise<never>(() => {});
    const silent: Resolver = { query: never };
    const { clock, judge } = arrange({ checks: { spf: never, signatures: never }, resolver: silent });
    const verdict = judge('a@x.test', 'DKIM-Signature: x\r\nFrom: a@x.test\r\n');
    await clock.pass(25_000);
    const { spf, dkim, dmarc } = await verdict;
    assert.deepEqual([spf.result, dkim[0]?.result, dmarc.result], ['temperror', 'temperror', 'temperror']);
  });

  it('asks nothing more when the time for look-ups is over', async () => {
    const silent: Resolver = { query: () => new Promise(() => {}) };
    const { clock, judge } = arrange({ resolver: silent });
    const verdict = judge('a@x.test');
    await clock.pass(lookUpsMs);
    assert.deepEqual((await verdict).dmarc, { result: 'temperror', domain: 'x.test' });
  });

  it('does not let one mail ask without end', async () => {
    let asked = 0;
    const resolver: Resolver = {
      query: async () => {
        asked += 1;
        return { kind: 'no-data', ttlSeconds: 1, authenticated: false };
      },
    };
    const greedy: Checks['signatures'] = async (_, own) => {
      for (let i = 0; i < 1_000; i++) await own.query('x.test' as never, 'TXT');
      return { dkim: [], arc: 'none' };
    };
    const { judge } = arrange({ checks: { signatures: greedy }, resolver });
    await judge('a@x.test', 'DKIM-Signature: x\r\nFrom: a@x.test\r\n');
    assert(asked <= 100, `${asked}`);
  });
});
