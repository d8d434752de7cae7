import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import { NULL_PATH } from '../../address/path.ts';
import type { MessageId } from '../../message/message-id.ts';
import type { ReadReport } from '../parse/read-report.ts';
import { correlate } from './correlate.ts';
import { type Evidence, evidenceMax, type NoticeFinding, notExamined } from './finding.ts';
import { marksOf } from './marks.ts';
import type { NoticeArrival } from './notice-arrival.ts';
import { type ExaminedReport, findingOf, type NoticePapers } from './notice-verdict.ts';
import type { SentRecord } from './sent-record.ts';
import {
  address,
  arrival,
  fromRelay,
  hostname,
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
  signed,
  signedMessageId,
  toOne,
} from './testing/notices.ts';

const messageId = record.messageId as MessageId;
const to = (text: string) => ({ to: [address(text)] });
const nobodyElse: NoticePapers = { tag: 'none', isTagRequired: false, isFromNobody: true };

interface Row {
  readonly report: ReadReport;
  readonly papers?: Partial<NoticePapers>;
  readonly arrival?: NoticeArrival;
  readonly records?: readonly SentRecord[];
  readonly is: NoticeFinding['verdict'];
  /** Some of the evidence. */
  readonly for: readonly Evidence[];
}

/** As the correlator would: by what names a message, else by whom the notice speaks of. */
function examined(
  report: ReadReport,
  how: NoticeArrival,
  records: readonly SentRecord[] = [record],
): ExaminedReport {
  const marks = marksOf(report, how, ours);
  const named = records.filter(
    (each) =>
      marks.ids.some((id) => id.queueId === each.queueId) ||
      marks.messageIds.some((id) => id === each.messageId) ||
      marks.envelopeIds.some((id) => id === each.envelopeId),
  );
  const sentTo = named.length > 0 ? [] : records;
  return { report, marks, named, sentTo, matches: correlate(report, marks, [...named, ...sentTo], how) };
}

function check(rows: Readonly<Record<string, Row>>): void {
  for (const [name, row] of Object.entries(rows)) {
    it(name, () => {
      const how = row.arrival ?? arrival();
      const finding = findingOf([examined(row.report, how, row.records)], how, {
        ...nobodyElse,
        ...row.papers,
      });
      assert.equal(finding.verdict, row.is);
      for (const fact of row.for)
        assert.ok(
          finding.evidence.some((each) => JSON.stringify(each) === JSON.stringify(fact)),
          `${JSON.stringify(fact)} in ${JSON.stringify(finding.evidence)}`,
        );
    });
  }
}

const about = queueId;
const strict = { isTagRequired: true };
const tagNone: Evidence = { kind: 'tag', worth: 'none' };

describe('a notice is about mail that was sent', () => {
  check({
    'if a signature of ours comes back: it is believed': {
      report: notice({ received: [ourReceived] }),
      papers: strict,
      is: 'about-mail-you-sent',
      for: [
        { kind: 'believed', about },
        { kind: 'signature', in: 'received', isOurs: true, about },
        { kind: 'names', by: 'received', about, isYours: true },
        tagNone,
      ],
    },
    'if a signature of ours comes back beside that of another server of our kind': {
      report: notice({
        received: [ourReceived, receivedValue(signed('received', '01jdcq5v8k000000zz', otherKey))],
      }),
      is: 'about-mail-you-sent',
      for: [{ kind: 'believed', about }],
    },
    'if it names the message, though nobody knows who wrote it': {
      report: notice({ messageId }),
      papers: strict,
      is: 'about-mail-you-sent',
      for: [{ kind: 'names', by: 'message-id', about, isYours: true }],
    },
    'if it names the ENVID of its sender': {
      report: notice({}, { originalEnvelopeId: 'order+66' }),
      papers: strict,
      is: 'about-mail-you-sent',
      for: [{ kind: 'names', by: 'envelope-id', about, isYours: true }],
    },
    'if it came under a good tag, whatever it says': {
      report: notice({}, { recipients: [says('stranger@elsewhere.test')] }),
      papers: { tag: 'valid' },
      is: 'about-mail-you-sent',
      for: [
        { kind: 'tag', worth: 'valid' },
        { kind: 'correspondence', isThere: true },
      ],
    },
    'if it comes from the host that took mail to the address': {
      report: notice(),
      papers: strict,
      arrival: fromRelay(),
      is: 'about-mail-you-sent',
      for: [{ kind: 'other-side', as: 'host', name: 'mx.krustylu.test' }],
    },
  });
});

describe('of a notice nothing can be proven', () => {
  check({
    'if it speaks of an address that was written to, and no more': {
      report: notice(),
      is: 'cannot-be-proven',
      for: [{ kind: 'correspondence', isThere: true }, tagNone],
    },
    'if nothing is known of the address either': {
      report: notice(),
      records: [],
      is: 'cannot-be-proven',
      for: [{ kind: 'correspondence', isThere: false }],
    },
    'if only somebody else wrote to the address': {
      report: notice(),
      arrival: arrival(to('marge@springfield.test')),
      is: 'cannot-be-proven',
      for: [{ kind: 'correspondence', isThere: false }],
    },
    'if somebody at the place of the recipient writes it under a name of his own': {
      report: notice(),
      papers: { isFromNobody: false },
      arrival: fromRelay({
        ip: '198.51.100.1' as IpAddress,
        authenticatedDomains: [record.recipients[0]?.address.domain ?? hostname],
      }),
      is: 'cannot-be-proven',
      for: [{ kind: 'other-side', as: 'domain', name: 'krustylu.test' }],
    },
    'if its tag has expired, where all mail has one': {
      report: notice({}, { recipients: [says('stranger@elsewhere.test')] }),
      papers: { ...strict, tag: 'expired' },
      is: 'cannot-be-proven',
      for: [{ kind: 'tag', worth: 'expired' }],
    },
    'if its tag is false, where tags are only monitored': {
      report: notice(),
      papers: { tag: 'forged' },
      is: 'cannot-be-proven',
      for: [{ kind: 'tag', worth: 'forged' }],
    },
    'if it brings back mail that somebody else sent, in his very signature, and under a good tag': {
      report: notice({ received: [ourReceived] }),
      papers: { tag: 'valid' },
      arrival: arrival(to('marge@springfield.test')),
      is: 'cannot-be-proven',
      for: [
        { kind: 'names', by: 'received', about, isYours: false },
        { kind: 'contradiction', what: 'not-to-the-sender' },
      ],
    },
    'if it is about a recipient that we gave up on ourselves': {
      report: notice({ messageId }),
      records: [toOne({ fate: 'failed' })],
      is: 'cannot-be-proven',
      for: [{ kind: 'contradiction', what: 'failed-here' }],
    },
    'if the message had no sender': {
      report: notice({ received: [ourReceived] }),
      records: [{ ...record, reversePath: NULL_PATH }],
      is: 'cannot-be-proven',
      for: [{ kind: 'contradiction', what: 'not-to-the-sender' }],
    },
    'if an ENVID has a false signature: another server of our kind may have written it': {
      report: notice({}, { originalEnvelopeId: `${queueId}-${signed('received').slice(-20)}` }),
      is: 'cannot-be-proven',
      for: [{ kind: 'signature', in: 'envelope-id', isOurs: false, about }],
    },
  });
});

describe('a notice is forged', () => {
  check({
    'if it bears a signature beside our name that we did not make': {
      report: notice({ received: [receivedValue(signed('message-id'))] }),
      is: 'forged',
      for: [{ kind: 'signature', in: 'received', isOurs: false, about }],
    },
    'so too under a good tag, from the right host': {
      report: notice({ messageId: signedMessageId(queueId).replace(/.{3}@/, 'zzz@') as MessageId }),
      papers: { tag: 'valid' },
      arrival: fromRelay(),
      is: 'forged',
      for: [{ kind: 'signature', in: 'message-id', isOurs: false, about }],
    },
    'if nothing speaks for it where all mail has a tag: without one': {
      report: notice(),
      papers: strict,
      is: 'forged',
      for: [tagNone, { kind: 'correspondence', isThere: true }],
    },
    'and with a false one': {
      report: notice({}, { kind: 'auto-reply', recipients: [] }),
      papers: { ...strict, tag: 'forged' },
      is: 'forged',
      for: [{ kind: 'tag', worth: 'forged' }],
    },
  });
});

describe('what is found of a notice', () => {
  it('holds SPF of its sender, and its kind', () => {
    const spf = { result: 'pass', domain: 'mx.krustylu.test' };
    const finding = findingOf([examined(notice(), arrival())], arrival(), { ...nobodyElse, spf });
    assert.equal(finding.kind, 'failure');
    assert.deepEqual(finding.evidence.at(-1), { kind: 'spf', ...spf });
  });

  it('says each thing once, and no more than a bounded number of them', () => {
    const recipients = Array.from({ length: 3 }, () => says('krusty@krustylu.test'));
    const report = notice({ messageId }, { recipients });
    const { evidence } = findingOf([examined(report, arrival())], arrival(), nobodyElse);
    assert.equal(new Set(evidence.map((fact) => JSON.stringify(fact))).size, evidence.length);
    const received = Array.from({ length: 90 }, (_, i) =>
      receivedValue(signed('received', `01jdcq5v8k0000${String(i).padStart(4, '0')}`), sentAt),
    );
    const many = findingOf([examined(notice({ received }), arrival(), [])], arrival(), nobodyElse);
    assert.equal(many.evidence.length, evidenceMax + 1);
  });

  it('weighs all the reports of one mail together', () => {
    const stranger = notice(
      {},
      { recipients: [{ ...says('x@y.test'), originalRecipient: rfc822('x@y.test') }] },
    );
    const both = [examined(stranger, arrival()), examined(notice({ messageId }), arrival())] as const;
    assert.equal(findingOf(both, arrival(), nobodyElse).verdict, 'about-mail-you-sent');
  });

  it('is that nothing could be found, where nobody looked', () => {
    assert.equal(notExamined.verdict, 'cannot-be-proven');
  });
});
