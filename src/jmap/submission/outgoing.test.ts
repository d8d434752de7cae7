import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { outgoingMail } from './outgoing.ts';

const mailOf = (text: string) => outgoingMail(fromUtf8(`${text.replaceAll('\n', '\r\n')}\r\n\r\nHi`));
const texts = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text);

describe('outgoingMail', () => {
  it('finds everybody, each once', () => {
    const mail = mailOf(
      'From: a@x.test\nTo: b@x.test, Friends: c@x.test, B@X.test;\nCc: d@x.test\nBcc: b@x.test, e@x.test',
    );
    assert.deepEqual(texts(mail.authors), ['a@x.test']);
    assert.deepEqual(texts(mail.recipients), ['b@x.test', 'c@x.test', 'd@x.test', 'e@x.test']);
    assert.equal(mail.sender?.text, 'a@x.test');
  });

  it('takes Sender before From, and none of several', () => {
    assert.equal(mailOf('From: a@x.test, b@x.test\nSender: c@x.test').sender?.text, 'c@x.test');
    assert.equal(mailOf('From: a@x.test, b@x.test').sender, undefined);
    assert.equal(mailOf('From: a@x.test\nFrom: b@x.test').sender, undefined);
  });

  it('removes every Bcc, and nothing else', () => {
    const { content } = mailOf(
      'Bcc: x@x.test,\n y@x.test\nFrom: a@x.test\nbcc: z@x.test\nResent-Bcc: q@x.test\nSubject: Bcc: x',
    );
    assert.equal(utf8(content), 'From: a@x.test\r\nSubject: Bcc: x\r\n\r\nHi');
    assert.equal(utf8(mailOf('From: a@x.test').content), 'From: a@x.test\r\n\r\nHi');
  });

  const table: readonly [header: string, properties: readonly string[]][] = [
    ['From: a@x.test\nTo: b@x.test\nDate: Tue, 10 Jul 2018 11:03:11 +1000\nSubject: x', []],
    ['From: a@x.test', []],
    ['To: b@x.test', ['from']],
    ['From: nobody', ['from']],
    ['From: a@x.test\nTo: <bob>', ['to']],
    ['From: a@x.test\nFrom: a@x.test', ['from', 'sender']],
    ['From: a@x.test, b@x.test', ['sender']],
    ['From: a@x.test, b@x.test\nSender: a@x.test', []],
    ['From: a@x.test\nDate: soon\nSubject: x\nSubject: y', ['sentAt', 'subject']],
    ['From: a@x.test\nReply-To: <x>\nCc: <y>', ['replyTo', 'cc']],
  ];
  for (const [header, properties] of table)
    it(`finds ${properties.join(', ') || 'nothing'} wrong in ${JSON.stringify(header).slice(0, 60)}`, () =>
      assert.deepEqual(mailOf(header).invalidProperties, properties));

  it('tells what a mail asks of its way', () => {
    assert.equal(mailOf('From: a@x.test').isHeaderUtf8, false);
    assert.equal(mailOf('From: zoë@x.test').isHeaderUtf8, true);
    assert.equal(mailOf('From: a@x.test\nReceived: x\nReceived: y').hops, 2);
    assert.deepEqual(mailOf('From: a@x.test\nBcc: <bob>').badRecipients, ['bob']);
    assert.equal(mailOf('Resent-From: m@x.test\nFrom: a@x.test').resender?.text, 'm@x.test');
  });
});
