import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { hostile, run } from '../testing/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'explain-'));
after(() => rmSync(folder, { recursive: true }));

function mail(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\r\n')}\r\n`);
  return path;
}

const notice = (address: string, reply: string) => [
  'From: Mail Delivery System <MAILER-DAEMON@mx.krustylu.test>',
  'Subject: Undelivered Mail Returned to Sender',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  '',
  'It did not work.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.krustylu.test',
  '',
  `Final-Recipient: rfc822; ${address}`,
  'Action: failed',
  'Status: 5.1.1',
  'Remote-MTA: dns; mail.tv.test',
  `Diagnostic-Code: smtp; ${reply}`,
  '',
  '--b',
  'Content-Type: text/rfc822-headers',
  '',
  'Message-ID: <1@springfield.test>',
  'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
  'To: krusty@tv.test',
  '',
  '--b--',
];

const failure = mail('failure.eml', ...notice('krusty@tv.test', '550 5.1.1 No such user'));
const letter = mail('letter.eml', 'From: marge@springfield.test', 'Subject: dinner', '', 'It is ready.');

describe('evergreen explain', () => {
  it('says what a notice means, as a person would want it', async () => {
    const { out } = await run(['explain', failure]);
    assert.match(out, /^Returned to sender\nThis address does not work\n/);
    assert.match(out, /\n {2}krusty@tv\.test\n/);
    assert.match(out, /nobody there has this address\. This is\npermanent/);
    assert.match(out, /Answer: 550 5\.1\.1 No such user\n/);
    assert.match(out, /Subject: Grüße\n/);
    assert.match(out, /Written by: mx\.krustylu\.test\n/);
  });

  it('speaks other languages', async () => {
    const { out } = await run(['explain', '--lang', 'zh-CN', failure]);
    assert.match(out, /[\u4e00-\u9fff]/);
    await assert.rejects(run(['explain', '--lang', 'tlh', failure]), /Evergreen speaks en, de/);
  });

  it('prints a line of JSON for each file', async () => {
    const { out } = await run(['explain', '--json', failure, letter]);
    const [first, second, ...others] = out.trimEnd().split('\n');
    assert.deepEqual(others, []);
    const read = JSON.parse(first ?? '');
    assert.deepEqual([read.file, read.kind, read.reportingMta], [failure, 'failure', 'mx.krustylu.test']);
    const [recipient] = read.recipients;
    assert.deepEqual(
      { ...recipient, confidence: recipient.confidence > 0.9 },
      {
        address: 'krusty@tv.test',
        originalRecipient: null,
        action: 'failed',
        status: '5.1.1',
        replyCode: 550,
        diagnostic: '550 5.1.1 No such user',
        remoteMta: 'mail.tv.test',
        reason: 'no-such-address',
        sisimaiReason: 'userunknown',
        confidence: true,
        permanence: 'permanent',
        owner: 'sender',
        steps: ['compare-address', 'ask-for-address'],
      },
    );
    assert.equal(read.returned.messageId, '<1@springfield.test>');
    const ordinary = JSON.parse(second ?? '');
    assert.deepEqual([ordinary.file, ordinary.kind, ordinary.recipients], [letter, 'not-a-report', []]);
  });

  it('tells what was found of it when it came', async () => {
    const text = notice('moe@tv.test', '552 5.2.2 full').join('\r\n');
    const marked = `Evergreen-Notice: cannot-be-proven; kind=failure; tag=none\r\n${text}`;
    const { out } = await run(['explain', '-'], {}, marked);
    assert.match(
      out,
      /Judged when it came: Nothing proves that it is about a message that you\r?\n? *sent\./,
    );
    assert.equal(
      JSON.parse((await run(['explain', '--json', '-'], {}, marked)).out).verdict,
      'cannot-be-proven',
    );
    assert.doesNotMatch((await run(['explain', '-'], {}, text)).out, /Judged/);
    assert.equal(JSON.parse((await run(['explain', '--json', '-'], {}, text)).out).verdict, null);
  });

  it('reads standard input', async () => {
    const { out } = await run(['explain', '-'], {}, notice('moe@tv.test', '552 5.2.2 full').join('\r\n'));
    assert.match(out, /moe@tv\.test/);
  });

  it('goes on behind a file that is not there, and says so', async () => {
    const missing = join(folder, 'missing.eml');
    await assert.rejects(run(['explain', missing, failure]), /1 of 2 could not be read/);
  });

  it('says of an ordinary mail that it is none', async () => {
    assert.match((await run(['explain', letter])).out, /does not report what became of a message/);
  });

  it('explains one reply, by the host that gave it', async () => {
    const reply = '550 5.1.1 No such user';
    const { out } = await run(['explain', '--reply', reply, '--host', 'mx.tv.test']);
    assert.match(out, /The server of mx\.tv\.test says that nobody there has this address/);
    const asJson = await run(['explain', '--reply', reply, '--json']);
    const { reason, replyCode, status } = JSON.parse(asJson.out);
    assert.deepEqual([reason, replyCode, status], ['no-such-address', 550, '5.1.1']);
  });

  it('does not know more than it was told', async () => {
    const { out } = await run(['explain', '--reply', 'hello world']);
    assert.match(out, /The reason is not known to us for certain\.\n\nWho must act, we cannot say/);
    assert.doesNotMatch(out, /permanent|temporary/);
    assert.match((await run(['explain', '--reply', '550 hello'])).out, /permanent/);
  });

  it('asks for something to explain', async () => {
    await assert.rejects(run(['explain']), /name a file/);
    await assert.rejects(run(['explain', failure, '--host', 'mx.tv.test']), /without files/);
  });

  it('asks no server', async () => {
    assert.deepEqual((await run(['explain', failure])).asked, []);
  });

  it('shows hostile words harmless', async () => {
    const words = hostile.replaceAll(/[\r\n]/g, ' ');
    const path = mail('hostile.eml', ...notice('krusty@tv.test', `550 5.7.1 ${words}`));
    for (const option of ['--lang=en', '--lang=ar', '--json']) {
      const { out } = await run(['explain', option, path]);
      assert.doesNotMatch(
        out.replaceAll(/[\n\u2066\u2068\u2069]/g, ''),
        /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u200b]/,
      );
    }
    const { out } = await run(['explain', '--reply', `550 ${words}`]);
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
  });
});
