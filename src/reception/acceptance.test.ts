import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import type { Xtext } from '../address/xtext.ts';
import { fromLatin1, latin1, utf8 } from '../base/bytes.ts';
import { dayMs, later } from '../base/instant.ts';
import { type Purpose, signId } from '../dsn/correlate/signature.ts';
import type { NotifyEvents } from '../envelope/dsn-parameters.ts';
import { parseHeader } from '../message/fields.ts';
import type { Heard, IncomingMail, ReadNotice, RemoteNews } from '../queue/heard.ts';
import type { QueueId, Recipient } from '../queue/message.ts';
import type { Notice } from '../queue/notice.ts';
import type { MessageRecord } from '../queue/queue-store.ts';
import { noon } from '../queue/testing/samples.ts';
import { acceptance as reportToHomer } from '../storage/conformance/fixtures.ts';
import { draftMemoryBytesMax, headBytesMax } from './draft.ts';
import { textBytesMax } from './hearing.ts';
import { TestReception, testKey } from './testing/test-reception.ts';

const mail = 'From: krusty@krustylu.test\r\nSubject: hello\r\n\r\nHello\r\n';
const date = 'Mon, 23 Nov 2026 12:00:00 +0000';

/** The queue id in the reply to an accepted message. */
function idIn(reply: string): string {
  const [, id] = /^250 2\.0\.0 Queued as ([0-9a-z]{18})$/.exec(reply) ?? [];
  assert(id !== undefined, reply);
  return id;
}

const signed = (id: string, purpose: Purpose): string => signId(id, purpose, testKey);

const field = (content: string, name: string): string | undefined =>
  parseHeader(fromLatin1(content)).value(name);

/** The recipients of a message with their states, a line for each. */
const standing = ({ recipients }: MessageRecord): string[] =>
  recipients.map(({ address, state, destination, parent }) => {
    const end = state.kind === 'settled' ? state.outcome.kind : `waiting for ${destination}`;
    return `${address.text} ${end}${parent === undefined ? '' : `, of ${parent}`}`;
  });

describe('a message from another host', () => {
  it('is in the mailbox when the reply is given, with Return-Path and Received at its top', async () => {
    const reception = await TestReception.open();
    const id = idIn(await reception.visit().send('krusty@krustylu.test', 'Homer+x@springfield.test', mail));
    const [letter, ...others] = await reception.inbox('homer');
    assert.deepEqual(others, []);
    assert.equal(letter?.queueId, id);
    assert.equal(
      letter?.content,
      'Return-Path: <krusty@krustylu.test>\r\n' +
        'Received: from mx.krustylu.test ([203.0.113.5]) by springfield.test\r\n' +
        ` with ESMTP\r\n id ${signed(id, 'received')} for <Homer+x@springfield.test>;\r\n ${date}\r\n${mail}`,
    );
    assert.equal(reception.wakes, 0, 'nothing is left to do');
  });

  it('is remembered with its facts', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit({ tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384' });
    await visit.mail('krusty@krustylu.test', { body: '8bitmime', envelopeId: 'E+2B1' as Xtext });
    await visit.rcpt('homer@springfield.test');
    const message = 'Subject: =?utf-8?q?D=C3=B6nut?=\r\nMessage-ID: <1@krustylu.test>\r\n\r\nD\xf6nut\r\n';
    idIn(await visit.sendContent(fromLatin1(message)));
    const [record] = await reception.messages();
    assert(record);
    const { queueId, sizeBytes, returnPathBytes, expiresAt, ...rest } = record.message;
    const { bytes } = await reception.store.mailboxes.usage('homer@springfield.test');
    assert.equal(returnPathBytes, 'Return-Path: <krusty@krustylu.test>\r\n'.length);
    assert.equal(sizeBytes + returnPathBytes, bytes);
    assert.equal(expiresAt, rest.arrivedAt + 5 * dayMs);
    assert.equal(rest.envelope.envelopeId, 'E+2B1');
    assert.equal(rest.envelope.body, '8bitmime');
    assert.deepEqual(rest.origin, { kind: 'relay-in' });
    assert.deepEqual(rest.arrival, {
      ip: '203.0.113.5',
      greetingName: 'mx.krustylu.test',
      tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
    });
    assert.deepEqual(rest.facts, {
      messageId: '<1@krustylu.test>',
      subject: 'Dönut',
      is8bit: true,
      isHeaderUtf8: false,
    });
    const { lines } = reception.log;
    assert.match(
      lines.join('\n'),
      new RegExp(`^info accepted .*"queueId":"${queueId}","from":"krusty@krustylu.test"`),
    );
    assert.doesNotMatch(lines.join('\n'), /nut/, 'a log holds no text of a message');
  });

  it('is remembered by a Subject of 500 characters, none of them cut through', async () => {
    const reception = await TestReception.open({ isTrusted: () => true });
    const subject = `${'x'.repeat(499)}🍩🍩`;
    await reception.visit().send('', 'homer@springfield.test', `Subject: ${subject}\r\n\r\n`);
    const [record] = await reception.messages();
    assert.equal(record?.message.facts.subject, `${'x'.repeat(499)}\ufffd`);
  });

  it('gets neither Date nor Message-ID from us', async () => {
    const reception = await TestReception.open();
    await reception.visit().send('', 'homer@springfield.test', mail);
    const [letter] = await reception.inbox('homer');
    assert.match(letter?.content ?? '', /^Return-Path: <>\r\nReceived: /);
    assert.equal(field(letter?.content ?? '', 'Date'), undefined);
    assert.equal(field(letter?.content ?? '', 'Message-ID'), undefined);
    const [record] = await reception.messages();
    assert.equal(record?.message.facts.messageId, undefined);
  });

  it('does not name its recipients if there are several', async () => {
    const reception = await TestReception.open();
    const to = ['homer@springfield.test', 'marge@springfield.test'];
    await reception.visit().send('krusty@krustylu.test', to, mail);
    for (const person of ['homer', 'marge']) {
      const [letter] = await reception.inbox(person);
      assert.doesNotMatch(letter?.content ?? '', /homer|marge/, 'not the others either');
    }
  });

  it('goes to the postmaster who is in our first domain, where none was named', async () => {
    const reception = await TestReception.open();
    await reception.visit().send('', ['postmaster'], mail);
    const [letter] = await reception.inbox('postmaster');
    assert.match(letter?.content ?? '', / for\s+<postmaster@springfield\.test>;/);
  });

  it('keeps a hostile greeting in bounds', async () => {
    const reception = await TestReception.open();
    const greetingName = 'x) (\r\nBcc: all@springfield.test\u202e';
    await reception.visit({ greetingName }).send('', 'homer@springfield.test', mail);
    const [letter] = await reception.inbox('homer');
    const received = field(letter?.content ?? '', 'Received') ?? '';
    assert.match(
      received,
      /^from \[203\.0\.113\.5\] \(\[203\.0\.113\.5\]\) \(greeting: x\? \?\?\?Bcc: all\?springfield\.test\?\) by /,
    );
    assert.equal(field(letter?.content ?? '', 'Bcc'), undefined);
  });

  it('says by which protocol it came', async () => {
    const tls = 'TLSv1.3 TLS_AES_256_GCM_SHA384';
    const cases = [
      [{ isExtended: false }, {}, /with SMTP\r?\n? ?id|with SMTP id/],
      [{ tls }, {}, /with ESMTPS \(TLSv1\.3 TLS_AES_256_GCM_SHA384\)/],
      [{ tls }, { smtpUtf8: true }, /with UTF8SMTPS \(/],
    ] as const;
    for (const [facts, envelope, expected] of cases) {
      const reception = await TestReception.open();
      const visit = reception.visit(facts);
      await visit.mail('', envelope);
      await visit.rcpt('homer@springfield.test');
      await visit.sendContent(mail);
      const [letter] = await reception.inbox('homer');
      assert.match(field(letter?.content ?? '', 'Received') ?? '', expected);
    }
  });

  it('may have no header: then its text does not become part of our fields', async () => {
    for (const text of ['Hello Homer\r\n', ' folded\r\n', 'Hello\r\n\r\nHomer\r\n', '']) {
      const reception = await TestReception.open();
      await reception.visit().send('', 'homer@springfield.test', text);
      const content = (await reception.inbox('homer'))[0]?.content ?? '';
      const header = parseHeader(fromLatin1(content));
      assert.deepEqual(
        header.fields.map(({ name }) => name),
        ['Return-Path', 'Received'],
      );
      assert.match(header.value('Received') ?? '', /\+0000$/);
      assert.equal(content.slice(header.bodyStart), text);
    }
  });
});

describe('a submitted message', () => {
  const whole =
    'Date: Sun, 22 Nov 2026 09:00:00 -0500\r\nMessage-ID: <mine@homers-pc>\r\nSubject: x\r\n\r\nx\r\n';

  async function submitted(
    content: string,
  ): Promise<{ readonly relayed: string; readonly record: MessageRecord }> {
    const reception = await TestReception.open();
    const homer = await reception.visitOf('homer');
    idIn(await homer.send('homer@springfield.test', 'krusty@krustylu.test', content));
    const [record] = await reception.messages();
    assert(record);
    return { relayed: utf8(await reception.content(record)), record };
  }

  it('gets the Date and Message-ID that are missing, and no others', async () => {
    const dateField = `Date: ${date}\r\n`;
    for (const [missing, added] of [
      [[], ''],
      [['Date'], dateField],
      [['Message-ID'], 'Message-ID: <ID@springfield.test>\r\n'],
      [['Date', 'Message-ID'], `${dateField}Message-ID: <ID@springfield.test>\r\n`],
    ] as const) {
      const content = whole.replace(/^.*\r\n/gm, (line) =>
        missing.some((name) => line.startsWith(`${name}:`)) ? '' : line,
      );
      const { relayed, record } = await submitted(content);
      const { queueId, facts, origin } = record.message;
      const unique = signed(queueId, 'message-id');
      assert.equal(
        relayed,
        'Received: from [192.0.2.77] ([203.0.113.5]) by springfield.test\r\n' +
          ' with ESMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n' +
          ` id ${signed(queueId, 'received')} for <krusty@krustylu.test>;\r\n ${date}\r\n${added.replace('ID@', `${unique}@`)}${content}`,
      );
      const messageId = added.includes('Message-ID') ? `<${unique}@springfield.test>` : '<mine@homers-pc>';
      assert.equal(facts.messageId, messageId);
      assert.deepEqual(origin, { kind: 'submission', account: 'homer@springfield.test' });
    }
  });

  it('keeps a Date and Message-ID in any case, even those that make no sense', async () => {
    const { relayed, record } = await submitted('DATE: soon\r\nmessage-id: none\r\n\r\nx\r\n');
    assert.equal(relayed.match(/^date:/gim)?.length, 1);
    assert.equal(relayed.match(/^message-id:/gim)?.length, 1);
    const { queueId, facts } = record.message;
    assert.equal(facts.messageId, `<${signed(queueId, 'message-id')}@springfield.test>`);
  });

  it('waits for its first attempt at once, and the queue is told', async () => {
    const reception = await TestReception.open();
    const homer = await reception.visitOf('homer');
    await homer.send('homer@springfield.test', ['krusty@krustylu.test', 'marge@springfield.test'], whole);
    const [record] = await reception.messages();
    assert(record);
    assert.deepEqual(standing(record), [
      'krusty@krustylu.test waiting for to krustylu.test',
      'marge@springfield.test delivered',
    ]);
    assert.equal(await reception.store.queue.nextDue({}), reception.clock.now());
    assert.equal(reception.wakes, 1);
    assert.equal((await reception.inbox('marge')).length, 1);
  });
});

describe('recipients', () => {
  it('with equal addresses stay two, and the mailbox gets one copy', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test');
    const success = { notify: { success: true, failure: false, delay: false } };
    assert.equal(await visit.rcpt('homer@springfield.test', { notify: 'never' }), 'yes');
    assert.equal(await visit.rcpt('Homer@springfield.test', success), 'yes');
    idIn(await visit.sendContent(mail));
    const [record] = await reception.messages();
    assert.deepEqual(
      record?.recipients.map(({ address, parameters }) => [address.text, parameters]),
      [
        ['homer@springfield.test', { notify: 'never' }],
        ['Homer@springfield.test', success],
      ],
    );
    assert.equal((await reception.inbox('homer')).length, 1);
    assert.doesNotMatch((await reception.inbox('homer'))[0]?.content ?? '', / for </);
  });

  it('keep their parameters, each its own, though one between them was refused', async () => {
    const reception = await TestReception.open();
    const homer = await reception.visitOf('homer');
    await homer.mail('homer@springfield.test');
    const original = { originalRecipient: { addressType: 'rfc822', address: 'a+2Bb@x.test' as Xtext } };
    const never = { notify: 'never' } as const;
    assert.equal(await homer.rcpt('a@x.test', original), 'yes');
    assert.match(await homer.rcpt('bart@springfield.test', never), /^550 5\.1\.1 /);
    assert.equal(await homer.rcpt('b@x.test', never), 'yes');
    assert.equal(await homer.rcpt('c@x.test'), 'yes');
    idIn(await homer.sendContent(mail));
    const [record] = await reception.messages();
    assert.deepEqual(
      record?.recipients.map(({ address, parameters }) => [address.text, parameters]),
      [
        ['a@x.test', original],
        ['b@x.test', never],
        ['c@x.test', {}],
      ],
    );
  });

  it('behind an alias get the mail, here and elsewhere, each once', async () => {
    const reception = await TestReception.open();
    await reception.alias('family', 'homer', 'marge', 'grandma');
    await reception.alias('grandma', 'mona@krustylu.test', 'homer+mother');
    await reception.visit().send('krusty@krustylu.test', 'family@springfield.test', mail);
    const [record] = await reception.messages();
    assert(record);
    assert.deepEqual(standing(record), [
      'family@springfield.test expanded',
      'homer@springfield.test delivered, of 0',
      'marge@springfield.test delivered, of 0',
      'mona@krustylu.test waiting for to krustylu.test, of 0',
      'homer+mother@springfield.test delivered, of 0',
    ]);
    assert.deepEqual(
      [(await reception.inbox('homer')).length, (await reception.inbox('marge')).length],
      [1, 1],
    );
    assert.match((await reception.inbox('homer'))[0]?.content ?? '', / for <family@springfield\.test>;/);
    assert.equal(reception.wakes, 1);
  });

  it('behind an alias who do not exist are told of later', async () => {
    const reception = await TestReception.open();
    await reception.alias('family', 'homer', 'bart');
    await reception.visit().send('krusty@krustylu.test', 'family@springfield.test', mail);
    const [record] = await reception.messages();
    assert(record);
    assert.deepEqual(standing(record).slice(1), [
      'homer@springfield.test delivered, of 0',
      'bart@springfield.test waiting for to springfield.test, of 0',
    ]);
  });
});

describe('reports that are asked for', () => {
  const success: NotifyEvents = { success: true, failure: false, delay: false };

  async function asked(message: string, ...pieces: Uint8Array[]) {
    const calls: { notices: readonly Notice[]; recipients: readonly Recipient[]; header: string }[] = [];
    const report = reportToHomer({
      number: 1,
      from: '<>',
      to: [{ address: 'homer@springfield.test', account: 'homer@springfield.test' }],
    });
    const reception = await TestReception.open({
      writeReports: async (_about, notices, recipients, header) => {
        calls.push({ notices, recipients, header: utf8(header) });
        return [report];
      },
    });
    await reception.alias('family', 'homer', 'marge');
    const homer = await reception.visitOf('homer');
    await homer.mail('homer@springfield.test');
    for (const to of ['marge@springfield.test', 'family@springfield.test', 'krusty@krustylu.test'])
      await homer.rcpt(to, { notify: success });
    const reply = await homer.sendContent(message, ...pieces);
    return { reception, calls, reply };
  }

  it('are written with the acceptance: of delivery and of expansion', async () => {
    const { reception, calls, reply } = await asked(mail);
    const [call, ...others] = calls;
    assert.deepEqual(others, []);
    assert.deepEqual(
      call?.notices.map(({ action, to, recipient }) => [action, to, recipient.address.text]),
      [
        ['delivered', 'sender', 'marge@springfield.test'],
        ['expanded', 'sender', 'family@springfield.test'],
      ],
    );
    assert.equal(call?.recipients.length, 5, 'with those behind the alias');
    assert.deepEqual(
      (await reception.inbox('homer')).map(({ queueId }) => queueId),
      [idIn(reply), 'q00000001'],
    );
    assert.equal(reception.wakes, 1);
  });

  it('bring back the header section with our fields, whatever the size of the message', async () => {
    for (const pieces of [[], [new Uint8Array(draftMemoryBytesMax).fill(65)]]) {
      const { calls } = await asked(mail, ...pieces);
      const header = calls[0]?.header ?? '';
      assert.match(header, /^Received: from /);
      assert.ok(header.endsWith(`${mail.slice(0, mail.indexOf('Hello'))}`), header);
      assert.match(header, /\r\nMessage-ID: <[0-9a-z]{18}-[0-9a-z]{20}@springfield\.test>\r\nFrom: krusty/);
    }
    const { calls } = await asked('Hello\r\n');
    assert.match(calls[0]?.header ?? '', /Message-ID: .*\r\n\r\n$/, 'and nothing of a body without a header');
  });

  it('by a stranger are written only if his network is trusted', async () => {
    for (const isTrusted of [false, true]) {
      let isAsked = false;
      const reception = await TestReception.open({
        isTrusted: ({ ip }) => isTrusted && ip === ('203.0.113.5' as IpAddress),
        writeReports: async () => {
          isAsked = true;
          return [];
        },
      });
      const visit = reception.visit();
      await visit.mail('krusty@krustylu.test');
      await visit.rcpt('homer@springfield.test', { notify: success });
      idIn(await visit.sendContent(mail));
      assert.equal(isAsked, isTrusted);
      const saysWhyNot = reception.log.lines.some((line) => line.includes('return-path-unproven'));
      assert.equal(saysWhyNot, !isTrusted);
    }
  });

  it('are left out where a cap is reached, and the message is taken', async () => {
    const caps = [{ key: 'address krusty@krustylu.test', max: 0, because: 'cap-address' }] as const;
    const reception = await TestReception.open({
      isTrusted: () => true,
      writeReports: async () => [{ ...reportToHomer({ number: 1, from: '<>' }), caps }],
    });
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test');
    await visit.rcpt('homer@springfield.test', { notify: success });
    const id = idIn(await visit.sendContent(mail));
    assert.deepEqual(
      (await reception.messages()).map(({ message }) => message.queueId),
      [id],
    );
    assert.ok(reception.log.lines.some((line) => line.includes('cap-address')));
  });
});

describe('messages that are refused at their end', () => {
  it('are those that go round in a loop: 99 Received fields pass, 100 do not', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    const hops = (count: number) => `${'Received: by x\r\n'.repeat(count)}\r\nHello\r\n`;
    idIn(await visit.send('', 'homer@springfield.test', hops(99)));
    assert.equal(
      await visit.send('', 'homer@springfield.test', hops(100)),
      '554 5.4.6 Mail loop: the message has passed too many hosts already',
    );
    assert.equal((await reception.inbox('homer')).length, 1);
    assert.equal(reception.memory.usedBytes, 0);
  });

  it('are those with a header section that is too large', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    const subject = `Subject: ${'x'.repeat(256 * 1024)}\r\n\r\n`;
    assert.equal(
      await visit.send('', 'homer@springfield.test', subject),
      '554 5.6.0 The header section of the message is too large',
    );
    assert.equal(reception.memory.usedBytes, 0);
    idIn(await visit.send('', 'homer@springfield.test', mail));
  });
});

describe('a large message', () => {
  it('is relayed to the octet, and its file is left to the store', async () => {
    const reception = await TestReception.open();
    const homer = await reception.visitOf('homer');
    const body = Uint8Array.from({ length: draftMemoryBytesMax + 70_000 }, (_, i) => i % 251);
    const header = fromLatin1('Date: x\r\nMessage-ID: <1@x>\r\n\r\n');
    const pieces = [header, body.subarray(0, 300_000), body.subarray(300_000)];
    idIn(await homer.send('homer@springfield.test', 'krusty@krustylu.test', ...pieces));
    const [record] = await reception.messages();
    assert(record);
    const relayed = await reception.content(record);
    const received = relayed.length - header.length - body.length;
    assert.match(latin1(relayed, 0, received), /^Received: .*\+0000\r\n$/s);
    assert.ok(Buffer.from(relayed.subarray(received)).equals(Buffer.concat([header, body])));
    assert.equal(relayed.length, record.message.sizeBytes);
    assert.deepEqual(
      [reception.spool.opened, reception.spool.left.size, reception.memory.usedBytes],
      [1, 0, 0],
    );
  });
});

describe('the queue id', () => {
  it('is greater for every later message, and the same in reply, Received and store', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push(idIn(await visit.send('', 'homer@springfield.test', mail)));
      await reception.clock.pass(i);
    }
    assert.deepEqual(ids.toSorted(), ids);
    assert.equal(new Set(ids).size, 3);
    const arrived = (await reception.messages()).map(({ message }) => message.arrivedAt);
    const start = later(reception.clock.now(), -3);
    assert.deepEqual(arrived, [start, start, start + 1]);
  });
});

describe('a mail that may be a notice', () => {
  const about = '01m844dzg07ctkxwaq' as QueueId;
  const news: RemoteNews = { at: noon, action: 'failed', by: 'mx.krustylu.test', notice: about };
  const notice = 'Content-Type: Multipart/Report; report-type=delivery-status\r\n\r\nsorry\r\n';

  async function listening(...heard: Heard[]) {
    const mails: IncomingMail[] = [];
    const readNotice: ReadNotice = async (mail) => {
      mails.push({ ...mail, head: mail.head.slice() });
      return { heard };
    };
    return { reception: await TestReception.open({ readNotice }), mails };
  }

  it('is looked into with all that is known of it', async () => {
    const { reception, mails } = await listening();
    const reply = await reception
      .visit()
      // The tag is by Exim, policy/testing/exim-prvs.txt.
      .send('', 'prvs=0789130e2d=homer@springfield.test', mail);
    const [one, ...others] = mails;
    assert(one);
    assert.deepEqual(others, []);
    const { to, tagged, head, ...facts } = one;
    assert.deepEqual(
      to.map(({ text }) => text),
      ['homer@springfield.test'],
    );
    assert.deepEqual(
      tagged.map(({ text }) => text),
      ['homer@springfield.test'],
    );
    assert.equal(latin1(head), mail);
    assert.deepEqual(facts, {
      queueId: idIn(reply),
      at: noon,
      tag: 'valid',
      isTagRequired: false,
      isFromNobody: true,
      ip: '203.0.113.5',
      authenticatedDomains: [],
    });
  });

  it('is accepted also where it cannot be read', async () => {
    const readNotice: ReadNotice = async () => {
      throw new TypeError('no such property');
    };
    const reception = await TestReception.open({ readNotice });
    assert.match(await reception.visit().send('', 'homer@springfield.test', notice), /^250 /);
    assert.equal((await reception.store.mailboxes.usage('homer@springfield.test')).messages, 1);
    assert.match(reception.log.lines.join('\n'), /^error a notice could not be read .*no such property/m);
  });

  it('may have a sender, if it has the form of a report', async () => {
    const { reception, mails } = await listening();
    await reception.visit().send('daemon@krustylu.test', 'homer@springfield.test', notice);
    await reception.visit().send('krusty@krustylu.test', 'homer@springfield.test', mail);
    const quoted = `Subject: multipart/report\r\n\r\n${notice}`;
    await reception.visit().send('krusty@krustylu.test', 'homer@springfield.test', quoted);
    assert.deepEqual(
      mails.map(({ head }) => latin1(head)),
      [notice],
    );
  });

  it('is looked into by its head, if it is large', async () => {
    const { reception, mails } = await listening();
    const large = notice + 'x'.repeat(draftMemoryBytesMax);
    await reception.visit().send('', 'homer@springfield.test', large);
    assert.equal(latin1(mails[0]?.head ?? fromLatin1('')), large.slice(0, headBytesMax));
    const text = mail + 'x'.repeat(draftMemoryBytesMax);
    await reception.visit().send('', 'homer@springfield.test', text);
    assert.equal(latin1(mails[1]?.head ?? fromLatin1('')), text.slice(0, textBytesMax));
  });

  it('is accepted together with what it says', async () => {
    const { reception } = await listening({ about, recipients: [0], news });
    const homer = await reception.visitOf('homer');
    const sent = idIn(await homer.send('homer@springfield.test', 'krusty@krustylu.test', mail)) as QueueId;
    assert.equal(sent, about, 'the first id of this reception');
    idIn(await reception.visit().send('', 'homer@springfield.test', notice));
    assert.deepEqual((await reception.store.queue.find(sent))?.recipients[0]?.heard, news);
    assert.equal((await reception.inbox('homer')).length, 1);
  });
});
