import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../../address/domain.ts';
import type { IpAddress } from '../../address/ip.ts';
import { NULL_PATH } from '../../address/path.ts';
import { dayMs, later } from '../../base/instant.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { ReadReport } from '../parse/read-report.ts';
import { correlate, noticesComeWithinMs } from './correlate.ts';
import { marksOf } from './marks.ts';
import type { NoticeArrival, OurMarks } from './notice-arrival.ts';
import type { SentRecord } from './sent-record.ts';
import {
  address,
  aLittleBefore,
  arrival,
  fromRelay,
  hostname,
  key,
  line,
  matched,
  notice,
  otherKey,
  ourReceived,
  ours,
  queueId,
  receivedValue,
  record,
  rfc822,
  says,
  sentAt,
  sentTo,
  signed,
  signedMessageId,
  toOne,
} from './testing/notices.ts';

const another = '01jdcq5v8k000000zz';
const messageId = record.messageId as MessageId;
const tooEarly = later(sentAt, -2 * dayMs);
const kent = says('kent@channel6.test');
const stranger = says('somebody@elsewhere.test');

interface Row {
  readonly notice: ReadReport;
  readonly records?: readonly SentRecord[];
  readonly arrival?: NoticeArrival;
  readonly ours?: OurMarks;
  /** Matches, a line for each, without the queue id where it is that of `record`. */
  readonly is: readonly string[];
}

function check(rows: Readonly<Record<string, Row>>): void {
  for (const [name, row] of Object.entries(rows)) {
    it(name, () => {
      const found = matched(row.notice, row.records, row.arrival, row.ours).map(line);
      assert.deepEqual(
        found.map((each) => each.replace(`${queueId} `, '')),
        row.is,
      );
    });
  }
}

describe('what only we can have written', () => {
  check({
    'is our Received field': {
      notice: notice({ received: [ourReceived] }),
      is: ['0 signed-received genuine'],
    },
    'is our Received field among others, in capitals': {
      notice: notice({
        received: [
          'from a by b id c; Mon, 23 Nov 2026 11:00:00 +0000',
          ourReceived.toUpperCase(),
          'by nobody',
        ],
      }),
      is: ['0 signed-received genuine'],
    },
    'is a Message-ID of ours': {
      notice: notice({ messageId: signedMessageId() }),
      is: ['0 signed-message-id genuine'],
    },
    'is a Message-ID of ours that the notice answers': {
      notice: notice(),
      arrival: arrival({ references: ['<root@elsewhere.test>', signedMessageId()] }),
      is: ['0 signed-message-id genuine'],
    },
    'is an ENVID of ours': {
      notice: notice({}, { originalEnvelopeId: signed('envelope-id') }),
      is: ['0 signed-envelope-id genuine'],
    },
    'is a tag in the reverse-path': {
      notice: notice(),
      arrival: arrival({ to: [address('prvs=x=homer@springfield.test')] }),
      ours: { ...ours, queueIdOf: ({ localPart }) => (localPart.startsWith('prvs=') ? queueId : undefined) },
      is: ['0 signed-reverse-path genuine'],
    },
    'counts by the strongest of several': {
      notice: notice({ received: [ourReceived], messageId: signedMessageId() }),
      is: ['0 signed-message-id genuine'],
    },
    'is known though our name was another then': {
      notice: notice({
        received: [receivedValue(signed('received'), sentAt, 'old.springfield.test' as Domain)],
      }),
      is: ['0 signed-received genuine'],
    },
    'may come back twice, of a mail that passed through here twice': {
      notice: notice({ received: [ourReceived, receivedValue(signed('received', another))] }),
      records: [
        { ...record, queueId: another },
        { ...record, recipients: [sentTo(0, 'abe@retirement.test')] },
      ],
      is: [`${another} 0 signed-received genuine`, '0 signed-received genuine'],
    },
  });
});

describe('what anybody can write', () => {
  check({
    'a signature for another place': {
      notice: notice({ received: [receivedValue(signed('message-id'))] }),
      is: ['0 received contradicted forged-signature'],
    },
    'a signature of another message': {
      notice: notice({ received: [receivedValue(signed('received', another).replace(another, queueId))] }),
      is: ['0 received contradicted forged-signature'],
    },
    'a signature by a key that we do not know (any more)': {
      notice: notice({ received: [receivedValue(signed('received', queueId, otherKey))] }),
      is: ['0 received unproven'],
    },
    'a signature of a server of our kind that is not ours': {
      notice: notice({
        received: [receivedValue(signed('received', queueId, otherKey), sentAt, 'elsewhere.test' as Domain)],
      }),
      is: ['0 recipient-and-time unproven'],
    },
    'our Received field without a signature': {
      notice: notice({ received: [receivedValue(queueId)] }),
      is: ['0 received unproven'],
    },
    'the Message-ID of the author': { notice: notice({ messageId }), is: ['0 message-id unproven'] },
    'the ENVID of the sender': {
      notice: notice({}, { originalEnvelopeId: 'order+66' }),
      is: ['0 envelope-id unproven'],
    },
    'the ENVID of the sender, still in xtext': {
      notice: notice({}, { originalEnvelopeId: 'order+2B66' }),
      is: ['0 envelope-id unproven'],
    },
    'to whom we wrote': { notice: notice(), is: ['0 recipient-and-time unproven'] },
    'a Message-ID of somebody else': {
      notice: notice({ messageId: '<another@homers-pc.test>' }, { recipients: [stranger] }),
      is: [],
    },
    'nothing at all': { notice: notice({}, { recipients: [] }), is: [] },
    'about no message that we know': { notice: notice({ received: [ourReceived] }), records: [], is: [] },
  });
});

describe('the host that took the message', () => {
  const knowing = notice({ messageId });
  check({
    'is believed if it knows the message': {
      notice: knowing,
      arrival: fromRelay(),
      is: ['0 message-id genuine'],
    },
    'is not believed for a guess': {
      notice: notice(),
      arrival: fromRelay(),
      is: ['0 recipient-and-time unproven'],
    },
    'is not the author of what it hands on': {
      notice: knowing,
      arrival: fromRelay({ isFirstHand: false }),
      is: ['0 message-id unproven'],
    },
    'does not speak for the recipients of others': {
      notice: { ...knowing, recipients: [kent] },
      arrival: fromRelay(),
      is: ['2 message-id unproven'],
    },
    'may speak of an address to which it was forwarded': {
      notice: { ...knowing, recipients: [stranger] },
      arrival: fromRelay(),
      is: ['- message-id genuine'],
    },
    'cannot mean one of two messages': {
      notice: knowing,
      records: [record, { ...record, queueId: another }],
      arrival: fromRelay(),
      is: ['0 message-id unproven', `${another} 0 message-id unproven`],
    },
    'means the message that has its recipient': {
      notice: knowing,
      records: [record, { ...record, queueId: another, recipients: [sentTo(0, 'abe@retirement.test')] }],
      arrival: fromRelay(),
      is: ['0 message-id genuine'],
    },
  });
  it('is not whoever answers for a recipient who had it from us', () => {
    const local = sentTo(1, 'marge@springfield.test', { fate: 'delivered' });
    const of = { ...record, recipients: [sentTo(0, 'krusty@krustylu.test'), local] };
    const report = { ...knowing, recipients: [stranger] };
    assert.deepEqual(matched(report, [of], vouched('springfield.test')).map(line), [
      `${queueId} - message-id contradicted unknown-recipient`,
    ]);
    assert.deepEqual(matched(report, [of], vouched('krustylu.test')).map(line), [
      `${queueId} - message-id genuine`,
    ]);
  });
  const vouched = (...domains: string[]) => arrival({ authenticatedDomains: domains as Domain[] });
  for (const [domain, verdict] of [
    ['krustylu.test', 'genuine'],
    ['bounces.krustylu.test', 'genuine'],
    ['mx.krustylu.test', 'genuine'],
    ['xkrustylu.test', 'unproven'],
    ['test', 'unproven'],
    ['channel6.test', 'unproven'],
    ['krustylu.test.evil.test', 'unproven'],
  ] as const) {
    it(`is vouched for by ${domain}: ${verdict}`, () => {
      assert.deepEqual(matched(knowing, [record], vouched(domain)).map(line), [
        `${queueId} 0 message-id ${verdict}`,
      ]);
    });
  }
  it('is vouched for by the domain of the relay host, not by a name beside it', () => {
    const hosted = toOne({ relay: { name: 'mx1.hosting.test', ip: '192.0.2.99' as IpAddress } });
    const verdicts = ['hosting.test', 'mx1.hosting.test', 'rented.hosting.test'].map(
      (domain) => matched(knowing, [hosted], vouched(domain))[0]?.genuine.verdict,
    );
    assert.deepEqual(verdicts, ['genuine', 'genuine', 'unproven']);
  });
});

describe('the tag under which a notice came', () => {
  const tagged = (...to: string[]) => arrival({ tagged: to.map(address) });
  const homers = tagged('Homer@Springfield.test');
  check({
    'proves a notice that knows the message': {
      notice: notice({ messageId }),
      arrival: homers,
      is: ['0 message-id genuine'],
    },
    'proves no guess': { notice: notice(), arrival: homers, is: ['0 recipient-and-time unproven'] },
    'does not say which of two messages is meant': {
      notice: notice({ messageId }),
      records: [record, { ...record, queueId: another }],
      arrival: homers,
      is: ['0 message-id unproven', `${another} 0 message-id unproven`],
    },
    'does not speak for recipients that we do not know': {
      notice: notice({ messageId }, { recipients: [stranger] }),
      arrival: homers,
      is: ['- message-id contradicted unknown-recipient'],
    },
    'does not outweigh a false signature': {
      notice: notice({ messageId, received: [receivedValue(signed('message-id'))] }),
      arrival: homers,
      is: ['0 received contradicted forged-signature'],
    },
    'is that of the sender, or it proves nothing': {
      notice: notice({ messageId }),
      arrival: tagged('marge@springfield.test'),
      is: ['0 message-id unproven'],
    },
    'proves nothing about mail without a sender': {
      notice: notice({ messageId }),
      records: [{ ...record, reversePath: NULL_PATH }],
      arrival: homers,
      is: ['0 message-id contradicted not-to-the-sender'],
    },
  });

  it('is named among the proofs', () => {
    assert.deepEqual(matched(notice({ messageId }), [record], homers)[0]?.genuine.proofs, [
      { kind: 'tag' },
      { kind: 'knowledge', of: 'message-id' },
    ]);
  });
});

describe('what cannot be so', () => {
  const proven = notice({ received: [ourReceived] });
  const told = (more: Partial<ReadReport>): ReadReport => ({ ...proven, ...more });
  check({
    'a notice to somebody else': {
      notice: proven,
      arrival: arrival({ to: [address('marge@springfield.test')] }),
      is: ['0 signed-received contradicted not-to-the-sender'],
    },
    'a notice about a message without a sender': {
      notice: proven,
      records: [{ ...record, reversePath: NULL_PATH }],
      is: ['0 signed-received contradicted not-to-the-sender'],
    },
    'an arrival before the sending': {
      notice: told({ arrivalDate: tooEarly }),
      is: ['0 signed-received contradicted before-the-sending'],
    },
    'an attempt before the sending': {
      notice: told({ recipients: [says('krusty@krustylu.test', { lastAttemptDate: tooEarly })] }),
      is: ['0 signed-received contradicted before-the-sending'],
    },
    'a notice that came before the sending': {
      notice: proven,
      arrival: arrival({ at: later(sentAt, -1) }),
      is: ['0 signed-received contradicted before-the-sending'],
    },
    'a failure after our own': {
      notice: proven,
      records: [toOne({ fate: 'failed' })],
      is: ['0 signed-received contradicted failed-here'],
    },
    'a failure where it was delivered here': {
      notice: proven,
      records: [toOne({ fate: 'delivered' })],
      is: ['0 signed-received contradicted delivered-here'],
    },
    'news of what still lies here': {
      notice: proven,
      records: [toOne({ fate: 'untried' })],
      is: ['0 signed-received contradicted never-handed-over'],
    },
    'an unknown recipient of an unproven notice': {
      notice: notice({ messageId }, { recipients: [stranger] }),
      is: ['- message-id contradicted unknown-recipient'],
    },
    'all of it together': {
      notice: told({ arrivalDate: tooEarly }),
      records: [toOne({ fate: 'failed' })],
      arrival: arrival({ to: [] }),
      is: ['0 signed-received contradicted not-to-the-sender before-the-sending failed-here'],
    },
  });
});

describe('what may be so', () => {
  const proven = notice({ received: [ourReceived] });
  check({
    'another clock, another time zone': {
      notice: { ...proven, arrivalDate: aLittleBefore },
      is: ['0 signed-received genuine'],
    },
    'a host that has it, though we have not heard so': {
      notice: proven,
      records: [toOne({ fate: 'tried' })],
      is: ['0 signed-received genuine'],
    },
    'the sender in another case': {
      notice: proven,
      arrival: arrival({ to: [address('HOMER@Springfield.test')] }),
      is: ['0 signed-received genuine'],
    },
    'several recipients, each by itself': {
      notice: { ...proven, recipients: [kent, says('krusty@KRUSTYLU.test'), stranger] },
      is: ['2 signed-received genuine', '0 signed-received genuine', '- signed-received genuine'],
    },
    'an address to which the sole recipient has forwarded it': {
      notice: { ...proven, recipients: [stranger] },
      records: [toOne()],
      is: ['0 signed-received genuine'],
    },
    'mixed fates': {
      notice: { ...proven, recipients: [kent, says('krusty@krustylu.test')] },
      records: [
        {
          ...record,
          recipients: [
            sentTo(0, 'krusty@krustylu.test', { fate: 'failed' }),
            sentTo(1, 'kent@channel6.test'),
          ],
        },
      ],
      is: ['1 signed-received genuine', '0 signed-received contradicted failed-here'],
    },
  });
});

describe('a tie by recipient and time', () => {
  const within = (ms: number, to = 'homer@springfield.test') =>
    matched(notice(), [record], arrival({ at: later(sentAt, ms), to: [address(to)] })).map(({ by }) => by);

  it('holds for some days, and for the sender', () => {
    assert.deepEqual(within(noticesComeWithinMs), ['recipient-and-time']);
    assert.deepEqual(within(noticesComeWithinMs + 1), []);
    assert.deepEqual(within(dayMs, 'marge@springfield.test'), []);
  });

  it('is worth the less, the more messages it fits', () => {
    const all = [record, { ...record, queueId: another }];
    assert.deepEqual(
      matched(notice(), all).map(({ confidence }) => confidence),
      [0.2, 0.2],
    );
  });
});

describe('confidence', () => {
  const signedNotice = notice({ received: [ourReceived] });
  for (const [what, report, records, expected] of [
    ['signed, named', signedNotice, [record], 1],
    ['signed, forwarded by the sole recipient', { ...signedNotice, recipients: [stranger] }, [toOne()], 0.9],
    ['signed, forwarded by one of three', { ...signedNotice, recipients: [stranger] }, [record], 0.5],
    ['by the Message-ID', notice({ messageId }), [record], 0.9],
  ] as const) {
    it(`${what}: ${expected}`, () => {
      assert.deepEqual(
        matched(report, records).map(({ confidence }) => confidence),
        [expected],
      );
    });
  }
});

describe('a judgement', () => {
  it('says what it rests upon', () => {
    const report = notice({ received: [ourReceived], messageId });
    const [match] = matched(report, [record], fromRelay());
    assert.deepEqual(match?.genuine, {
      verdict: 'genuine',
      proofs: [
        { kind: 'signature', in: 'received' },
        { kind: 'sender', as: 'host', name: 'mx.krustylu.test' },
        { kind: 'knowledge', of: 'message-id' },
        { kind: 'knowledge', of: 'received' },
      ],
      contradictions: [],
    });
  });
});

/** All that a forger can know who has read the message, or guess who has not: everything but the key. */
const forgedReceived = fc.constantFrom(
  receivedValue(queueId),
  receivedValue(another),
  receivedValue(signed('received', queueId, otherKey)),
  receivedValue(signed('message-id')),
  receivedValue(signed('received', another).replace(another, queueId)),
  `${'('.repeat(50)}`,
  'by',
);
const forgedMessageId = fc.constantFrom<MessageId>(
  messageId,
  signedMessageId(queueId, otherKey),
  `<${queueId}@${hostname}>`,
  `<${signed('received')}@${hostname}>`,
);
const anyAddress = fc.constantFrom(
  ...['krusty@krustylu.test', 'kent@channel6.test', 'sideshow@circus.test', 'nobody@x.test', '', '<>', '@'],
);
const forgedNotice = fc.record({
  received: fc.array(forgedReceived, { maxLength: 3 }),
  messageId: forgedMessageId,
  envelopeId: fc.constantFrom('order+66', queueId, signed('envelope-id', queueId, otherKey)),
  recipients: fc.array(fc.tuple(anyAddress, anyAddress), { maxLength: 3 }),
  arrivalDate: fc.constantFrom(sentAt, tooEarly),
  isFirstHand: fc.boolean(),
});

describe('a forger without the key', () => {
  it('is never believed', () => {
    fc.assert(
      fc.property(
        forgedNotice,
        ({ received, messageId: id, envelopeId, recipients, arrivalDate, isFirstHand }) => {
          const report = notice(
            { received, messageId: id },
            {
              originalEnvelopeId: envelopeId,
              arrivalDate,
              recipients: recipients.map(([final, original]) =>
                says(final, { originalRecipient: rfc822(original) }),
              ),
            },
          );
          const how = arrival({
            isFirstHand,
            references: [id],
            authenticatedDomains: ['evil.test' as Domain],
          });
          for (const match of correlate(report, marksOf(report, how, ours), [record, toOne()], how))
            assert.notEqual(match.genuine.verdict, 'genuine', line(match));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('whoever brings back our signature', () => {
  it('is believed about each recipient that is in the hands of others, and of no other', () => {
    const fate = fc.constantFrom('untried', 'tried', 'relayed', 'delivered', 'failed', 'expanded');
    fc.assert(
      fc.property(fc.array(fate, { minLength: 1, maxLength: 4 }), (fates) => {
        const recipients = fates.map((each, i) => sentTo(i, `r${i}@krustylu.test`, { fate: each }));
        const report = notice(
          { received: [ourReceived] },
          { recipients: recipients.map((each) => says(each.address.text)) },
        );
        for (const match of matched(report, [{ ...record, recipients }])) {
          if (match.recipient === undefined) continue;
          const isOut = ['tried', 'relayed'].includes(fates[match.recipient] ?? '');
          assert.equal(match.genuine.verdict, isOut ? 'genuine' : 'contradicted', line(match));
        }
      }),
    );
  });

  it('is known by the keys of the server alone', () => {
    const report = notice({ received: [ourReceived] });
    const forgetful = { ...ours, keys: [otherKey] };
    assert.deepEqual(matched(report, [record], arrival(), forgetful).map(line), [
      `${queueId} 0 received unproven`,
    ]);
    assert.equal(key.name === otherKey.name, false);
  });
});
