import type { Domain } from '../../../address/domain.ts';
import type { IpAddress } from '../../../address/ip.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../../address/mailbox-address.ts';
import { fromLatin1 } from '../../../base/bytes.ts';
import { hourMs, instant, later, minuteMs } from '../../../base/instant.ts';
import type { MessageId } from '../../../message/message-id.ts';
import { writeReceived } from '../../../message/received.ts';
import type { Explanation } from '../../explain/explanation.ts';
import type { ReadRecipient, ReadReport, ReturnedMessage } from '../../parse/read-report.ts';
import type { TypedAddress } from '../../report.ts';
import { correlate } from '../correlate.ts';
import { marksOf } from '../marks.ts';
import type { Match } from '../match.ts';
import type { NoticeArrival, OurMarks } from '../notice-arrival.ts';
import type { SentRecipient, SentRecord } from '../sent-record.ts';
import { type Purpose, signId, signingKey } from '../signature.ts';

/** A message of Homer's that went to three people, and notices about it. */

export const key = signingKey(fromLatin1('the key of the tests of correlate'));
export const otherKey = signingKey(fromLatin1('the key of somebody who is not us'));
export const hostname = 'mail.springfield.test' as Domain;
export const queueId = '01jdcq5v8k7q4k2m9d';
export const sentAt = instant(Date.parse('2026-11-23T12:00:00Z'));
const noticedAt = later(sentAt, hourMs);

export function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export const rfc822 = (text: string): TypedAddress => ({ type: 'rfc822', address: text });

const relay = { name: 'mx.krustylu.test', ip: '192.0.2.25' as IpAddress };

export const sentTo = (index: number, text: string, more: Partial<SentRecipient> = {}): SentRecipient => ({
  index,
  address: address(text),
  fate: 'relayed',
  relay,
  ...more,
});

export const record: SentRecord = {
  queueId,
  sentAt,
  reversePath: address('homer@springfield.test'),
  messageId: '<doughnut@homers-pc.test>',
  envelopeId: 'order+66',
  recipients: [
    sentTo(0, 'krusty@krustylu.test'),
    sentTo(1, 'Mel+show@krustylu.test', { originalRecipient: rfc822('sideshow@circus.test') }),
    sentTo(2, 'kent@channel6.test', { relay: { name: 'mx.channel6.test', ip: '198.51.100.6' as IpAddress } }),
  ],
};

/** The same message to Krusty alone. */
export const toOne = (more: Partial<SentRecipient> = {}): SentRecord => ({
  ...record,
  recipients: [sentTo(0, 'krusty@krustylu.test', more)],
});

/** The value of the Received field that we put into the message. */
export const receivedValue = (id: string, at = sentAt, by: Domain = hostname): string =>
  writeReceived({
    greetingName: 'homers-pc.test',
    ip: '203.0.113.7' as IpAddress,
    by,
    protocol: { kind: 'EHLO', isSmtpUtf8: false, hasTls: true, isAuthenticated: true },
    id,
    at,
  })
    .replace(/\r\n /g, ' ')
    .slice('Received: '.length)
    .trim();

export const signed = (purpose: Purpose, id = queueId, by = key): string => signId(id, purpose, by);

export const signedMessageId = (id = queueId, by = key): MessageId =>
  `<${signed('message-id', id, by)}@${hostname}>`;

export const ourReceived = receivedValue(signed('received'));

export const says = (finalRecipient: string, more: Partial<ReadRecipient> = {}): ReadRecipient => ({
  finalRecipient: rfc822(finalRecipient),
  action: 'failed',
  status: '5.1.1',
  // Nobody here looks at it.
  explanation: {} as Explanation,
  ...more,
});

/** A notice of failure; Krusty is the one who failed unless it says otherwise. */
export const notice = (
  returned: Partial<ReturnedMessage> = {},
  more: Partial<ReadReport> = {},
): ReadReport => ({
  kind: 'failure',
  format: 'rfc3464',
  recipients: [says('krusty@krustylu.test')],
  returned: { received: [], ...returned },
  ...more,
});

/** Brought by a host that nobody knows. */
export const arrival = (more: Partial<NoticeArrival> = {}): NoticeArrival => ({
  at: noticedAt,
  to: [address('homer@springfield.test')],
  tagged: [],
  ip: '203.0.113.66' as IpAddress,
  isFirstHand: true,
  authenticatedDomains: [],
  references: [],
  ...more,
});

/** As Krusty's host would bring it, if it wrote it itself. */
export const fromRelay = (more: Partial<NoticeArrival> = {}): NoticeArrival =>
  arrival({ ip: relay.ip, ...more });

export const ours: OurMarks = { keys: [key], hostname, queueIdOf: () => undefined };

export const matched = (
  report: ReadReport,
  records: readonly SentRecord[] = [record],
  how: NoticeArrival = arrival(),
  marks: OurMarks = ours,
): readonly Match[] => correlate(report, marksOf(report, how, marks), records, how);

/** A match in one line: `01jd…9d 0 signed-received genuine`, with what contradicts it. */
export function line({ submission, recipient, by, genuine }: Match): string {
  return [submission, recipient ?? '-', by, genuine.verdict, ...genuine.contradictions].join(' ');
}

/** Within what a clock may be wrong. */
export const aLittleBefore = later(sentAt, -30 * minuteMs);
