import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DkimKeyView } from '../operations/dkim.ts';
import { checkKey } from './check-dkim.ts';
import { brief, key, resolverWith } from './testing/springfield.ts';

const now = Date.parse('2026-11-25T12:00:00.000Z');

async function found(texts: readonly string[], change: Partial<DkimKeyView> = {}): Promise<string> {
  const resolver = resolverWith({ [key.record.name]: { TXT: texts } });
  return brief(await checkKey({ ...key, ...change }, now, resolver));
}

describe('the record of a DKIM key', () => {
  it('is there', async () => {
    for (const text of [key.record.text, 'k=ed25519;p=AAAA;s=email;t=s'])
      assert.equal(await found([text]), 'DKIM right: The key signs, and its record is there.');
    assert.match(
      await found([key.record.text], { state: 'waits' }),
      /^DKIM right: .*as soon as the server sees it/,
    );
  });

  it('is missing', async () => {
    assert.match(await found([], { state: 'waits' }), /^DKIM missing: The key waits for its record/);
    assert.match(await found([]), /^DKIM missing: The key signs, but .*dkim roll springfield\.test/);
    const finding = await checkKey(key, now, resolverWith({ [key.record.name]: {} }));
    assert.deepEqual(finding.record, { name: key.record.name, type: 'TXT', data: key.record.text });
  });

  it('has another key, or takes it back', async () => {
    assert.match(
      await found(['v=DKIM1; k=ed25519; p=BBBB']),
      /^DKIM wrong: .*another key: its signatures fail/,
    );
    assert.match(await found(['v=DKIM1; k=rsa; p=AAAA']), /^DKIM wrong: .*another key/);
    assert.match(
      await found(['v=DKIM1; k=ed25519; p=']),
      /^DKIM wrong: The key signs, but .*takes it back .*fail everywhere/,
    );
    assert.match(
      await found(['v=DKIM1; p='], { state: 'waits' }),
      /^DKIM wrong: The key waits to sign, but .*\(an empty p=\)\. /,
    );
  });

  it('says what spoils it', async () => {
    assert.match(await found([`${key.record.text}; h=sha1`]), /^DKIM wrong: .*keeps it from signing/);
    assert.match(await found([`${key.record.text}; t=y`]), /^DKIM advice: .*t=y/);
    assert.match(await found([key.record.text, 'p=BBBB']), /^DKIM wrong: There are 2 records/);
  });

  it('is of a former key', async () => {
    const former = { state: 'signed', replacedAt: '2026-11-20T12:00:00.000Z' } as const;
    const old = { state: 'signed', replacedAt: '2026-11-18T11:59:00.000Z' } as const;
    assert.match(await found([key.record.text], former), /^DKIM right: .*leave its record until 2026-11-27/);
    assert.match(await found([], former), /^DKIM advice: .*cannot be verified/);
    assert.match(
      await found([key.record.text], old),
      /^DKIM advice: .*evergreen dkim remove springfield\.test s1/,
    );
    assert.match(await found([], old), /^DKIM right: .*gone/);
  });

  it('cannot be found out', async () => {
    const resolver = resolverWith({ [key.record.name]: { fault: 'timeout' } });
    assert.match(brief(await checkKey(key, now, resolver)), /^DKIM unknown/);
  });
});
