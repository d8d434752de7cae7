import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { dayMs, instant, later } from '../base/instant.ts';
import { signingKey } from '../dsn/correlate/signature.ts';
import { springfield } from '../policy/testing/springfield.ts';
import { type Config, readConfig } from './config.ts';
import { returnPaths } from './return-paths.ts';

const noon = instant(Date.parse('2026-11-25T12:00:00Z'));
const [first, second, third] = ['first', 'second', 'third'].map((name) =>
  signingKey(fromLatin1(name.padEnd(32))),
);
assert(first && second && third);

const config = (toml: string): Config => readConfig(toml, 'evergreen.toml', 'mail.springfield.test');

function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text);
  assert(parsed.ok);
  return parsed.value;
}

function paths(toml = '', current = first, former = [] as (typeof first)[]) {
  return returnPaths(config(toml), springfield, { current, known: [current, ...former] } as never);
}

function tagged(of: ReturnType<typeof paths>, to = 'krusty@krustylu.test') {
  const path = of.outgoing(
    { reversePath: address('homer@springfield.test'), to: address(to), acceptedAt: noon },
    noon,
  );
  assert(path !== NULL_PATH);
  return path;
}

describe('the keys of tags', () => {
  it('are made of the signing keys, and nobody else has them', () => {
    const path = tagged(paths());
    assert.notEqual(path.text, tagged(paths('', second)).text);
    assert.equal(paths().incoming(path, noon).tag, 'valid');
    assert.equal(paths('', second).incoming(path, noon).tag, 'forged');
  });

  it('roll with them', () => {
    const path = tagged(paths());
    assert.equal(paths('', second, [first]).incoming(path, noon).tag, 'valid');
    assert.equal(paths('', third, [second, first]).incoming(path, noon).tag, 'valid');
    assert.equal(paths('', third, [second]).incoming(path, noon).tag, 'forged');
  });
});

describe('the configuration of tags', () => {
  it('says how long they are good', () => {
    const path = tagged(paths('batv.days = 2'));
    assert.equal(paths().incoming(path, later(noon, 2 * dayMs)).tag, 'valid');
    assert.equal(paths().incoming(path, later(noon, 3 * dayMs)).tag, 'expired');
  });

  it('says who is shown none', () => {
    const some = paths('batv.exceptions = ["Lists.test", ".services.test", "Krusty@KrustyLu.test"]');
    for (const [to, isTagged] of [
      ['krusty@krustylu.test', false],
      ['mel@krustylu.test', true],
      ['all@lists.test', false],
      ['x@a.services.test', false],
    ] as const)
      assert.equal(tagged(some, to).text.startsWith('prvs='), isTagged, to);
  });

  it('lets the default be no tags where a smart host knows our accounts', () => {
    const smartHost =
      '[relay]\nsmart_host = "smtp.test"\nsmart_host_username = "x"\nsmart_host_password_file = "p"\n';
    assert.equal(paths().mode, 'monitor');
    assert.equal(paths('relay.smart_host = "smtp.test"').mode, 'monitor');
    assert.equal(paths(smartHost).mode, 'off');
    assert.equal(paths(`batv.mode = "enforce"\n${smartHost}`).mode, 'enforce');
  });

  it('is refused where it makes no sense', () => {
    for (const toml of [
      'batv.mode = "on"',
      'batv.days = 0',
      'batv.days = 15',
      'batv.exceptions = ["*"]',
      'batv.exceptions = ["x y@z.test"]',
    ])
      assert.throws(() => config(toml), /evergreen\.toml:1: batv\.\S+ must be/, toml);
  });
});
