import { decodeXtext } from '../../address/xtext.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { MailboxRole } from '../../mailbox/mailbox.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { QueuedMessage, Recipient } from '../../queue/message.ts';
import type { Acceptance, MailboxDelivery, OncePerSender } from '../../queue/queue-store.ts';
import type { RecipientState } from '../../queue/recipient-state.ts';
import { deliveredAt } from '../acceptance-check.ts';
import { type CountedReport, countedReports } from '../cap-counts.ts';
import { isForOthers } from '../for-others.ts';
import { boundNews, heardEntry } from '../history-bounds.ts';
import {
  type HistoryRow,
  historyRow,
  type MessageRow,
  messageRow,
  type RecipientRow,
  recipientRow,
} from './rows.ts';

/** A message on its way in, as the writer takes it. */
export interface AcceptanceRows {
  readonly message: MessageRow;
  readonly content: ContentRow;
  readonly recipients: readonly RecipientRow[];
  readonly unsettled: number;
  /** Set if nothing is unsettled: when the last of them was settled. */
  readonly settledAt: number | null;
  readonly lanes: readonly LaneRow[];
  readonly deliveries: readonly DeliveryRow[];
  /** By what notices name it; nulls if nothing of it is for others. */
  readonly names: NamesRow;
  readonly history: readonly HistoryRow[];
  readonly heard: readonly HeardRow[];
  /** Itself, if it is a report that counts against a cap. */
  readonly counted: readonly CountedReport[];
  /** Set on an automatic answer. */
  readonly once: OnceRow | null;
}

export interface OnceRow extends OncePerSender {
  /** When it is given. */
  readonly at: number;
}

export type NamesRow = readonly [messageId: string | null, envelopeId: string | null];

/** What another host says of recipients of another message. */
export interface HeardRow {
  readonly queueId: string;
  readonly recipients: readonly number[];
  /** As it stands beside a recipient. */
  readonly news: RemoteNews;
  readonly entry: HistoryRow;
}

/** Its octets, or the name of its file in the spool folder. */
export interface ContentRow {
  readonly sizeBytes: number;
  readonly octets: Bytes | string;
}

/** A destination for which recipients may be claimed from `due` on. */
export type LaneRow = readonly [destination: string, due: number];

export interface DeliveryRow {
  readonly account: string;
  /** Of the mailbox. */
  readonly role: MailboxRole;
  readonly receivedAt: number;
}

export function acceptanceRows(acceptance: Acceptance, content: ContentRow): AcceptanceRows {
  const { message, recipients, deliveries, heard = [], history = [], once } = acceptance;
  const unsettled = recipients.filter(({ state }) => state.kind !== 'settled').length;
  return {
    message: messageRow(message),
    content,
    recipients: recipients.map(recipientRow),
    unsettled,
    settledAt: unsettled === 0 ? lastSettledAt(recipients) : null,
    lanes: lanesOf(recipients),
    deliveries: deliveries.map((each) => deliveryRow(each, recipients[each.recipient]?.state)),
    names: recipients.some(isForOthers) ? namesOf(message) : [null, null],
    history: history.map(historyRow),
    heard: heard.map((each) => ({
      queueId: each.about,
      recipients: each.recipients,
      news: boundNews(each.news),
      entry: historyRow(heardEntry(each)),
    })),
    counted: countedReports([acceptance]),
    once: once ? { ...once, at: message.arrivedAt } : null,
  };
}

export const deliveryRow = (
  { account, mailbox = 'inbox' }: MailboxDelivery,
  state: RecipientState | undefined,
): DeliveryRow => ({ account, role: mailbox, receivedAt: deliveredAt(state) });

function namesOf({ facts, envelope }: QueuedMessage): NamesRow {
  const { envelopeId } = envelope;
  return [facts.messageId ?? null, envelopeId === undefined ? null : decodeXtext(envelopeId)];
}

function lastSettledAt(recipients: readonly Recipient[]): number {
  return recipients.reduce((at, { state }) => (state.kind === 'settled' ? Math.max(at, state.at) : at), 0);
}

function lanesOf(recipients: readonly Recipient[]): LaneRow[] {
  const lanes = new Map<string, Instant>();
  for (const { state, held, destination } of recipients) {
    if (state.kind !== 'waiting' || held) continue;
    const due = lanes.get(destination);
    if (due === undefined || state.due < due) lanes.set(destination, state.due);
  }
  return [...lanes];
}
