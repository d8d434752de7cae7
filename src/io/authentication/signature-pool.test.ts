import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { recordingLog } from '../../accounts/testing/doubles.ts';
import type { SignedMail } from '../../authentication/authenticate.ts';
import { type Bytes, concat, fromUtf8, utf8 } from '../../base/bytes.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { type ZoneData, zone, zoneResolver } from '../../dns/zone.ts';
import { parseHeader } from '../../message/fields.ts';
import { systemClock } from '../clock.ts';
import { SignaturePool } from './signature-pool.ts';
import { type Signer, signer } from './testing/signer.ts';

const mail =
  'From: Krusty <krusty@krustylu.test>\r\nTo: homer@springfield.test\r\nSubject: hello\r\n\r\nHello Homer\r\n';
const krusty = signer('krustylu.test');

const keys = (...signers: Signer[]): ZoneData =>
  Object.fromEntries(
    signers.map(({ domain, selector, record }) => [`${selector}._domainkey.${domain}`, { TXT: [record] }]),
  );
const resolverOf = (data: ZoneData): Resolver => zoneResolver(zone(data));

function asSigned(content: Bytes): SignedMail {
  const { bodyStart } = parseHeader(content);
  return {
    headerSection: content.subarray(0, bodyStart),
    body: { kind: 'bytes', bytes: content.subarray(bodyStart) },
  };
}

describe('signatures', () => {
  const log = recordingLog();
  const pool = new SignaturePool({ clock: systemClock, log }, { bodyBytesMax: 2_000_000 });
  after(() => pool.close());
  const results = async (content: Bytes, data: ZoneData = keys(krusty)) => {
    const { dkim } = await pool.verify(asSigned(content), resolverOf(data));
    return dkim.map(({ result, domain, selector }) => `${result} ${domain} ${selector}`);
  };

  it('of RSA and Ed25519 are verified', async () => {
    const rsa = signer('krustylu.test', 'rsa', 'rsa');
    assert.deepEqual(await results(await krusty.sign(mail)), ['pass krustylu.test s1']);
    assert.deepEqual(await results(await rsa.sign(mail), keys(rsa)), ['pass krustylu.test rsa']);
  });

  it('do not fit what somebody has changed', async () => {
    const signed = utf8(await krusty.sign(mail));
    for (const [from, to] of [
      ['Hello Homer', 'Hello Marge'],
      ['Subject: hello', 'Subject: pay'],
      ['Krusty <krusty@', 'Krusty <ceo@'],
    ] as const) {
      const tampered = signed.replace(from, to);
      assert.notEqual(tampered, signed);
      const [result] = await results(fromUtf8(tampered));
      assert.match(result ?? '', /^(fail|neutral) krustylu\.test s1$/, from);
    }
  });

  it('whose key is missing, another, revoked or nonsense do not pass', async () => {
    const signed = await krusty.sign(mail);
    const name = 's1._domainkey.krustylu.test';
    for (const data of [
      {},
      keys(signer('krustylu.test')),
      { [name]: { TXT: ['v=DKIM1; k=ed25519; p='] } },
      { [name]: { TXT: ['v=DKIM1; p=%%%%'] } },
      { [name]: { TXT: ['\x00\xff;;;===p'] } },
    ]) {
      const [result] = await results(signed, data);
      assert.match(result ?? '', /^(?!pass|temperror)/, JSON.stringify(data));
    }
    assert.deepEqual(await results(signed, { [name]: { fault: 'servfail' } }), [
      'temperror krustylu.test s1',
    ]);
    assert.deepEqual(await results(signed, { [name]: { fault: 'timeout' } }), ['temperror krustylu.test s1']);
  });

  it('that leave the end of the body open do not vouch for what was added there', async () => {
    const signed = await krusty.sign(mail, { maxBodyLength: 5 });
    assert.deepEqual(await results(signed), ['policy krustylu.test s1']);
  });

  it('are looked at up to a number', async () => {
    const field = 'DKIM-Signature: v=1; a=rsa-sha256; d=x.test; s=s; h=from; bh=AAAA; b=AAAA\r\n';
    const found = await results(fromUtf8(field.repeat(500) + mail));
    assert.equal(found.length, 10);
  });

  it('that make no sense harm nobody', async () => {
    for (const value of [
      '',
      ';',
      'v=1',
      'd=\x00; s=../../etc',
      `d=${'a.'.repeat(5_000)}; s=x; b=; h=`,
      '\xff='.repeat(99),
    ]) {
      const found = await results(fromUtf8(`DKIM-Signature: ${value}\r\n${mail}`));
      assert(
        found.every((each) => !each.startsWith('pass') && each.length < 700),
        value,
      );
    }
  });

  it('of a mail in a file are read from there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-signatures-'));
    try {
      const large = mail + 'x'.repeat(70).concat('\r\n').repeat(20_000);
      const signed = await krusty.sign(large);
      const { headerSection } = asSigned(signed);
      const path = join(folder, '1');
      const prefix = fromUtf8('Received: from x\r\n');
      await writeFile(path, concat([prefix, signed]));
      const offset = prefix.length + headerSection.length;
      const sizeBytes = signed.length - headerSection.length;
      const verify = (bytes: number) =>
        pool.verify(
          { headerSection, body: { kind: 'file', path, offset, sizeBytes: bytes } },
          resolverOf(keys(krusty)),
        );
      assert.deepEqual((await verify(sizeBytes)).dkim[0]?.result, 'pass');
      assert.notEqual((await verify(sizeBytes - 3)).dkim[0]?.result, 'pass');
      await assert.rejects(verify(2_000_001), /too large/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are too many at some time', async () => {
    const signed = asSigned(await krusty.sign(mail));
    const busy = new SignaturePool({ clock: systemClock, log }, { jobsMax: 3 });
    const verify = () => busy.verify(signed, resolverOf(keys(krusty)));
    const first = [verify(), verify(), verify()];
    await assert.rejects(verify(), /too many/);
    for (const { dkim } of await Promise.all(first)) assert.equal(dkim[0]?.result, 'pass');
    assert.equal((await verify()).dkim[0]?.result, 'pass');
    await busy.close();
    await assert.rejects(verify());
  });

  it('are given up with the worker that has them, and the next mail gets another', async () => {
    const signed = asSigned(await krusty.sign(mail));
    const own = new SignaturePool({ clock: systemClock, log });
    const silent: Resolver = { query: () => new Promise(() => {}) };
    const hanging = assert.rejects(own.verify(signed, silent), /gone/);
    await own.close();
    await hanging;
  });
});

describe('a chain of ARC', () => {
  it('that is none passes for nothing', async () => {
    const pool = new SignaturePool({ clock: systemClock, log: recordingLog() });
    const forged =
      'ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x.test; s=s; b=AAAA\r\n' +
      'ARC-Message-Signature: i=1; a=rsa-sha256; d=x.test; s=s; h=from; bh=AAAA; b=AAAA\r\n' +
      'ARC-Authentication-Results: i=1; mx.x.test; dmarc=pass\r\n';
    const resolver = resolverOf({});
    assert.equal((await pool.verify(asSigned(fromUtf8(forged + mail)), resolver)).arc, 'fail');
    assert.equal((await pool.verify(asSigned(fromUtf8(mail)), resolver)).arc, 'none');
    await pool.close();
  });
});
