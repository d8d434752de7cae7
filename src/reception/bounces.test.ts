import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NoticeFinding } from '../dsn/correlate/finding.ts';
import { type TagMode, untaggedMs } from '../policy/return-paths.ts';
import { testReturnPaths } from '../policy/testing/return-paths.ts';
import type { IncomingMail, ReadNotice } from '../queue/heard.ts';
import { noon } from '../queue/testing/samples.ts';
import { draftMemoryBytesMax } from './draft.ts';
import { TestReception } from './testing/test-reception.ts';
import type { ReceptionWorld } from './world.ts';

const mail = 'Subject: Undeliverable\r\n\r\nYour mail came back\r\n';
const report = `Content-Type: multipart/report; report-type=delivery-status\r\n${mail}`;
/** By Exim, policy/testing/exim-prvs.txt: good until 2026-12-02; the clock stands at 2026-11-23. */
const tagged = 'prvs=0789130e2d=homer@springfield.test';
const forged = 'prvs=0789000000=homer@springfield.test';
const homer = 'homer@springfield.test';
const refusal =
  '550 5.7.1 This answers no mail of ours: its recipient has no valid tag, and it names no message that was sent from here';

const proven: NoticeFinding = {
  verdict: 'about-mail-you-sent',
  kind: 'failure',
  evidence: [{ kind: 'tag', worth: 'valid' }],
};
const unproven: NoticeFinding = {
  verdict: 'cannot-be-proven',
  kind: 'failure',
  evidence: [{ kind: 'tag', worth: 'none' }],
};
const falsified: NoticeFinding = { ...unproven, verdict: 'forged' };

/** A reader that knows nothing of the mail that was sent, and so goes by the tags. */
const byTag: ReadNotice = async ({ tag, isTagRequired }) => ({
  finding: tag === 'valid' ? proven : isTagRequired && tag !== 'expired' ? falsified : unproven,
  heard: [],
});

const open = (mode: TagMode, change: Partial<ReceptionWorld> = {}) =>
  TestReception.open({ returnPaths: testReturnPaths({ mode }), readNotice: byTag, ...change });

/** `taken`, or what was said in its place, to mail with the null reverse-path. */
async function bounce(reception: TestReception, to: string, text = mail): Promise<string> {
  const answer = await reception.visit().send('', to, text);
  return answer.replace(/^250 .*/, 'taken');
}

describe('a bounce', () => {
  it('is refused where all mail has a tag and it has none, but not before its content came', async () => {
    for (const [to, answer] of [
      [tagged, 'taken'],
      [tagged.toUpperCase(), 'taken'],
      [forged, refusal],
      [homer, refusal],
      ['homer+lists@springfield.test', refusal],
    ] as const)
      assert.equal(await bounce(await open('enforce'), to), answer, to);
  });

  it('is taken when its tag has expired: it may be late', async () => {
    const reception = await open('enforce');
    await reception.clock.pass(Date.UTC(2026, 11, 3) - reception.clock.now());
    assert.equal(await bounce(reception, tagged), 'taken');
    assert.deepEqual((await reception.messages())[0]?.message.notice, unproven);
  });

  it('is judged by what is known of it at the door', async () => {
    for (const [mode, to, tag, isTagRequired, from] of [
      ['enforce', tagged, 'valid', true, ''],
      ['enforce', homer, 'none', true, ''],
      ['enforce', forged, 'forged', true, ''],
      ['enforce', 'postmaster', 'none', false, ''],
      ['enforce', homer, 'none', true, 'MAILER-DAEMON@krustylu.test'],
      ['monitor', homer, 'none', false, ''],
      ['off', tagged, 'valid', false, ''],
    ] as const) {
      const seen: IncomingMail[] = [];
      const readNotice = async (incoming: IncomingMail) => {
        seen.push(incoming);
        return { heard: [] };
      };
      const reception = await open(mode, { readNotice });
      await reception.visit().send(from, to, report);
      assert.deepEqual(
        seen.map((each) => [each.tag, each.isTagRequired, each.isFromNobody]),
        [[tag, isTagRequired, from === '']],
        `${mode} ${to}`,
      );
    }
  });

  it('is not held to a tag as long as mail from before there were any may come back', async () => {
    const seen: boolean[] = [];
    const readNotice = async ({ isTagRequired }: IncomingMail) => {
      seen.push(isTagRequired);
      return { heard: [] };
    };
    const returnPaths = testReturnPaths({ mode: 'enforce', taggedSince: () => noon });
    const reception = await open('enforce', { readNotice, returnPaths });
    await bounce(reception, homer);
    await reception.clock.pass(untaggedMs - 1);
    await bounce(reception, homer);
    await reception.clock.pass(1);
    await bounce(reception, homer);
    assert.deepEqual(seen, [false, false, true]);
  });

  it('bears what was found of it, and so does the message that is stored', async () => {
    const reception = await open('monitor', { readNotice: async () => ({ finding: proven, heard: [] }) });
    const claim = 'Evergreen-Notice: about-mail-you-sent; kind=failure\r\n';
    assert.equal(await bounce(reception, homer, claim + mail), 'taken');
    const [letter] = await reception.inbox('homer');
    assert.match(
      letter?.content ?? '',
      /^Return-Path: <>\r\nEvergreen-Notice: about-mail-you-sent; kind=failure; tag=valid\r\nReceived: /,
    );
    assert.match(letter?.content ?? '', /^X-Untrusted-Note: about-mail-you-sent; kind=failure\r$/m);
    assert.deepEqual((await reception.messages())[0]?.message.notice, proven);
  });

  it('bears it too where it is large, and where it is no notice after all', async () => {
    for (const [finding, field] of [
      [proven, /^Evergreen-Notice: about-mail-you-sent; kind=failure; tag=valid *\r\n \(-+\)\r\n/m],
      [undefined, /^Evergreen-Notice: no-notice *\r\n \(-+\)\r\n/m],
    ] as const) {
      const reception = await open('monitor', {
        readNotice: async () => ({ ...(finding && { finding }), heard: [] }),
      });
      await bounce(reception, homer, mail + 'x'.repeat(draftMemoryBytesMax));
      assert.match((await reception.inbox('homer'))[0]?.content.slice(0, 300) ?? '', field);
    }
  });

  it('is marked and taken where it could not be looked into', async () => {
    const faulty = await open('enforce', { readNotice: () => Promise.reject(new Error('the disk is gone')) });
    assert.equal(await bounce(faulty, homer), 'taken');
    assert.match(faulty.log.lines.join(), /error a notice could not be read .*the disk is gone/);
    assert.match(
      (await faulty.inbox('homer'))[0]?.content ?? '',
      /^Evergreen-Notice: cannot-be-proven; kind=not-a-report;\s+not-examined=yes\r$/m,
    );
  });

  it('is refused if it is forged: by its tag, or by a signature', async () => {
    for (const [finding, answer] of [
      [falsified, refusal],
      [
        {
          ...falsified,
          evidence: [{ kind: 'signature', in: 'received', isOurs: false, about: 'x' }],
        } as const,
        '550 5.7.1 This notice is forged: what it brings back bears our name, and we did not write it',
      ],
    ] as const) {
      const reception = await open('monitor', { readNotice: async () => ({ finding, heard: [] }) });
      assert.equal(await bounce(reception, homer), answer);
      assert.deepEqual(await reception.inbox('homer'), []);
    }
  });

  it('has one recipient at a time, so that none is judged by another', async () => {
    const alone =
      '452 4.5.3 A message without a sender has one recipient here, send to the others by themselves';
    for (const [mode, from, answer, isTrusted] of [
      ['enforce', '', alone, false],
      ['enforce', '', 'yes', true],
      ['enforce', 'krusty@krustylu.test', 'yes', false],
      ['monitor', '', alone, false],
      ['off', '', alone, false],
    ] as const) {
      const visit = (await open(mode, { isTrusted: () => isTrusted })).visit();
      await visit.mail(from);
      assert.match(await visit.rcpt('bart@springfield.test'), /^550/);
      assert.equal(await visit.rcpt(tagged), 'yes');
      assert.equal(await visit.rcpt('marge@springfield.test'), answer);
      assert.match(await visit.sendContent(mail), /^250/);
      await visit.mail(from);
      assert.equal(await visit.rcpt('marge@springfield.test'), 'yes', 'in another transaction');
    }
  });

  it('has as many as it likes if an account sends it', async () => {
    const visit = await (await open('enforce')).visitOf('marge');
    assert.match(await visit.send('', [homer, 'marge@springfield.test'], mail), /^250/);
  });

  it('reaches who sends nothing under a tag', async () => {
    const reception = await open('enforce');
    await reception.alias('faraway', 'krusty@krustylu.test');
    await reception.alias('family', 'homer');
    for (const [to, answer] of [
      ['postmaster', 'taken'],
      ['postmaster@springfield.test', 'taken'],
      ['faraway@springfield.test', 'taken'],
      ['homer@[192.0.2.1]', 'taken'],
      ['family@springfield.test', refusal],
    ] as const)
      assert.equal(await bounce(reception, to), answer, to);
  });

  it('is taken from an account, and from a network that is trusted', async () => {
    const enforcing = await open('enforce');
    const marge = await enforcing.visitOf('marge');
    assert.match(await marge.send('', homer, mail), /^250/);
    assert.equal(await bounce(await open('enforce', { isTrusted: () => true }), homer), 'taken');
  });
});

describe('tags that are only monitored', () => {
  it('refuse nothing, and the log says what would be refused', async () => {
    const reception = await open('monitor');
    for (const to of [tagged, forged, homer]) assert.equal(await bounce(reception, to), 'taken');
    const [first, second, ...more] = reception.log.lines.filter((line) => line.includes('enforcement'));
    assert.match(first ?? '', /^info a bounce that enforcement would refuse .*\(tag forged\)/);
    assert.match(
      second ?? '',
      /^info a bounce that enforcement would refuse .*"to":\["homer@springfield.test"\]/,
    );
    assert.deepEqual(more, []);
  });

  it('are not looked at when they are off', async () => {
    const reception = await open('off');
    for (const to of [tagged, forged, homer]) assert.equal(await bounce(reception, to), 'taken');
    assert.doesNotMatch(reception.log.lines.join(), /enforcement/);
  });
});

describe('mail that has a sender', () => {
  it('is mail to the plain address, whatever the tag is worth', async () => {
    const reception = await open('enforce');
    for (const to of [tagged, forged, homer])
      assert.match(await reception.visit().send('krusty@krustylu.test', to, mail), /^250/);
  });
});
