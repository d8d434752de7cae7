import type { CommitAnswer, LastWord } from '../../queue/queue-store.ts';
import { accept, countedIn } from './accept.ts';
import type { AcceptanceRows, DeliveryRow } from './acceptance-rows.ts';
import { objectionToReports } from './caps.ts';
import { type Connection, integer, type Row, text } from './connection.ts';
import { addReference, dropReference } from './contents.ts';
import { deliver } from './deliver.ts';
import { remember } from './history.ts';
import { widenLane } from './lanes.ts';
import { type HistoryRow, phases, type StateRow } from './rows.ts';
import { file, type UndeliverableRow } from './undeliverable.ts';
import type { WriteContext } from './write-context.ts';

export interface TransitionRow {
  readonly recipient: number;
  readonly state: StateRow;
  readonly isDelayReported: boolean;
}

export interface SettlementRows {
  readonly queueId: string;
  readonly leaseId: string;
  readonly transitions: readonly TransitionRow[];
  readonly deliveries: readonly DeliveryRow[];
  readonly history: readonly HistoryRow[];
  readonly reports: readonly AcceptanceRows[];
  readonly lastWords: readonly LastWord[];
  readonly filed: readonly UndeliverableRow[];
}

/**
 * Writes what an attempt came to. Having written nothing, answers that the lease is lost for any of the recipients, or what is objected
 * to in the reports.
 */
export function settle(context: WriteContext, settlement: SettlementRows): CommitAnswer {
  const { connection } = context;
  const { queueId, leaseId, transitions, deliveries, history, reports, lastWords, filed } = settlement;
  const message = connection.get('SELECT * FROM message WHERE queue_id = ?', queueId);
  const leased = transitions.map(({ recipient }) => underLease(connection, queueId, leaseId, recipient));
  if (!message || leased.includes(undefined)) return 'lease-lost';
  const originals = lastWords
    .map(({ original }) => original)
    .filter((each) => isTold(connection, queueId, each));
  if (originals.length > 0) return { kind: 'told', originals };
  const objection = objectionToReports(connection, countedIn(reports));
  if (objection) return objection;
  for (const { original, report } of lastWords) {
    connection.run(
      'UPDATE recipient SET last_word = ? WHERE queue_id = ? AND idx = ?',
      report,
      queueId,
      original,
    );
  }
  for (const [i, transition] of transitions.entries()) {
    update(context, queueId, transition);
    const recipient = leased[i];
    if (recipient) putBack(context, recipient, transition);
  }
  for (const delivery of deliveries) deliverStored(context, message, delivery);
  countSettled(context, message, transitions);
  remember(connection, history);
  accept(context, reports);
  file(connection, filed);
  return 'committed';
}

const isTold = (connection: Connection, queueId: string, original: number): boolean =>
  connection.get(
    'SELECT 1 FROM recipient WHERE queue_id = ? AND idx = ? AND last_word IS NOT NULL',
    queueId,
    original,
  ) !== undefined;

function underLease(
  connection: Connection,
  queueId: string,
  leaseId: string,
  index: number,
): Row | undefined {
  return connection.get(
    'SELECT sender, destination, held FROM recipient WHERE queue_id = ? AND idx = ? AND phase = 1 AND lease = ?',
    queueId,
    index,
    leaseId,
  );
}

function update({ connection }: WriteContext, queueId: string, transition: TransitionRow): void {
  connection.run(
    `UPDATE recipient SET phase = ?, due = ?, lease = ?, lease_until = ?, since = ?, settled_at = ?, attempts = ?, last = ?,
       outcome = ?, is_delay_reported = max(is_delay_reported, ?) WHERE queue_id = ? AND idx = ?`,
    ...transition.state,
    Number(transition.isDelayReported),
    queueId,
    transition.recipient,
  );
}

function putBack(context: WriteContext, recipient: Row, { state }: TransitionRow): void {
  const [, due] = state;
  if (due === null || recipient.held !== 0) return;
  widenLane(context, { sender: text(recipient.sender), destination: text(recipient.destination) }, due);
}

function deliverStored(context: WriteContext, message: Row, delivery: DeliveryRow): void {
  const contentId = integer(message.content);
  const sizeBytes = integer(message.size_bytes) + integer(message.return_path_bytes);
  addReference(context, contentId);
  deliver(context, { contentId, sizeBytes, queueId: text(message.queue_id) }, delivery);
}

function countSettled(context: WriteContext, message: Row, transitions: readonly TransitionRow[]): void {
  const settled = transitions.filter(({ state: [phase] }) => phase === phases.settled);
  if (settled.length === 0) return;
  const unsettled = integer(message.unsettled) - settled.length;
  const settledAt = Math.max(...settled.map(({ state: [, , , , , at] }) => at ?? 0));
  context.connection.run(
    'UPDATE message SET unsettled = ?, settled_at = ? WHERE queue_id = ?',
    unsettled,
    unsettled === 0 ? settledAt : null,
    text(message.queue_id),
  );
  if (unsettled === 0) dropReference(context, integer(message.content));
}
