import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../../accounts/accounts.ts';
import type { IpAddress } from '../../address/ip.ts';
import { instant } from '../../base/instant.ts';
import { err, ok } from '../../base/result.ts';
import { address, springfield } from '../../policy/testing/springfield.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { OperationError } from './operation.ts';
import { type VerifiedAddress, verifyOperations } from './verify.ts';

async function verifier() {
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
  });
  return async (...addresses: string[]) =>
    (await operations.verify?.({ addresses })) as readonly VerifiedAddress[];
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
    ['family@springfield.test', 'good', null, /alias here, for 1/],
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
