import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../../accounts/accounts.ts';
import type { IpAddress } from '../../address/ip.ts';
import { instant } from '../../base/instant.ts';
import { err, ok } from '../../base/result.ts';
import { reply } from '../../envelope/reply.ts';
import { address, springfield } from '../../policy/testing/springfield.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import type { Finding } from '../../verification/finding.ts';
import { OperationError } from './operation.ts';
import { type VerifiedAddress, verifyOperations } from './verify.ts';

const findings: Readonly<Record<string, Finding>> = {
  krusty: { kind: 'exists', text: 'He is there.', host: 'mx.tv.test', reply: reply(250, '2.1.5', 'ok') },
  nobody: {
    ...{ kind: 'does-not-exist', text: 'Mail would fail.', host: 'mx.tv.test', status: '5.1.1' },
    reply: reply(550, '5.1.1', 'No such user', 'here'),
  },
  mel: { kind: 'accepts-everything', text: 'It takes all.', host: 'mx.tv.test' },
  sideshow: { kind: 'unknown', text: 'It is busy.', status: '4.3.2' },
};

async function verifier(asked: string[] = [], callOut?: true) {
  const { accounts } = createMemoryStore();
  const homer = { id: 'h' as AccountId, address: address('homer@springfield.test'), createdAt: instant(0) };
  await accounts.addAccount(homer, undefined);
  await accounts.putAlias({ address: address('family@springfield.test'), targets: [homer.address] });
  const operations = verifyOperations({
    accounts,
    ours: springfield,
    findNextHops: async (domain) => {
      if (domain === 'tv.test')
        return ok([{ name: 'mx.tv.test', ip: '192.0.2.1' as IpAddress, port: 25, tls: 'opportunistic' }]);
      return domain === 'slow.test'
        ? err({ permanent: false, status: '4.4.3', text: 'The DNS cannot be asked.' })
        : err({ permanent: true, status: '5.1.2', text: `The domain ${domain} does not exist.` });
    },
    callOut: async ({ text }) => {
      asked.push(text);
      return findings[text.slice(0, text.indexOf('@'))] ?? assert.fail(text);
    },
  });
  const verify = async (...addresses: string[]) =>
    (await operations.verify?.(
      callOut ? { addresses, callOut } : { addresses },
    )) as readonly VerifiedAddress[];
  return verify;
}

describe('verifying an address', () => {
  const table: readonly [
    text: string,
    verdict: VerifiedAddress['verdict'],
    status: string | null,
    reason: RegExp,
    near?: readonly string[],
  ][] = [
    ['Homer@springfield.test', 'good', null, /mailbox here/],
    ['homer+lists@springfield.test', 'good', null, /mailbox here/],
    ['family@springfield.test', 'good', null, /alias here, for one address/],
    ['homre@springfield.test', 'bad', '5.1.1', /Nobody here/, ['homer@springfield.test']],
    ['ned@springfield.test', 'bad', '5.1.1', /Nobody here/],
    ['krusty@tv.test', 'good', null, /goes to mx\.tv\.test; only there/],
    ['krusty@gmial.com', 'bad', '5.1.2', /does not exist/, ['krusty@gmail.com']],
    ['krusty@slow.test', 'unknown', '4.4.3', /cannot be asked/],
    ['no address', 'bad', '5.1.3', /^It is no address: the local part is malformed\.$/],
  ];
  for (const [text, verdict, status, reason, near = []] of table) {
    it(`finds ${text} ${verdict}`, async () => {
      const verify = await verifier();
      const [found] = await verify(text);
      assert.deepEqual([found?.address, found?.verdict, found?.status], [text, verdict, status]);
      assert.match(found?.reason ?? '', reason);
      assert.deepEqual(found?.didYouMean, near);
    });
  }

  it('answers in the order of the questions', async () => {
    const verify = await verifier();
    const found = await verify('ned@springfield.test', 'krusty@tv.test');
    assert.deepEqual(
      found.map(({ verdict }) => verdict),
      ['bad', 'good'],
    );
  });

  it('wants an address, and not too many', async () => {
    const verify = await verifier();
    await assert.rejects(verify(), new OperationError('name an address'));
    const many = Array.from({ length: 1_001 }, () => 'a@b.test');
    await assert.rejects(verify(...many), new OperationError('at most 1000 addresses at once'));
  });
});

describe('verifying an address at its host', () => {
  it('tells what the host said', async () => {
    const verify = await verifier([], true);
    const found = await verify('krusty@tv.test', 'nobody@tv.test', 'mel@tv.test', 'sideshow@tv.test');
    assert.deepEqual(
      found.map(({ verdict, status, callOut }) => [verdict, status, callOut?.found, callOut?.reply]),
      [
        ['good', null, 'exists', '250 2.1.5 ok'],
        ['bad', '5.1.1', 'does-not-exist', '550 5.1.1 No such user here'],
        ['good', null, 'accepts-everything', null],
        ['unknown', '4.3.2', 'unknown', null],
      ],
    );
    assert.equal(found[1]?.reason, 'Mail would fail.');
  });

  it('asks no host about what is known without it', async () => {
    const asked: string[] = [];
    const verify = await verifier(asked, true);
    await verify(
      'homer@springfield.test',
      'ned@springfield.test',
      'a@gone.test',
      'a@slow.test',
      'no address',
    );
    assert.deepEqual(asked, []);
    await verify('krusty@tv.test');
    assert.deepEqual(asked, ['krusty@tv.test']);
  });

  it('asks nobody unless it is told to', async () => {
    const asked: string[] = [];
    const [found] = await (await verifier(asked))('krusty@tv.test');
    assert.deepEqual([asked, found?.callOut], [[], undefined]);
  });

  it('asks for a hundred at most', async () => {
    const verify = await verifier([], true);
    const many = (length: number) => Array.from({ length }, () => 'krusty@tv.test');
    assert.equal((await verify(...many(100))).length, 100);
    await assert.rejects(verify(...many(101)), OperationError);
  });
});
