import { mailboxKey } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import type { Bytes } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { QueuedMessage, QueueId, Recipient } from '../../queue/message.ts';
import { senderKey } from '../../queue/message.ts';
import type { HistoryEntry } from '../../queue/queue-store.ts';
import type { Diagnostic, RecipientState } from '../../queue/recipient-state.ts';
import { boundEntry } from '../history-bounds.ts';
import { integer, json, type Row, text } from './connection.ts';

// How values lie in columns: in columns of their own what is searched, counted or changed, in JSON what is only shown.
// Rows on their way in are tuples in the order of the columns, which is the quickest to send to the writer and to bind.

/** A view travels to the writer with everything that it is a view of: so a small view of something larger is copied first. */
export const compact = (bytes: Bytes): Bytes =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);

/** recipient.phase */
export const phases = { waiting: 0, attempting: 1, settled: 2 } as const satisfies Record<
  RecipientState['kind'],
  number
>;

export type MessageRow = readonly [
  queueId: string,
  sender: string,
  reversePathKey: string | null,
  arrivedAt: number,
  expiresAt: number,
  sizeBytes: number,
  returnPathBytes: number,
  detail: string,
];

type MessageDetail = Pick<QueuedMessage, 'envelope' | 'origin' | 'arrival' | 'verdict' | 'notice' | 'facts'>;

export function messageRow(message: QueuedMessage): MessageRow {
  const { queueId, arrivedAt, expiresAt, sizeBytes, returnPathBytes, ...detail } = message;
  const { reversePath } = message.envelope;
  return [
    queueId,
    senderKey(message),
    reversePath === NULL_PATH ? null : mailboxKey(reversePath),
    arrivedAt,
    expiresAt,
    sizeBytes,
    returnPathBytes,
    JSON.stringify(detail satisfies MessageDetail),
  ];
}

export function messageOf(row: Row): QueuedMessage {
  return {
    ...json<MessageDetail>(row.detail),
    queueId: text(row.queue_id) as QueueId,
    arrivedAt: instant(integer(row.arrived_at)),
    expiresAt: instant(integer(row.expires_at)),
    sizeBytes: integer(row.size_bytes),
    returnPathBytes: integer(row.return_path_bytes),
  };
}

/** The columns phase … outcome. */
export type StateRow = readonly [
  phase: number,
  due: number | null,
  lease: string | null,
  leaseUntil: number | null,
  since: number | null,
  settledAt: number | null,
  attempts: number,
  last: string | null,
  outcome: string | null,
];

export function stateRow(state: RecipientState): StateRow {
  const { kind, attempts } = state;
  if (kind === 'settled')
    return [phases.settled, null, null, null, null, state.at, attempts, null, JSON.stringify(state.outcome)];
  const last = state.last ? JSON.stringify(state.last) : null;
  if (kind === 'waiting') return [phases.waiting, state.due, null, null, null, null, attempts, last, null];
  const { lease, since } = state;
  return [phases.attempting, null, lease.id, lease.until, since, null, attempts, last, null];
}

function stateOf(row: Row): RecipientState {
  const attempts = integer(row.attempts);
  const last = row.last === null ? {} : { last: json<Diagnostic>(row.last) };
  switch (integer(row.phase)) {
    case phases.waiting:
      return { kind: 'waiting', due: instant(integer(row.due)), attempts, ...last };
    case phases.attempting: {
      const lease = { id: text(row.lease), until: instant(integer(row.lease_until)) };
      return { kind: 'attempting', lease, since: instant(integer(row.since)), attempts, ...last };
    }
    default:
      return {
        kind: 'settled',
        at: instant(integer(row.settled_at)),
        attempts,
        outcome: json(row.outcome),
      };
  }
}

/** The columns of a recipient but for queue_id and sender, which its message has. */
export type RecipientRow = readonly [
  index: number,
  destination: string,
  addressKey: string,
  held: number,
  isDelayReported: number,
  detail: string,
  ...state: StateRow,
];

type RecipientDetail = Pick<Recipient, 'address' | 'parent' | 'forward' | 'original' | 'parameters'>;

export function recipientRow(recipient: Recipient): RecipientRow {
  const { index, destination, state, held, isDelayReported, heard: _, lastWord: __, ...detail } = recipient;
  return [
    index,
    destination,
    mailboxKey(recipient.address),
    Number(held),
    Number(isDelayReported),
    JSON.stringify(detail satisfies RecipientDetail),
    ...stateRow(state),
  ];
}

export function recipientOf(row: Row): Recipient {
  return {
    ...json<RecipientDetail>(row.detail),
    index: integer(row.idx),
    destination: text(row.destination),
    state: stateOf(row),
    held: integer(row.held) === 1,
    isDelayReported: integer(row.is_delay_reported) === 1,
    ...(row.heard !== null && { heard: json<RemoteNews>(row.heard) }),
    ...(row.last_word !== null && { lastWord: text(row.last_word) as QueueId }),
  };
}

export type HistoryRow = readonly [queueId: string, at: number, recipients: string, event: string];

export function historyRow(entry: HistoryEntry): HistoryRow {
  const { queueId, at, recipients, event } = boundEntry(entry);
  return [queueId, at, JSON.stringify(recipients), JSON.stringify(event)];
}

export function historyEntryOf(row: Row): HistoryEntry {
  return {
    at: instant(integer(row.at)),
    queueId: text(row.queue_id) as QueueId,
    recipients: json(row.recipients),
    event: json(row.event),
  };
}
