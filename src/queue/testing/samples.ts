/** Values for tests of the queue: valid, plain, and each part can be replaced. */
import assert from 'node:assert/strict';
import type { IpAddress } from '../../address/ip.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { hourMs, type Instant, instant, later } from '../../base/instant.ts';
import type { Notify } from '../../envelope/dsn-parameters.ts';
import type { Envelope } from '../../envelope/envelope.ts';
import { reply } from '../../envelope/reply.ts';
import type { AttemptResult } from '../attempt-result.ts';
import type { Origin, QueuedMessage, QueueId, Recipient } from '../message.ts';
import { noObjections } from '../objection.ts';
import type { Claim } from '../queue-store.ts';
import type { Diagnostic, Lease, RemoteHost } from '../recipient-state.ts';
import { defaultRetrySchedule, expiryOf } from '../retry-schedule.ts';
import type { SettleContext } from '../settle.ts';

export const noon: Instant = instant(Date.UTC(2026, 10, 23, 12));

export function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  assert(parsed.ok);
  return parsed.value;
}

export const id = (text: string): QueueId => text as QueueId;

export const submission: Origin = { kind: 'submission', account: 'homer' };
export const relayIn: Origin = { kind: 'relay-in' };

export interface MessageSample extends Partial<Omit<QueuedMessage, 'envelope'>> {
  readonly reversePath?: Envelope['reversePath'];
}

/** A message that homer submitted at noon. */
export function message(sample: MessageSample = {}): QueuedMessage {
  const { reversePath = address('homer@springfield.test'), ...rest } = sample;
  const arrivedAt = rest.arrivedAt ?? noon;
  return {
    queueId: id('the-message'),
    envelope: { reversePath, body: '7bit', smtpUtf8: false },
    origin: submission,
    arrival: { ip: '127.0.0.1' as IpAddress, greetingName: 'homers-pc' },
    arrivedAt,
    expiresAt: expiryOf(defaultRetrySchedule, reversePath, arrivedAt),
    sizeBytes: 1000,
    returnPathBytes: 40,
    facts: { messageId: '<1@homers-pc>', subject: 'Hello', is8bit: false, isHeaderUtf8: false },
    ...rest,
  };
}

export const notifyOf = (...events: ('success' | 'failure' | 'delay')[]): Notify => ({
  success: events.includes('success'),
  failure: events.includes('failure'),
  delay: events.includes('delay'),
});

export const lease: Lease = { id: 'lease', until: later(noon, hourMs) };

export interface RecipientSample extends Partial<Omit<Recipient, 'address'>> {
  readonly address?: string;
  readonly notify?: Notify;
}

/** A recipient that is being attempted for the first time. */
export function recipient(sample: RecipientSample = {}): Recipient {
  const { address: text = 'krustyklown@krustylu.test', notify, ...rest } = sample;
  return {
    index: 0,
    address: address(text),
    parameters: notify === undefined ? {} : { notify },
    destination: 'krustylu.test',
    state: { kind: 'attempting', lease, since: noon, attempts: 0 },
    held: false,
    isDelayReported: false,
    ...rest,
  };
}

export function claimOf(about: QueuedMessage, recipients: readonly Recipient[]): Claim {
  return {
    message: about,
    destination: 'krustylu.test',
    recipients,
    lease,
  };
}

export const host: RemoteHost = { name: 'mx.krustylu.test', ip: '192.0.2.7' as IpAddress, port: 25 };

export const refusal: Diagnostic = {
  at: noon,
  stage: 'rcpt',
  status: '5.1.1',
  text: 'The host mx.krustylu.test refused the recipient.',
  reply: reply(550, '5.1.1', 'No such user here'),
  remote: host,
  tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
};

export const trouble: Diagnostic = {
  at: noon,
  stage: 'connect',
  status: '4.4.1',
  text: 'The host mx.krustylu.test does not answer.',
  remote: host,
};

export const delivered: AttemptResult = { kind: 'delivered', account: 'marge' };
export const permanent: AttemptResult = { kind: 'permanent', diagnostic: refusal };
export const transient: AttemptResult = { kind: 'transient', diagnostic: trouble };
export const relayed = (dsnPassedOn: boolean): AttemptResult => ({
  kind: 'relayed',
  by: host,
  reply: reply(250, '2.0.0', 'queued'),
  dsnPassedOn,
});

/** The context of a settlement at noon, of a message that homer submitted. */
export function context(sample: Partial<SettleContext> = {}): SettleContext {
  return {
    message: message(),
    now: noon,
    rules: { schedule: defaultRetrySchedule, isTrusted: () => false, givesAllClear: true },
    chance: 0,
    failureReport: id('the-failure-report'),
    ownerReport: ({ owner } = {}) => id(`report-to-${owner?.localPart ?? 'postmaster'}`),
    objections: noObjections,
    ...sample,
  };
}
