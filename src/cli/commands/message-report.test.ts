import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import { hourMs, instant, later, minuteMs } from '../../base/instant.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { QueueId, Recipient } from '../../queue/message.ts';
import type { HistoryEntry, HistoryEvent } from '../../queue/queue-store.ts';
import type { Outcome } from '../../queue/recipient-state.ts';
import {
  address,
  host,
  lease,
  message,
  noon,
  recipient,
  refusal,
  trouble,
} from '../../queue/testing/samples.ts';
import { historyView, messageView } from '../../server/operations/queue-view.ts';
import { harmless, hostile } from '../testing/run.ts';
import { messageReport, type TraceView, traceReport } from './message-report.ts';

const about = message({
  queueId: '01m851e6xxxv1tqe67' as QueueId,
  expiresAt: later(noon, 120 * hourMs),
  sizeBytes: 2_048,
});
const reportId = '01m851e6zv5dp131xe' as QueueId;
const news: RemoteNews = {
  at: noon,
  action: 'failed',
  status: '5.1.1',
  by: 'mx.krustylu.test',
  text: '550 No such clown',
  notice: reportId,
};

const settled = (outcome: Outcome): Recipient['state'] => ({
  kind: 'settled',
  at: later(noon, minuteMs),
  attempts: 1,
  outcome,
});

const recipients: readonly Recipient[] = [
  recipient({ index: 0, address: 'new@krustylu.test', state: { kind: 'waiting', due: noon, attempts: 0 } }),
  recipient({
    index: 1,
    address: 'slow@krustylu.test',
    held: true,
    state: { kind: 'waiting', due: later(noon, hourMs), attempts: 3, last: trouble },
  }),
  recipient({
    index: 2,
    address: 'now@krustylu.test',
    state: { kind: 'attempting', lease, since: noon, attempts: 1, last: refusal },
  }),
  recipient({
    index: 3,
    address: 'clown@krustylu.test',
    state: settled({ kind: 'failed', diagnostic: refusal, report: { as: reportId } }),
  }),
  recipient({
    index: 4,
    address: 'lost@krustylu.test',
    state: settled({ kind: 'failed', diagnostic: trouble, report: { suppressed: 'not-asked-for' } }),
  }),
  recipient({
    index: 5,
    address: 'klown@krustylu.test',
    state: settled({
      kind: 'relayed',
      by: host,
      reply: { code: 250, status: '2.0.0', lines: ['ok', 'thanks'] },
      dsnPassedOn: true,
    }),
  }),
  recipient({
    index: 6,
    address: 'family@springfield.test',
    state: settled({ kind: 'expanded', into: [address('homer@springfield.test'), address('m@x.test')] }),
  }),
  recipient({
    index: 7,
    parent: 6,
    address: 'homer@springfield.test',
    state: settled({ kind: 'delivered' }),
  }),
];

const head = `Queue id:   01m851e6xxxv1tqe67
From:       homer@springfield.test
Subject:    Hello
Message-ID: <1@homers-pc>
Size:       2.0 KiB
Accepted:   2026-11-23 12:00:00 UTC
By:         submission
Client:     homers-pc (127.0.0.1)
Gives up:   2026-11-28 12:00:00 UTC
Recipients:
  0  new@krustylu.test  waiting, next attempt 2026-11-23 12:00:00, 0 so far
  1  slow@krustylu.test  held, 3 so far – The host mx.krustylu.test does not answer.
  2  now@krustylu.test  being attempted since 2026-11-23 12:00:00
  3  clown@krustylu.test  failed 2026-11-23 12:01:00: 550 5.1.1 No such user here
  4  lost@krustylu.test  failed 2026-11-23 12:01:00: The host mx.krustylu.test does not answer.
  5  klown@krustylu.test  relayed to mx.krustylu.test (192.0.2.7:25) 2026-11-23 12:01:00: 250 2.0.0 ok thanks
  6  family@springfield.test  expanded into homer@springfield.test, m@x.test 2026-11-23 12:01:00
  7  homer@springfield.test  delivered 2026-11-23 12:01:00
`;

function trace(events: readonly HistoryEvent[], from = message(), to: readonly Recipient[] = []): TraceView {
  const history = events.map(
    (event, i): HistoryEntry => ({
      at: later(noon, i * minuteMs),
      queueId: from.queueId,
      recipients: i === 0 ? [] : [0, i],
      event,
    }),
  );
  return { ...messageView({ message: from, recipients: to }), history: history.map(historyView) };
}

describe('the report of a message', () => {
  it('tells every state of a recipient', () => {
    assert.equal(messageReport(messageView({ message: about, recipients })), head);
  });

  it('leaves out what is not known', () => {
    const { arrival: _, ...without } = about;
    const bounce = {
      ...without,
      envelope: { ...about.envelope, reversePath: 'null-path' as const },
      origin: { kind: 'report' as const, about: reportId },
      facts: { is8bit: false, isHeaderUtf8: false, subject: '' },
    };
    assert.equal(
      messageReport(messageView({ message: bounce, recipients: [] })),
      `Queue id:   01m851e6xxxv1tqe67
From:       <>
Size:       2.0 KiB
Accepted:   2026-11-23 12:00:00 UTC
By:         report about 01m851e6zv5dp131xe
Gives up:   2026-11-28 12:00:00 UTC
Recipients:
`,
    );
  });
});

describe('the trace of a message', () => {
  it('tells its history', () => {
    const report = traceReport(
      trace([
        { kind: 'operator', verb: 'hold', who: 'lisa' },
        {
          kind: 'attempt',
          result: 'transient',
          detail: { text: trouble.text, diagnostic: trouble, remote: host },
        },
        {
          kind: 'attempt',
          result: 'permanent',
          detail: {
            text: refusal.text,
            diagnostic: refusal,
            remote: { ...host, ip: '2001:db8::7' as IpAddress },
            tls: 'TLSv1.3',
          },
        },
        { kind: 'attempt', result: 'delivered', detail: { text: 'Into the inbox of homer.' } },
        { kind: 'report', action: 'failed', as: reportId },
        { kind: 'suppressed', reason: 'null-reverse-path' },
        { kind: 'heard', news },
        {
          kind: 'heard',
          news: { at: noon, action: 'delayed', notice: reportId, address: 'mel@krustylu.test' },
        },
      ]),
    );
    assert.equal(
      report.slice(report.indexOf('History')),
      `History (UTC):
  2026-11-23 12:00:00  accepted
  2026-11-23 12:00:00  hold by lisa
  2026-11-23 12:01:00 [0,1]  transient at mx.krustylu.test (192.0.2.7:25): The host mx.krustylu.test does not answer.
  2026-11-23 12:02:00 [0,2]  permanent at mx.krustylu.test ([2001:db8::7]:25) (TLSv1.3): The host mx.krustylu.test refused the recipient. – said: 550 5.1.1 No such user here
  2026-11-23 12:03:00 [0,3]  delivered: Into the inbox of homer.
  2026-11-23 12:04:00 [0,4]  notice "failed" written as 01m851e6zv5dp131xe
  2026-11-23 12:05:00 [0,5]  no notice: it has no return path: it is a notice itself, or an automatic answer (null-reverse-path)
  2026-11-23 12:06:00 [0,6]  mx.krustylu.test reports: failed 5.1.1 – said: 550 No such clown (notice 01m851e6zv5dp131xe)
  2026-11-23 12:07:00 [0,7]  a host without a name reports: delayed, for mel@krustylu.test (notice 01m851e6zv5dp131xe)
`,
    );
  });

  it('is harmless, whatever strangers said', () => {
    const evil: MailboxAddress = { ...address('a@x.test'), text: `${hostile}@x.test` };
    const reply = { code: 550, lines: [hostile, hostile] };
    const remote = { ...host, name: hostile };
    const diagnostic = { ...refusal, at: instant(0), text: hostile, reply, remote, tls: hostile };
    const from = message({
      reversePath: evil,
      facts: { subject: hostile, messageId: hostile, is8bit: true, isHeaderUtf8: true },
      arrival: { ip: '192.0.2.7' as IpAddress, greetingName: hostile, tls: hostile },
    });
    const states: Recipient['state'][] = [
      { kind: 'waiting', due: noon, attempts: 1, last: diagnostic },
      { kind: 'waiting', due: noon, attempts: 1, last: { ...trouble, text: hostile } },
      settled({ kind: 'failed', diagnostic, report: { as: reportId } }),
      settled({ kind: 'relayed', by: remote, reply, dsnPassedOn: false }),
      settled({ kind: 'expanded', into: [evil] }),
    ];
    const evilNews: RemoteNews = { ...news, by: hostile, address: hostile, text: hostile };
    const to = states.map((state, index) => ({
      ...recipient({ index, state }),
      address: evil,
      heard: evilNews,
    }));
    const report = traceReport(
      trace(
        [
          { kind: 'operator', verb: 'fail', who: hostile },
          {
            kind: 'attempt',
            result: 'permanent',
            detail: { text: hostile, diagnostic, remote, tls: hostile },
          },
          { kind: 'suppressed', reason: 'automatic' },
          { kind: 'heard', news: evilNews },
        ],
        from,
        to,
      ),
    );
    const lines = report.split('\n');
    assert.equal(lines.length, 9 + 1 + states.length + 2 + 4 + 1, 'no line more than there should be');
    assert.doesNotMatch(report.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
    assert.equal(lines[1], `From:       ${harmless}@x.test`);
    assert.equal(lines[2], `Subject:    ${harmless}`);
    assert.equal(lines[7], `Client:     ${harmless} (192.0.2.7), ${harmless}`);
    assert.ok(lines[12]?.includes(`: 550 ${harmless} ${harmless}`), lines[12]);
    assert.ok(lines[13]?.includes(`relayed to ${harmless} (192.0.2.7:25)`), lines[13]);
    assert.ok(lines[13]?.includes(`${harmless} reports: failed 5.1.1, for ${harmless} – said: ${harmless}`));
  });
});
