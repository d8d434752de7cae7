import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FloodAnswer } from '../bounces/flood.ts';
import { type NoticeFinding, notExamined } from '../dsn/correlate/finding.ts';
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

/** In which mailboxes of Homer's the mails lie. */
async function where(reception: TestReception, name = 'homer') {
  const inbox = (await reception.inbox(name)).length;
  const { messages } = await reception.store.mailboxes.usage(`${name}@springfield.test`);
  return { inbox, junk: messages - inbox };
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

  it('is filed when its tag has expired: it may be late', async () => {
    const reception = await open('enforce');
    await reception.clock.pass(Date.UTC(2026, 11, 3) - reception.clock.now());
    assert.equal(await bounce(reception, tagged), 'taken');
    assert.deepEqual((await reception.messages())[0]?.message.notice, { ...unproven, isFiled: true });
    assert.deepEqual(await where(reception), { inbox: 0, junk: 1 });
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

  it('is marked and filed where it could not be looked into', async () => {
    const faulty = await open('enforce', { readNotice: () => Promise.reject(new Error('the disk is gone')) });
    assert.equal(await bounce(faulty, homer), 'taken');
    assert.match(faulty.log.lines.join(), /error a notice could not be read .*the disk is gone/);
    const [record] = await faulty.messages();
    assert.deepEqual(record?.message.notice, { ...notExamined, isFiled: true });
    assert.deepEqual(await where(faulty), { inbox: 0, junk: 1 });
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

describe('a notice that nobody can prove', () => {
  const reader = (finding: NoticeFinding): Partial<ReceptionWorld> => ({
    readNotice: async () => ({ finding, heard: [] }),
  });
  const rules = (change: Partial<ReceptionWorld['bounces']>) => ({
    bounces: { unproven: 'file', forged: 'refuse', surgeRefusal: 'temporary', ...change } as const,
  });

  it('is filed in the junk mailbox, or refused, as the configuration says', async () => {
    for (const [finding, change, answer] of [
      [unproven, {}, 'taken'],
      [
        unproven,
        { unproven: 'refuse' },
        '550 5.7.1 This answers no mail that is known to have been sent from here: nothing in it can be proven',
      ],
      [falsified, {}, refusal],
      [falsified, { forged: 'file' }, 'taken'],
    ] as const) {
      const reception = await open('monitor', { ...reader(finding), ...rules(change) });
      assert.equal(await bounce(reception, homer), answer);
      const junk = Number(answer === 'taken');
      assert.deepEqual(await where(reception), { inbox: 0, junk });
      if (junk > 0)
        assert.deepEqual((await reception.messages())[0]?.message.notice, { ...finding, isFiled: true });
    }
  });

  it('is filed for everybody behind an alias; postmaster has it in the inbox', async () => {
    const reception = await open('monitor', reader(unproven));
    await reception.alias('family', 'homer', 'marge');
    await bounce(reception, 'family@springfield.test');
    await bounce(reception, 'postmaster@springfield.test');
    for (const name of ['homer', 'marge'])
      assert.deepEqual(await where(reception, name), { inbox: 0, junk: 1 });
    assert.deepEqual(await where(reception, 'postmaster'), { inbox: 1, junk: 0 });
  });

  it('of several recipients is filed for all of its readers, and for postmaster in the inbox', async () => {
    const reception = await open('monitor', reader(unproven));
    await reception.visit().send('MAILER-DAEMON@plant.test', [homer, 'postmaster'], report);
    assert.deepEqual(await where(reception), { inbox: 0, junk: 1 });
    assert.deepEqual(await where(reception, 'postmaster'), { inbox: 1, junk: 0 });
  });

  it('is delivered as it is if an account or a trusted host brings it', async () => {
    const reception = await open('monitor', { ...reader(falsified), isTrusted: () => true });
    assert.equal(await bounce(reception, homer), 'taken');
    assert.deepEqual(await where(reception), { inbox: 1, junk: 0 });
    assert.match(
      (await reception.inbox('homer'))[0]?.content ?? '',
      /^Evergreen-Notice: forged;/m,
      'but marked',
    );
    const marge = await (await open('monitor', reader(falsified))).visitOf('marge');
    assert.match(await marge.send('', homer, report), /^250/);
  });
});

describe('in a surge', () => {
  const tooMany =
    'Too many notices come to this address that answer no mail of its owner: it is being forged';
  const met: string[] = [];
  const during = (finding: NoticeFinding, answer: FloodAnswer, change = {}) =>
    open('monitor', {
      readNotice: async () => ({ finding, heard: [] }),
      bounces: { unproven: 'file', forged: 'refuse', surgeRefusal: 'temporary', ...change },
      shield: {
        async meet(account, { to, verdict, host, subject }) {
          met.push(`${account.id} ${to} ${verdict} ${host} ${subject}`);
          return answer;
        },
      },
    });

  it('samples are filed, and the others refused: for now if they may be real', async () => {
    for (const [finding, answer, change, said] of [
      [unproven, 'sample', { unproven: 'refuse' }, 'taken'],
      [falsified, 'sample', {}, 'taken'],
      [unproven, 'flooded', {}, `450 4.7.1 ${tooMany}`],
      [unproven, 'flooded', { surgeRefusal: 'permanent' }, `550 5.7.1 ${tooMany}`],
      [falsified, 'flooded', {}, refusal],
    ] as const) {
      const reception = await during(finding, answer, change);
      assert.equal(await bounce(reception, homer), said);
      assert.deepEqual(await where(reception), { inbox: 0, junk: Number(said === 'taken') });
    }
  });

  it('what is proven goes through, and the shield does not hear of it', async () => {
    met.length = 0;
    const reception = await during(proven, 'flooded');
    assert.equal(await bounce(reception, homer), 'taken');
    assert.deepEqual(await where(reception), { inbox: 1, junk: 0 });
    assert.deepEqual(met, []);
  });

  it('the shield is told all that is needed, for each who would read it', async () => {
    met.length = 0;
    const reception = await during(unproven, 'usual');
    await reception.alias('family', 'homer', 'marge');
    const subject = 'Subject: =?utf-8?q?Unzustellb=C3=A4r?=\r\n\r\n';
    await bounce(reception, 'family@springfield.test', subject);
    const rest = 'family@springfield.test cannot-be-proven mx.krustylu.test (203.0.113.5) Unzustellbär';
    assert.deepEqual(met, [`homer@springfield.test ${rest}`, `marge@springfield.test ${rest}`]);
  });

  it('what could not be looked into is kept, whatever comes', async () => {
    const reception = await during(notExamined, 'flooded');
    assert.equal(await bounce(reception, homer), 'taken');
  });
});

describe('the ledger of tags', () => {
  const counted: string[] = [];
  const counting = (mode: TagMode, change: Partial<ReceptionWorld> = {}) =>
    open(mode, {
      tagLedger: { count: ({ verdict }, { to }) => void counted.push(`${verdict} ${to}`) },
      ...change,
    });

  it('counts what other hosts bring to addresses that have tags', async () => {
    counted.length = 0;
    const reception = await counting('enforce');
    for (const to of [tagged, homer, 'postmaster']) await bounce(reception, to);
    assert.deepEqual(counted, [`about-mail-you-sent ${homer}`, `forged ${homer}`]);
    counted.length = 0;
    await bounce(await counting('off'), homer);
    await bounce(await counting('monitor', { isTrusted: () => true }), homer);
    assert.deepEqual(counted, []);
  });
});
