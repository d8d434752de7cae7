import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import type { Domain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import { encodeXtext } from '../address/xtext.ts';
import { type Bytes, concat, fromLatin1, fromUtf8, latin1 } from '../base/bytes.ts';
import { hourMs, instant, later } from '../base/instant.ts';
import { buildReport } from '../dsn/build/build.ts';
import { signId, signingKey } from '../dsn/correlate/signature.ts';
import type { Action, Report } from '../dsn/report.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { IncomingMail } from '../queue/heard.ts';
import type { QueueId } from '../queue/message.ts';
import {
  acceptance,
  account,
  address,
  claimOne,
  type MessageTemplate,
  relayed,
  settlement,
} from '../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { Correlator, type CorrelatorWorld } from './correlator.ts';
import type { TagTrouble } from './tag-trouble.ts';

const key = signingKey(fromLatin1('the key by which the test signs its ids'));
const queueId = '01m844dzg07ctkxwaq' as QueueId;
const noticeId = '01m844e5g07ctkxwb0' as QueueId;
const sentAt = instant(Date.parse('2026-11-23T12:00:00Z'));
const noticedAt = later(sentAt, hourMs);
const relayIp = '192.0.2.25' as IpAddress;
const strangeIp = '203.0.113.66' as IpAddress;

/** A server that has relayed a message of Homer's. */
async function world(
  template: Partial<MessageTemplate> = {},
  onTagTrouble: (trouble: TagTrouble) => void = () => {},
  onHeard?: CorrelatorWorld['onHeard'],
) {
  const store = createMemoryStore();
  await store.accounts.addAccount(account('homer'), undefined);
  const accepted = acceptance({ number: 1, messageId: '<doughnut@homers-pc>', ...template });
  const message = { ...accepted.message, queueId, arrivedAt: sentAt };
  await store.queue.accept([{ ...accepted, message }]);
  await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
  const log = recordingLog();
  const ours = { keys: [key], hostname: 'mail.springfield.test' as Domain, queueIdOf: () => undefined };
  return {
    store,
    log,
    correlator: new Correlator({
      log,
      store: store.queue,
      ours: () => ours,
      onTagTrouble,
      ...(onHeard && { onHeard }),
    }),
  };
}

const received = (id: string) =>
  `Received: from homers-pc by mail.springfield.test with ESMTPSA id ${id};\r\n Mon, 23 Nov 2026 12:00:00 +0000\r\n`;
const ourReceived = received(signId(queueId, 'received', key));
const messageIdField = 'Message-ID: <doughnut@homers-pc>\r\n';

function notice(header: string, change: Partial<Report> = {}): Bytes {
  const report: Report = {
    reportingMta: { type: 'dns', name: 'mx.krustylu.test' },
    recipients: [
      {
        finalRecipient: { type: 'rfc822', address: 'krusty@krustylu.test' },
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: { type: 'smtp', text: '550 5.1.1 No such clown' },
      },
    ],
    original: { message: fromUtf8(`${header}Subject: Donuts\r\n\r\nMmm\r\n`) },
    ...change,
  };
  const postmaster = address('postmaster@krustylu.test');
  return buildReport(report, { at: noticedAt, id: 'n1', to: address('homer@springfield.test'), postmaster });
}

const mail = (head: Bytes, more: Partial<IncomingMail> = {}): IncomingMail => ({
  queueId: noticeId,
  at: noticedAt,
  to: [address('homer@springfield.test')],
  tagged: [],
  tag: 'none',
  isTagRequired: false,
  isFromNobody: true,
  ip: strangeIp,
  authenticatedDomains: [],
  head,
  ...more,
});

const news = {
  at: noticedAt,
  action: 'failed',
  status: '5.1.1',
  by: 'mx.krustylu.test',
  text: '550 5.1.1 No such clown',
  notice: noticeId,
};

describe('the verdict on a mail', () => {
  const text = (...lines: string[]) => fromLatin1(`${lines.join('\r\n')}\r\n\r\nHello\r\n`);
  const receipt = text(
    'Subject: Read',
    'Content-Type: multipart/report; report-type=disposition-notification; boundary=x',
    '',
    '--x',
    'Content-Type: message/disposition-notification',
    '',
    'Final-Recipient: rfc822; krusty@krustylu.test',
    'original-message-id: <doughnut@homers-pc>',
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '--x--',
  );
  const toMarge = { to: [address('marge@springfield.test')] };

  const yours = 'about-mail-you-sent';
  const plain = { isFromNobody: false };
  const strict = { isTagRequired: true };
  const answer = text('References: <1@x> <doughnut@homers-pc>');
  const vouched = { authenticatedDomains: ['krustylu.test' as Domain] };
  const falsely = received(signId(queueId, 'message-id', key));
  for (const [what, incoming, verdict] of [
    ['a notice with our Received field', mail(notice(ourReceived)), yours],
    ['the same from a sender', mail(notice(ourReceived), plain), yours],
    ['a notice with our Received field, its signature lost', mail(notice(received(queueId))), yours],
    ['a notice with the Message-ID', mail(notice(messageIdField)), yours],
    ['the same, where it should have a tag', mail(notice(messageIdField), strict), yours],
    [
      'an absence note',
      mail(text('Auto-Submitted: auto-replied', 'In-Reply-To: <doughnut@homers-pc>')),
      yours,
    ],
    ['an absence note from a sender', mail(text('Auto-Submitted: auto-replied'), plain), undefined],
    ['a mail of whatever kind that names it', mail(answer, strict), yours],
    ['the same, where nothing has a tag', mail(answer), yours],
    ['an answer to nothing of ours', mail(text('Subject: Re: pills')), 'cannot-be-proven'],
    ['an answer of a person', mail(text('Subject: Re: Donuts'), plain), undefined],
    ['a receipt', mail(receipt), yours],
    [
      'to the sender in another case',
      mail(notice(messageIdField), { to: [address('HOMER@springfield.test')] }),
      yours,
    ],
    ['a notice with a false signature', mail(notice(falsely)), 'forged'],
    ['a false signature under a good tag', mail(notice(falsely), { tag: 'valid' }), 'forged'],
    ['a notice about a recipient of ours', mail(notice('')), 'cannot-be-proven'],
    ['the same from the host that took it', mail(notice(''), { ip: relayIp }), yours],
    ['the same in the name of its domain', mail(notice(''), vouched), yours],
    ['the same by somebody of that domain', mail(notice(''), { ...vouched, ...plain }), 'cannot-be-proven'],
    ['the same, where it should have a tag', mail(notice(''), strict), 'forged'],
    ['the same, where its tag is false', mail(notice(''), { ...strict, tag: 'forged' }), 'forged'],
    [
      'the same, where its tag has expired',
      mail(notice(''), { ...strict, tag: 'expired' }),
      'cannot-be-proven',
    ],
    ['a notice about another message', mail(notice('Message-ID: <beer@homers-pc>\r\n')), 'cannot-be-proven'],
    ['a notice to somebody else', mail(notice(messageIdField), toMarge), 'cannot-be-proven'],
    [
      'the same under a good tag of his',
      mail(notice(messageIdField), { ...toMarge, tag: 'valid' }),
      'cannot-be-proven',
    ],
    ['a mail that answers nothing', mail(text('Subject: Donuts')), undefined],
    ['the same, where it should have a tag', mail(text('Subject: Donuts'), strict), 'forged'],
    ['a mail of a mail system', mail(text('From: MAILER-DAEMON@x.test')), 'cannot-be-proven'],
    ['nothing', mail(fromLatin1('')), undefined],
  ] as const) {
    it(`${verdict ?? 'no notice'}: ${what}`, async () => {
      const { correlator } = await world();
      assert.equal((await correlator.read(incoming)).finding?.verdict, verdict);
    });
  }
});

describe('a notice under a tag that speaks against the sender', () => {
  const failed = (status: StatusCode, text: string, action: Action = 'failed') =>
    notice(ourReceived, {
      recipients: [
        {
          finalRecipient: { type: 'rfc822', address: 'krusty@krustylu.test' },
          action,
          status,
          diagnosticCode: { type: 'smtp', text },
        },
      ],
    });
  const prvs = '550 <prvs=0789130e2d=homer@springfield.test> is no member';

  for (const [what, head, tag, replies] of [
    ['by its status for lists', failed('5.7.2', '550 no member'), 'valid', ['550 no member']],
    ['by its status for senders', failed('5.1.8', '550 unknown'), 'valid', ['550 unknown']],
    ['by the tag in its words', failed('5.7.1', prvs), 'valid', [prvs]],
    ['without one of them', failed('5.7.1', '550 spam'), 'valid', []],
    ['of a delay', failed('4.7.2', prvs, 'delayed'), 'valid', []],
    ['without a tag', failed('5.7.2', prvs), 'none', []],
  ] as const) {
    it(`${replies.length > 0 ? 'tells who takes no tags' : 'tells nothing of tags'}: ${what}`, async () => {
      const troubles: TagTrouble[] = [];
      const { correlator } = await world({}, (trouble) => void troubles.push(trouble));
      await correlator.read(mail(head, { tag }));
      assert.deepEqual(
        troubles,
        replies.map((reply) => ({ domain: 'krustylu.test', reply })),
      );
    });
  }

  it('is not believed if it is forged', async () => {
    const troubles: TagTrouble[] = [];
    const { correlator } = await world({}, (trouble) => void troubles.push(trouble));
    await correlator.read(mail(notice(''), { tag: 'valid' }));
    assert.deepEqual(troubles, []);
  });
});

describe('a notice that comes in', () => {
  it('is heard if it is genuine: about which recipient, what, and from whom', async () => {
    const { correlator, log } = await world();
    assert.deepEqual((await correlator.read(mail(notice(ourReceived)))).heard, [
      { about: queueId, recipients: [0], news },
    ]);
    assert.match(
      log.lines.join('\n'),
      /^info a notice is genuine .*"about":"01m844dzg07ctkxwaq".*"received"/,
    );
  });

  it('is handed on with what it is about, if it is genuine', async () => {
    const learnt: unknown[] = [];
    const { correlator } = await world({}, undefined, async (heard, records) => {
      for (const { news: said } of heard) learnt.push(said, ...records.map(({ message }) => message.queueId));
    });
    await correlator.read(mail(notice('')));
    assert.deepEqual(learnt, []);
    await correlator.read(mail(notice(ourReceived)));
    assert.deepEqual(learnt, [news, queueId]);
  });

  it('is heard of a recipient who is not one of several, but of no recipient of ours', async () => {
    const to = [{ address: 'mel@krustylu.test' }, { address: 'bob@krustylu.test' }];
    const { correlator } = await world({ to });
    assert.deepEqual((await correlator.read(mail(notice(ourReceived)))).heard, [
      { about: queueId, recipients: [], news: { ...news, address: 'krusty@krustylu.test' } },
    ]);
  });

  it('is heard once of each recipient, however often it says so', async () => {
    const to = [{ address: 'krusty@krustylu.test' }, { address: 'mel@krustylu.test' }];
    const { correlator } = await world({ to });
    const says = (name: string, action: Action) => ({
      finalRecipient: { type: 'rfc822', address: `${name}@krustylu.test` },
      action,
      status: '5.0.0' as const,
    });
    const recipients = [
      says('krusty', 'delayed'),
      says('krusty', 'failed'),
      says('krusty', 'relayed'),
      says('mel', 'delivered'),
      says('bob', 'failed'),
      says('cecil', 'delayed'),
    ];
    const heard = (await correlator.read(mail(notice(ourReceived, { recipients })))).heard;
    assert.deepEqual(
      heard.map((each) => [each.recipients, each.news.action, each.news.address]),
      [
        [[0], 'failed', undefined],
        [[1], 'delivered', undefined],
        [[], 'failed', 'bob@krustylu.test'],
      ],
    );
  });

  it('is found by the ENVID, and believed from the host that took the message', async () => {
    const { correlator } = await world({ envelopeId: encodeXtext('order 66') });
    const report = notice('', { originalEnvelopeId: 'order 66' });
    assert.deepEqual((await correlator.read(mail(report))).heard, []);
    const [heard] = (await correlator.read(mail(report, { ip: relayIp }))).heard;
    assert.deepEqual(heard?.recipients, [0]);
  });

  it('is believed under the tag of the sender if it knows the message', async () => {
    const { correlator, log } = await world();
    const tagged = [address('homer@springfield.test')];
    assert.deepEqual((await correlator.read(mail(notice(''), { tagged }))).heard, []);
    const [heard] = (await correlator.read(mail(notice(messageIdField), { tagged }))).heard;
    assert.deepEqual(heard?.recipients, [0]);
    assert.match(log.lines.join('\n'), /a notice is genuine .*"kind":"tag"/);
  });

  it('is believed from the host that took the message only if it wrote it itself', async () => {
    const { correlator } = await world();
    const report = notice(messageIdField);
    for (const [field, isHeard] of [
      ['', true],
      ['Received: by mx.krustylu.test (Postfix) id ABC; Mon, 23 Nov 2026 13:00:00 +0000\r\n', true],
      ['Received: from localhost (localhost [127.0.0.1]) by mx.krustylu.test id ABC\r\n', true],
      ['Received: from Debian-exim by mx.krustylu.test with local id ABC\r\n', true],
      ['Received: from evil.test (evil.test [203.0.113.66]) by mx.krustylu.test id ABC\r\n', false],
      ['Received: from x ([203.0.113.66]) by mx.krustylu.test id ABC\r\n', false],
    ] as const) {
      const head = concat([fromLatin1(field), report]);
      assert.equal((await correlator.read(mail(head, { ip: relayIp }))).heard.length, Number(isHeard), field);
    }
    assert.deepEqual((await correlator.read(mail(report))).heard, [], 'from elsewhere');
    const vouched = { authenticatedDomains: ['krustylu.test' as Domain] };
    assert.equal((await correlator.read(mail(report, vouched))).heard.length, 1);
  });

  const forgeries: readonly [what: string, mail: IncomingMail, log: RegExp][] = [
    ['knows the Message-ID', mail(notice(messageIdField)), /cannot be proven .*"by":"message-id"/],
    ['knows the recipient', mail(notice('')), /cannot be proven .*"by":"recipient-and-time"/],
    ['knows the queue id', mail(notice(received(queueId))), /cannot be proven .*"by":"received"/],
    [
      'makes up a signature',
      mail(notice(received(signId(queueId, 'message-id', key)))),
      /contradicts what we know .*"forged-signature"/,
    ],
    [
      'goes to somebody else',
      mail(notice(ourReceived), { to: [address('marge@springfield.test')] }),
      /contradicts what we know .*"not-to-the-sender"/,
    ],
    ['names a queue id of another kind', mail(notice(received('4F2x9'))), /cannot be proven/],
  ];
  for (const [what, forgery, line] of forgeries) {
    it(`is not heard if it only ${what}, and the log says so`, async () => {
      const { correlator, log } = await world();
      assert.deepEqual((await correlator.read(forgery)).heard, []);
      assert.match(log.lines.join('\n'), line);
    });
  }

  it('is not heard of what failed here, whatever it brings back', async () => {
    const store = createMemoryStore();
    const accepted = acceptance({ number: 1 });
    await store.queue.accept([{ ...accepted, message: { ...accepted.message, queueId, arrivedAt: sentAt } }]);
    const log = recordingLog();
    const ours = { keys: [key], hostname: 'mail.springfield.test' as Domain, queueIdOf: () => undefined };
    const correlator = new Correlator({ log, store: store.queue, ours: () => ours });
    assert.deepEqual((await correlator.read(mail(notice(ourReceived)))).heard, []);
    assert.match(log.lines.join('\n'), /never-handed-over/);
  });

  it('is heard while the attempt is still under way', async () => {
    const { store, correlator } = await world();
    const second = '01m844dzg07ctkxwar' as QueueId;
    const accepted = acceptance({ number: 2 });
    await store.queue.accept([
      { ...accepted, message: { ...accepted.message, queueId: second, arrivedAt: sentAt } },
    ]);
    await claimOne(store);
    const { heard } = await correlator.read(mail(notice(received(signId(second, 'received', key)))));
    assert.equal(heard[0]?.about, second);
  });

  it('is nothing where it is cut off, or no notice', async () => {
    const { correlator, log } = await world();
    const whole = notice(ourReceived);
    for (const head of [
      whole.subarray(0, latin1(whole).indexOf('Final-Recipient')),
      fromLatin1('Subject: Donuts\r\n\r\nMmm\r\n'),
      fromLatin1(''),
    ])
      assert.deepEqual((await correlator.read(mail(head))).heard, []);
    assert.doesNotMatch(log.lines.join('\n'), /genuine/);
  });

  it('is heard though only its head is at hand', async () => {
    const { correlator } = await world();
    const whole = notice(ourReceived);
    const head = whole.subarray(0, latin1(whole).lastIndexOf('Subject: Donuts'));
    assert.equal((await correlator.read(mail(head))).heard.length, 1);
  });

  it('cannot be looked into where the store fails, and the caller is told', async () => {
    const log = recordingLog();
    const store = {
      find: () => Promise.reject(new Error('the disk is gone')),
      findSent: () => Promise.reject(new Error('the disk is gone')),
    };
    const ours = { keys: [key], hostname: 'mail.springfield.test' as Domain, queueIdOf: () => undefined };
    const correlator = new Correlator({ log, store, ours: () => ours });
    await assert.rejects(correlator.read(mail(notice(ourReceived))), /the disk is gone/);
  });
});

describe('the forward by which a message went', () => {
  const owner = address('marge@springfield.test');
  const forwards = [
    { address: 'krusty@krustylu.test', forward: { owner } },
    { address: 'mel@krustylu.test', forward: {} },
    { address: 'bob@krustylu.test' },
  ];

  async function forwardedTo(count: number) {
    const { store, correlator } = await world({ to: forwards.slice(0, 1) });
    const accepted = acceptance({ number: 2, messageId: '<other@homers-pc>', to: forwards.slice(0, count) });
    const recipients = accepted.recipients.map((recipient, i) => {
      const { forward } = forwards[i] ?? {};
      return { ...recipient, ...(forward && { forward }) };
    });
    const message = { ...accepted.message, queueId: otherId };
    await store.queue.accept([{ ...accepted, message, recipients }]);
    return correlator;
  }
  const otherId = '01m844dzg07ctkxwas' as QueueId;
  const about = received(signId(otherId, 'received', key));
  const from = (name: string) => ({
    recipients: [
      {
        finalRecipient: { type: 'rfc822', address: `${name}@krustylu.test` },
        action: 'failed' as const,
        status: '5.1.1' as const,
      },
    ],
  });

  it('is known by whom the notice speaks of', async () => {
    const correlator = await forwardedTo(3);
    assert.deepEqual(await correlator.forwardOf(mail(notice(about, from('krusty')))), { owner });
    assert.deepEqual(await correlator.forwardOf(mail(notice(about, from('Mel')))), {});
  });

  it('is known by the message, where that went by one only', async () => {
    assert.deepEqual(await (await forwardedTo(1)).forwardOf(mail(notice(about, from('clown')))), { owner });
    assert.equal(await (await forwardedTo(2)).forwardOf(mail(notice(about, from('clown')))), undefined);
  });

  it('is not known of other mail, nor by an id that we did not sign', async () => {
    const correlator = await forwardedTo(1);
    assert.equal(await correlator.forwardOf(mail(notice(ourReceived))), undefined);
    const forged = received(signId(otherId, 'received', signingKey(fromLatin1('another key'.padEnd(32)))));
    assert.equal(await correlator.forwardOf(mail(notice(forged))), undefined);
    assert.equal(await correlator.forwardOf(mail(fromUtf8('Subject: hello\r\n\r\nHello\r\n'))), undefined);
  });
});
