import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ZoneData, ZoneNode } from '../../dns/zone.ts';
import { checkHostMx, checkMx } from './check-mx.ts';
import { brief, resolverWith, site } from './testing/springfield.ts';

async function found(MX: ZoneNode['MX'], more: ZoneData = {}): Promise<string[]> {
  const resolver = resolverWith({ 'springfield.test': { ...(MX && { MX }) }, ...more });
  return (await checkMx(site, resolver)).map(brief);
}

describe('the MX records of a domain', () => {
  it('name this host', async () => {
    assert.deepEqual(await found([[10, 'mail.springfield.test']]), [
      'MX right: Mail goes to mail.springfield.test, which is this host.',
    ]);
  });

  it('may name it otherwise, if that has an address of ours', async () => {
    const [finding] = await found([[5, 'mx.springfield.test']], {
      'mx.springfield.test': { A: ['192.0.2.1'] },
    });
    assert.equal(finding, 'MX right: Mail goes to mx.springfield.test, which is this host.');
  });

  it('are missing, or say that there is no mail', async () => {
    assert.match(
      (await found(undefined)).join(),
      /^MX missing: There is no MX record: other hosts .* Publish/,
    );
    assert.match((await found([[0, '.']])).join(), /^MX wrong: .*no mail at all/);
    const [finding] = await checkMx(site, resolverWith({ 'springfield.test': { MX: [[0, '.']] } }));
    assert.deepEqual(finding?.record, {
      name: 'springfield.test',
      type: 'MX',
      data: '10 mail.springfield.test.',
    });
  });

  it('lead elsewhere', async () => {
    const other = { 'mx.krustylu.test': { A: ['192.0.2.9'] } };
    assert.match(
      (await found([[10, 'mx.krustylu.test']], other)).join(),
      /^MX wrong: Mail goes to mx\.krustylu\.test, and nothing of it to this host \(mail\.springfield\.test\)/,
    );
  });

  it('are several', async () => {
    const [best, other] = await found(
      [
        [20, 'mail.springfield.test'],
        [10, 'mx.krustylu.test'],
      ],
      { 'mx.krustylu.test': { A: ['192.0.2.9'] } },
    );
    assert.match(
      best ?? '',
      /^MX advice: Mail goes to mx\.krustylu\.test too\. It should know who has a mailbox here/,
    );
    assert.match(
      other ?? '',
      /^MX advice: Mail goes to this host .* only when others of a lower number than 20/,
    );
  });

  it('name what cannot take mail', async () => {
    const ours = [10, 'mail.springfield.test'] as const;
    assert.match((await found([ours, [20, 'gone.test']])).join(), /MX wrong: gone\.test has no address/);
    assert.match((await found([ours, [20, '192.0.2.1']])).join(), /MX wrong: 192\.0\.2\.1 is an address/);
    assert.match(
      (await found([ours, [20, 'alias.test']], { 'alias.test': { CNAME: 'mail.springfield.test' } })).join(),
      /MX wrong: alias\.test is an alias \(CNAME\)/,
    );
  });

  it('cannot be found out', async () => {
    for (const fault of ['servfail', 'refused', 'timeout'] as const) {
      const [finding] = await checkMx(site, resolverWith({ 'springfield.test': { fault } }));
      assert.equal(finding?.verdict, 'unknown');
      assert.match(finding?.says ?? '', /does not say now/);
    }
    const [finding] = await found([[10, 'slow.test']], { 'slow.test': { fault: 'timeout' } });
    assert.match(finding ?? '', /^MX unknown/);
  });
});

it('the name of the host takes no mail', async () => {
  for (const [MX, expected] of [
    [[[0, '.']], /^MX right/],
    [[], /^MX advice: .* is refused.* IN MX 0 \./],
    [[[10, 'mx.krustylu.test']], /^MX advice: .*goes to mx\.krustylu\.test/],
  ] as const)
    assert.match(brief(await checkHostMx(site, resolverWith({ 'mail.springfield.test': { MX } }))), expected);
  const silent = resolverWith({ 'mail.springfield.test': { fault: 'timeout' } });
  assert.match(brief(await checkHostMx(site, silent)), /^MX unknown/);
});
