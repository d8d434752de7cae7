import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Domain } from '../address/domain.ts';
import type { AuthenticationRules } from '../authentication/judge.ts';
import type { Verdict } from '../authentication/verdict.ts';
import { fromLatin1 } from '../base/bytes.ts';
import { parseHeader } from '../message/fields.ts';
import { draftMemoryBytesMax } from './draft.ts';
import { TestReception } from './testing/test-reception.ts';

const passing: Verdict = {
  spf: { result: 'pass', domain: 'krustylu.test', identity: 'mailfrom' },
  dkim: [{ result: 'pass', domain: 'krustylu.test', selector: 's' }],
  arc: 'none',
  dmarc: { result: 'pass', policy: 'reject', domain: 'krustylu.test' },
};
const failing: Verdict = { ...passing, dmarc: { ...passing.dmarc, result: 'fail' } };

const mail =
  'From: krusty@krustylu.test\r\nAuthentication-Results: springfield.test; dmarc=pass\r\n\r\nHello\r\n';

async function open(verdict: Verdict, rules: Partial<AuthenticationRules> = {}, isTrusted = false) {
  let asked = 0;
  const reception = await TestReception.open({
    isTrusted: () => isTrusted,
    authentication: {
      authenticate: async () => {
        asked += 1;
        return verdict;
      },
      rules: { dmarc: 'reject', spfFail: 'mark', trustedSealers: [], ...rules },
    },
  });
  return { reception, asked: () => asked };
}

describe('mail of a stranger', () => {
  it('is marked with our results, which are kept, and those in our name are renamed', async () => {
    for (const body of [
      '',
      'x'
        .repeat(70)
        .concat('\r\n')
        .repeat(draftMemoryBytesMax / 72),
    ]) {
      const { reception } = await open(passing);
      await reception.visit().send('krusty@krustylu.test', 'homer@springfield.test', mail + body);
      const [letter] = await reception.inbox('homer');
      const content = letter?.content ?? '';
      const header = parseHeader(fromLatin1(content));
      assert.deepEqual(
        header.fields.map(({ name }) => name),
        ['Return-Path', 'Authentication-Results', 'Received', 'From', 'X-Untrusted-AuthResult'],
      );
      assert.match(header.value('Authentication-Results') ?? '', /^springfield\.test; spf=pass .*dmarc=pass/);
      assert(content.endsWith(`\r\n\r\nHello\r\n${body}`));
      const [record] = await reception.messages();
      assert.deepEqual(record?.message.verdict, passing);
      assert.equal((record?.message.sizeBytes ?? 0) + (record?.message.returnPathBytes ?? 0), content.length);
    }
  });

  it('is refused where the domain of its author wants that', async () => {
    const { reception } = await open(failing);
    const reply = await reception.visit().send('krusty@krustylu.test', 'homer@springfield.test', mail);
    assert.match(reply, /^550 5\.7\.1 .*krustylu\.test.*DMARC/);
    assert.deepEqual(await reception.messages(), []);
    assert.deepEqual([reception.memory.usedBytes, reception.spool.left.size], [0, 0]);
  });

  it('is taken where a list that is trusted sealed it, and who that was is kept', async () => {
    const seal = { domain: 'lists.test' as Domain, dmarc: 'pass', author: 'krustylu.test' };
    const sealed: Verdict = { ...failing, arc: 'pass', seal };
    const { reception } = await open(sealed, { trustedSealers: [seal.domain] });
    assert.match(await reception.visit().send('a@lists.test', 'homer@springfield.test', mail), /^250 /);
    const [record] = await reception.messages();
    assert.deepEqual(record?.message.verdict, sealed);
    const others = await open(sealed, { trustedSealers: ['other.test' as Domain] });
    assert.match(
      await others.reception.visit().send('a@lists.test', 'homer@springfield.test', mail),
      /^550 5\.7\.1 /,
    );
  });

  it('is taken where the operator has chosen to mark it', async () => {
    const { reception } = await open(failing, { dmarc: 'mark' });
    assert.match(await reception.visit().send('a@krustylu.test', 'homer@springfield.test', mail), /^250 /);
  });

  it('is refused where the domain of its sender excludes the host, in the words of that domain', async () => {
    const spf = { ...passing.spf, result: 'fail', explanation: 'see http://krustylu.test/' } as const;
    const excluded: Verdict = { ...passing, spf, dmarc: { result: 'none' } };
    const { reception } = await open(excluded, { spfFail: 'reject' });
    const reply = await reception.visit().send('krusty@krustylu.test', 'homer@springfield.test', mail);
    assert.match(reply, /^550 5\.7\.23 krustylu\.test says .*; it explains: see http:\/\/krustylu\.test\/$/);
  });

  it('is remembered as automatic if it says so', async () => {
    for (const [field, isAutomatic] of [
      ['Auto-Submitted: auto-replied', true],
      ['Auto-Submitted: (x) no', true],
      ['Auto-Submitted: no; x=y', undefined],
      ['Content-Type: multipart/report; boundary=x', true],
      ['Subject: Auto-Submitted: yes', undefined],
    ] as const) {
      const { reception } = await open(passing);
      await reception.visit().send('a@krustylu.test', 'homer@springfield.test', `${field}\r\n${mail}`);
      const [record] = await reception.messages();
      assert.equal(record?.message.facts.isAutomatic, isAutomatic, field);
    }
  });
});

describe('mail that needs no proof', () => {
  it('comes from people who have logged in, and from trusted networks', async () => {
    const { reception, asked } = await open(failing);
    const homer = await reception.visitOf('homer');
    assert.match(await homer.send('homer@springfield.test', 'marge@springfield.test', mail), /^250 /);
    assert.equal(asked(), 0);
    const trusting = await open(failing, {}, true);
    await trusting.reception.visit().send('a@krustylu.test', 'homer@springfield.test', mail);
    assert.equal(trusting.asked(), 0);
    const [letter] = await trusting.reception.inbox('homer');
    assert.match(letter?.content ?? '', /^Authentication-Results: springfield\.test; dmarc=pass/m);
  });
});
