import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain, type ReceivedMail } from '../testbed/foreign-host.ts';
import { homer, marge, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const sales = 'sales@evergreen.test';
const dead = 'dead@evergreen.test';
const target = `krusty@${foreignDomain}`;
const author = 'bart@author.test';
const waitMs = 10_000;

describe('mail that an alias forwards', () => {
  let host: ForeignHost;
  let testbed: Testbed;
  before(async () => {
    host = await ForeignHost.start();
    const there = `${loopback}:${host.port}`;
    testbed = await Testbed.start({
      settings: { 'relay.routes': { [foreignDomain]: there, 'author.test': there } },
    });
    await testbed.operate('alias.add', { address: sales, targets: [target], owner: marge });
    const refused = `refused@${foreignDomain}`;
    await testbed.operate('alias.add', { address: dead, targets: [refused, homer], owner: marge });
  });
  after(async () => {
    await testbed.stop();
    await host.stop();
  });

  async function send(from: string, to: string, content: string): Promise<string> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask(`MAIL FROM:<${from}>`);
    const { code, text } = await talk.ask(`RCPT TO:<${to}>`);
    if (code !== 250) return text;
    await talk.ask('DATA');
    talk.send(`${content}\r\n.\r\n`);
    const reply = await talk.reply();
    await talk.ask('QUIT');
    return reply.text;
  }

  const forwarded = (subject: string): Promise<ReceivedMail> =>
    waitUntil(
      `the forwarded mail ${subject}`,
      async () => host.mails.find(({ content }) => content.includes(`Subject: ${subject}`)),
      waitMs,
    );

  it('goes on under an address of ours, and as it came', async () => {
    assert.match(await send(author, sales, `From: ${author}\r\nSubject: one\r\n\r\nHello\r\n`), /^250 /);
    const { from, recipients, content } = await forwarded('one');
    assert.deepEqual(recipients, [target]);
    assert.match(from, /^SRS0=....=..=author\.test=bart@evergreen\.test$/);
    assert.ok(content.includes(`\r\nFrom: ${author}\r\nSubject: one\r\n\r\nHello\r\n`));
  });

  it('comes back to the owner, whatever the author would like', async () => {
    await send(author, sales, `From: ${author}\r\nSubject: two\r\n\r\nHello\r\n`);
    const { from, content } = await forwarded('two');
    const bounce = [
      `From: MAILER-DAEMON@mx.${foreignDomain}`,
      'Subject: Undelivered',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      'Krusty has left.',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      `Reporting-MTA: dns; mx.${foreignDomain}`,
      '',
      `Final-Recipient: rfc822; ${target}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b',
      'Content-Type: message/rfc822',
      '',
      content,
      '--b--',
      '',
    ].join('\r\n');
    assert.match(await send('', from, bounce), /^250 /);
    assert.match(await testbed.waitForMail(marge, 'Krusty has left.'), /^Return-Path: <>\r\n/);
    assert.ok(
      !host.mails.some(({ recipients }) => recipients.includes(author)),
      'nothing goes to the author',
    );
    assert.match(await send('', from.replace(/=..../, '=AAAA'), bounce), /^550 5\.1\.1 /);
    assert.match(await send(author, from, bounce), /^550 5\.7\.1 /);
  });

  it('and is refused there is told to the owner', async () => {
    await send(author, dead, `From: ${author}\r\nSubject: three\r\n\r\nHello\r\n`);
    await testbed.waitForMail(homer, 'Subject: three');
    const notice = await testbed.waitForMail(marge, 'Undelivered: three');
    assert.match(notice, new RegExp(`refused@${foreignDomain} \\(mail to\\s+${dead}\\s+goes there\\)`));
    assert.ok(!host.mails.some(({ recipients }) => recipients.includes(author)));
  });
});
