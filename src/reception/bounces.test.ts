import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TagMode } from '../policy/return-paths.ts';
import { testReturnPaths } from '../policy/testing/return-paths.ts';
import type { IncomingMail } from '../queue/heard.ts';
import { TestReception } from './testing/test-reception.ts';
import type { ReceptionWorld } from './world.ts';

const mail = 'Subject: Undeliverable\r\n\r\nYour mail came back\r\n';
/** By Exim, policy/testing/exim-prvs.txt: good until 2026-12-02; the clock stands at 2026-11-23. */
const tagged = 'prvs=0789130e2d=homer@springfield.test';
const forged = 'prvs=0789000000=homer@springfield.test';
const homer = 'homer@springfield.test';
const refusal =
  '550 5.7.1 This answers no mail of ours: its recipient has no valid tag, and it names no message that was sent from here';

const open = (mode: TagMode, change: Partial<ReceptionWorld> = {}) =>
  TestReception.open({ returnPaths: testReturnPaths({ mode }), ...change });

/** `taken`, or what was said in its place, to mail with the null reverse-path. */
async function bounce(reception: TestReception, to: string | readonly string[]): Promise<string> {
  const answer = await reception.visit().send('', to, mail);
  return answer.replace(/^250 .*/, 'taken');
}

const logOf = ({ log }: TestReception) => log.lines.filter((line) => line.includes('bounce'));

describe('a bounce', () => {
  it('is refused without a valid tag, but not before its content came', async () => {
    for (const [to, answer] of [
      [tagged, 'taken'],
      [tagged.toUpperCase(), 'taken'],
      [forged, refusal],
      [homer, refusal],
      ['homer+lists@springfield.test', refusal],
    ] as const)
      assert.equal(await bounce(await open('enforce'), to), answer, to);
  });

  it('is refused when its tag has expired', async () => {
    const reception = await open('enforce');
    await reception.clock.pass(Date.UTC(2026, 11, 2, 23) - reception.clock.now());
    assert.equal(await bounce(reception, tagged), 'taken');
    await reception.clock.pass(3_600_000);
    assert.equal(await bounce(reception, tagged), refusal);
    assert.match(
      logOf(reception).join(),
      /^info a bounce is refused .*homer@springfield.test \(tag expired\)/,
    );
  });

  it('is taken without a tag if it names a message that was sent from here', async () => {
    const seen: IncomingMail[] = [];
    const isAnswer = async (incoming: IncomingMail) => seen.push(incoming) > 0;
    const reception = await open('enforce', { isAnswer });
    assert.equal(await bounce(reception, homer), 'taken');
    assert.deepEqual(
      seen.map(({ to, tagged: those, head }) => [
        to.map(({ text }) => text),
        those,
        new TextDecoder().decode(head),
      ]),
      [[[homer], [], mail]],
    );
  });

  it('is not looked into if its tag is valid', async () => {
    const isAnswer = () => Promise.reject(new Error('nobody asks'));
    const reception = await open('enforce', { isAnswer });
    assert.equal(await bounce(reception, tagged), 'taken');
    assert.doesNotMatch(reception.log.lines.join(), /nobody asks/);
  });

  it('is taken where our own fault keeps us from looking', async () => {
    const reception = await open('enforce', {
      isAnswer: () => Promise.reject(new Error('the disk is gone')),
    });
    assert.equal(await bounce(reception, homer), 'taken');
    assert.match(reception.log.lines.join(), /error an answer could not be looked up/);
  });

  it('has one recipient at a time, so that none is judged by another', async () => {
    const alone =
      '452 4.5.3 A message without a sender has one recipient here, send to the others by themselves';
    for (const [mode, from, answer, isTrusted] of [
      ['enforce', '', alone, false],
      ['enforce', '', 'yes', true],
      ['enforce', 'krusty@krustylu.test', 'yes', false],
      ['monitor', '', 'yes', false],
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
    const [first, second, ...more] = logOf(reception);
    assert.match(first ?? '', /^info a bounce that enforcement would refuse .*\(tag forged\)/);
    assert.match(
      second ?? '',
      /^info a bounce that enforcement would refuse .*"to":\["homer@springfield.test"\]/,
    );
    assert.deepEqual(more, []);
    assert.equal((await reception.inbox('homer')).length, 3);
  });

  it('are not looked at when they are off', async () => {
    const reception = await open('off');
    for (const to of [tagged, forged, homer]) assert.equal(await bounce(reception, to), 'taken');
    assert.deepEqual(logOf(reception), []);
  });
});

describe('mail that has a sender', () => {
  it('is mail to the plain address, whatever the tag is worth', async () => {
    const reception = await open('enforce');
    for (const to of [tagged, forged, homer])
      assert.match(await reception.visit().send('krusty@krustylu.test', to, mail), /^250/);
    assert.deepEqual(logOf(reception), []);
  });
});
