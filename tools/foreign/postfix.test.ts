import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { failingDomain, freePort, Postfix, postfixDomain } from '../testbed/postfix.ts';
import { missing, notRoot } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { type Reply, Talk } from '../testbed/talk.ts';

const krusty = `krusty@${postfixDomain}`;
const nobody = `nobody@${postfixDomain}`;

interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** Parameters of MAIL and of RCPT. */
  readonly mail?: string;
  readonly rcpt?: string;
}

describe('Postfix, to and from which mail is relayed', { skip: notRoot || missing('postfix') }, () => {
  let testbed: Testbed;
  let postfix: Postfix;
  let postfixPort: number;
  before(async () => {
    postfixPort = await freePort();
    const there = `${loopback}:${postfixPort}`;
    testbed = await Testbed.start({
      settings: {
        'relay.routes': { [postfixDomain]: there, [failingDomain]: there },
        notices: { trusted_networks: ['127.0.0.1/32'] },
      },
    });
    const routes = { 'evergreen.test': testbed.ports.mx };
    postfix = await Postfix.start({ port: postfixPort, users: ['krusty'], routes });
  });
  after(async () => {
    await postfix?.stop();
    await testbed.stop();
  });

  /** Hands a letter of Homer's to Evergreen. */
  async function submit(letter: Letter): Promise<void> {
    const talk = Talk.openSecured(testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
    await send(talk, letter);
  }

  /** Hands a letter of Krusty's to Postfix. */
  const handToPostfix = async (letter: Letter) => send(await Talk.begin(postfixPort), letter);

  async function send(talk: Talk, { from, to, subject, mail = '', rcpt = '' }: Letter): Promise<void> {
    const demand = ({ code, text }: Reply, expected: number) => assert.equal(code, expected, text);
    demand(await talk.ask(`MAIL FROM:<${from}>${mail}`), 250);
    demand(await talk.ask(`RCPT TO:<${to}>${rcpt}`), 250);
    demand(await talk.ask('DATA'), 354);
    talk.send(
      `From: ${from}\r\nSubject: ${subject}\r\n\r\n.a dot\r\n\xe4 text with 8 bits\r\n.\r\n`.replace(
        '\n.a',
        '\n..a',
      ),
    );
    demand(await talk.reply(), 250);
    await talk.ask('QUIT');
  }

  /** What the queue has heard of a message that it relayed. */
  async function heardOf(subject: string): Promise<string[]> {
    const sent = (await testbed.messages()).find((message) => message.subject === subject);
    return (sent?.recipients ?? []).flatMap(({ heard }) =>
      heard ? [`${heard.action} ${heard.status} by ${heard.by}`] : [],
    );
  }

  it('takes mail of ours, over TLS, as it was', async () => {
    await submit({ from: homer, to: krusty, subject: 'to Postfix', mail: ' BODY=8BITMIME' });
    const mail = await postfix.waitForMail('krusty', 'to Postfix');
    assert.match(mail, /Received: from mail\.evergreen\.test .*\(using TLSv1\.3/s);
    // A Maildir has the line ends of Unix.
    assert.match(mail, /\n\n\.a dot\n\xe4 text with 8 bits\n$/);
  });

  it('refuses an unknown user, and the sender is told in its words', async () => {
    await submit({ from: homer, to: nobody, subject: 'to nobody' });
    const notice = await testbed.waitForMail(homer, 'Subject: to nobody');
    assert.match(notice, /\r\nAction: failed\r\n/);
    assert.match(notice, /\r\nStatus: 5\.1\.1\r\n/);
    assert.match(notice, /\r\nFinal-Recipient: rfc822; ?nobody@postfix\.test\r\n/i);
    assert.match(notice, /\r\nDiagnostic-Code: smtp; ?550 5\.1\.1 /i);
  });

  it('is given every DSN parameter, and makes the report of success', async () => {
    const mail = ' RET=HDRS ENVID=order+2B66';
    const rcpt = ' NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;the+2Bclown@circus.test';
    await submit({ from: homer, to: krusty, subject: 'with a receipt', mail, rcpt });
    const report = await testbed.waitForMail(homer, 'Subject: with a receipt');
    assert.match(report, /\r\nReporting-MTA: dns; mail\.postfix\.test\r\n/);
    assert.match(report, /\r\nOriginal-Envelope-Id: order\+66\r\n/);
    assert.match(report, /\r\nOriginal-Recipient: rfc822; ?the\+clown@circus\.test\r\n/);
    assert.match(report, /\r\nAction: delivered\r\n/);
    assert.doesNotMatch(report, /a dot/, 'RET=HDRS');
    const reports = (await testbed.inbox(homer)).filter((text) => text.includes('with a receipt'));
    assert.equal(reports.length, 1, 'Evergreen itself does not report that it relayed');
    assert.deepEqual(await heardOf('with a receipt'), ['delivered 2.0.0 by mail.postfix.test']);
  });

  it('is told NOTIFY=NEVER, and says nothing of a failure of its own', async () => {
    const lost = {
      from: homer,
      to: `somebody@${failingDomain}`,
      subject: 'never mind',
      rcpt: ' NOTIFY=NEVER',
    };
    await submit(lost);
    await submit({ ...lost, subject: 'do mind', rcpt: '' });
    // Postfix fails one after the other, so that the notice of the first would have come.
    await testbed.waitForMail(homer, 'Subject: do mind');
    assert.ok(!(await testbed.inbox(homer)).some((text) => text.includes('never mind')));
  });

  it('makes a bounce, which comes to the sender', async () => {
    await submit({ from: homer, to: `somebody@${failingDomain}`, subject: 'in vain' });
    const bounce = await testbed.waitForMail(homer, 'Subject: in vain');
    assert.match(bounce, /^Return-Path: <>\r\n/);
    assert.match(bounce, /\r\nReporting-MTA: dns; mail\.postfix\.test\r\n/);
    assert.match(bounce, /\r\nAction: failed\r\n/);
    assert.deepEqual(await heardOf('in vain'), ['failed 5.3.0 by mail.postfix.test']);
  });

  it('hands mail to us, over TLS', async () => {
    await handToPostfix({ from: krusty, to: marge, subject: 'from Postfix', mail: ' BODY=8BITMIME' });
    const mail = await testbed.waitForMail(marge, 'from Postfix');
    assert.match(mail, /Received: from mail\.postfix\.test.*\bESMTPS\b/s);
    assert.match(mail, /\r\n\r\n\.a dot\r\n\xe4 text with 8 bits\r\n$/);
  });

  it('tells its own user when we refuse', async () => {
    await handToPostfix({ from: krusty, to: 'nobody@evergreen.test', subject: 'to nobody' });
    const bounce = await postfix.waitForMail('krusty', 'Subject: to nobody');
    assert.match(bounce, /\nDiagnostic-Code: smtp; 550 5\.1\.1 No such user here\n/);
  });

  it('asks for a report of success, and gets ours with its ENVID and ORCPT', async () => {
    const mail = ' RET=HDRS ENVID=pie+3D3.14';
    const rcpt = ' NOTIFY=SUCCESS ORCPT=rfc822;blue-hair@circus.test';
    await handToPostfix({ from: krusty, to: marge, subject: 'did you get it', mail, rcpt });
    const report = await postfix.waitForMail('krusty', 'Subject: did you get it');
    assert.match(report, /\nReporting-MTA: dns; mail\.evergreen\.test\n/);
    assert.match(report, /\nOriginal-Envelope-Id: pie=3\.14\n/);
    assert.match(report, /\nOriginal-Recipient: rfc822; ?blue-hair@circus\.test\n/);
    assert.match(report, /\nFinal-Recipient: rfc822; ?marge@evergreen\.test\n/);
    assert.match(report, /\nAction: delivered\n/);
  });
});
