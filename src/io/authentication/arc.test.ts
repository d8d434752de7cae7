import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { SignedMail } from '../../authentication/authenticate.ts';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { parseHeader } from '../../message/fields.ts';
import { Sealer } from './testing/sealer.ts';
import { verifySignatures } from './verify-signatures.ts';

const mail = 'From: krusty@krustylu.test\r\nTo: list@lists.test\r\nSubject: hello\r\n\r\nHello list\r\n';
const list = new Sealer('lists.test');
const forwarder = new Sealer('forward.test');
const zone: Readonly<Record<string, string>> = {
  'arc._domainkey.lists.test': list.record,
  'arc._domainkey.forward.test': forwarder.record,
};

const asSigned = (content: string): SignedMail => {
  const bytes = fromLatin1(content);
  const { bodyStart } = parseHeader(bytes);
  return {
    headerSection: bytes.subarray(0, bodyStart),
    body: { kind: 'bytes', bytes: bytes.subarray(bodyStart) },
  };
};

async function chainOf(content: string, records: Readonly<Record<string, string>> = zone): Promise<string> {
  const { arc } = await verifySignatures(asSigned(content), async (name) => {
    const record = records[name];
    if (record === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return [[record]];
  });
  return arc;
}

describe('a chain of seals', () => {
  it('passes, however long it is and whatever a sealer changed before he sealed', async () => {
    assert.equal(await chainOf(mail), 'none');
    const once = list.seal(mail);
    assert.equal(await chainOf(once), 'pass');
    assert.equal(await chainOf(forwarder.seal(once)), 'pass');
    const changed = once
      .replace('Hello list\r\n', 'Hello list\r\n--\r\nThe list\r\n')
      .replace('hello', '[list] hello');
    assert.equal(await chainOf(changed), 'fail');
    assert.equal(await chainOf(forwarder.seal(changed)), 'pass');
    assert.equal(await chainOf(list.seal(forwarder.seal(list.seal(forwarder.seal(once))))), 'pass');
  });

  it('may be of 50 sets', async () => {
    let long = mail;
    for (let i = 0; i < 50; i++) long = list.seal(long);
    assert.equal(await chainOf(long), 'pass');
    assert.equal(await chainOf(list.seal(long)), 'fail');
  });

  it('fails where one seal does not fit', async () => {
    const twice = forwarder.seal(list.seal(mail));
    for (const [from, to] of [
      ['mx.lists.test; arc=none; dmarc=pass', 'mx.lists.test; arc=none; dmarc=fail'],
      ['mx.forward.test', 'mx.forged.test'],
      ['Subject: hello', 'Subject: pay'],
      ['Hello list', 'Hello fool'],
      ['cv=pass', 'cv=none'],
      ['cv=none', 'cv=pass'],
      ['ARC-Seal: i=1', 'X-Seal: i=1'],
      ['ARC-Message-Signature: i=1', 'X-Signature: i=1'],
      ['ARC-Authentication-Results: i=1', 'X-Results: i=1'],
      ['ARC-Seal: i=1', 'ARC-Seal: i=2'],
    ] as const) {
      const broken = twice.replace(from, to);
      assert.notEqual(broken, twice);
      assert.equal(await chainOf(broken), 'fail', `${from} → ${to}`);
    }
    const [seal = ''] = /^ARC-Seal: i=2.*\r\n/m.exec(twice) ?? [];
    assert.equal(await chainOf(seal + twice), 'fail', 'a seal that is there twice');
  });

  it('fails where a seal says so, or is out of turn', async () => {
    const once = list.seal(mail);
    for (const broken of [
      list.seal(mail, { cv: 'fail' }),
      list.seal(mail, { cv: 'pass' }),
      list.seal(mail, { i: 2 }),
      list.seal(mail, { i: 0 }),
      forwarder.seal(once, { cv: 'fail' }),
      forwarder.seal(once, { cv: 'none' }),
      forwarder.seal(once, { i: 3 }),
      forwarder.seal(once, { i: 1 }),
    ])
      assert.equal(await chainOf(broken), 'fail');
  });

  it('fails where a seal is not of the form that it must have, though its signature fits', async () => {
    const tags = 'a=ed25519-sha256; d=lists.test; s=arc; cv=none';
    assert.equal(await chainOf(list.seal(mail, { seal: `i=1; ${tags}; t=12345` })), 'pass');
    for (const seal of [
      `i=1; ${tags}; h=from`,
      `i=1; ${tags}; s=arc`,
      `i=1; ${tags};; t=1`,
      `i=1; ${tags}; _=`,
      `i=1; ${tags}; x`,
      `i=1; ${tags.replace('s=arc', 'S=arc')}`,
      `I=1; ${tags}`,
      `i=1; ${tags.replace('d=lists.test; ', '')}`,
      `i=1; ${tags.replace('cv=none', 'cv=maybe')}`,
    ])
      assert.equal(await chainOf(list.seal(mail, { seal })), 'fail', seal);
  });

  it('fails where the key cannot be had', async () => {
    const once = list.seal(mail);
    for (const record of ['v=DKIM1; k=ed25519; p=', forwarder.record, 'nonsense'])
      assert.equal(await chainOf(once, { 'arc._domainkey.lists.test': record }), 'fail', record);
    assert.equal(await chainOf(once, {}), 'fail');
  });
});

/** The suite of ValiMail, as JSON: an array of its scenarios, one for each document of its YAML; ARC_SUITE may say where it is. */
const path =
  process.env.ARC_SUITE ??
  new URL('../../../../shared/data/arc/arc-draft-validation-tests.json', import.meta.url);
const skip = existsSync(path) ? false : 'no suite at ../shared/data/arc, nor where ARC_SUITE says';

interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, { readonly message: string; readonly cv: string }>>;
  readonly 'txt-records': Readonly<Record<string, string>>;
}

/**
 * The suite is older than RFC 8617. A seal of "fail" makes a chain that fails (§5.2, steps 2 and 3C), where the suite wants no word
 * about it; and a message signature that covers no field is not one (RFC 6376 §3.5).
 */
const otherwise: Readonly<Record<string, string>> = {
  cv_fail_i1_as_cv_fail: 'fail',
  cv_fail_i2_as2_fail: 'fail',
  cv_fail_i2_as1_fail: 'fail',
  ams_fields_h_empty: 'fail',
};

describe('the ARC suite of ValiMail', { skip }, () => {
  const scenarios = skip ? [] : (JSON.parse(readFileSync(path, 'utf8')) as Scenario[]);
  for (const { description, tests, 'txt-records': records } of scenarios) {
    it(description, async () => {
      for (const [name, { message, cv }] of Object.entries(tests)) {
        const content = fromUtf8(message.replace(/\r?\n/g, '\r\n'));
        const found = await chainOf(Buffer.from(content).toString('latin1'), records);
        const expected = otherwise[name] ?? (cv === '' || cv === 'None' ? 'none' : cv.toLowerCase());
        assert.equal(found, expected, name);
      }
    });
  }

  it('has all its cases', () => {
    assert.equal(scenarios.flatMap(({ tests }) => Object.keys(tests)).length, 171);
  });
});
