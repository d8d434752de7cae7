import type { Exceptions } from '../../queue/queue-store.ts';
import { integer, type Row, text } from './connection.ts';
import { type Lane, nextLane, refreshLane, ripenLanes } from './lanes.ts';
import type { WriteContext } from './write-context.ts';

export interface ClaimDueRows {
  readonly now: number;
  readonly leaseUntil: number;
  /** One for each claim that may be made. */
  readonly leaseIds: readonly string[];
  readonly recipientsMax: number;
  readonly except: Exceptions;
}

export interface ClaimRows {
  readonly message: Row;
  readonly recipients: readonly Row[];
  readonly leaseId: string;
}

type Terms = ClaimDueRows & { readonly leaseId: string };

export function claimDue(context: WriteContext, request: ClaimDueRows): readonly ClaimRows[] {
  const { now, leaseIds, except } = request;
  ripenLanes(context, now);
  const claims: ClaimRows[] = [];
  for (const leaseId of leaseIds) {
    const lane = nextLane(context, now, except);
    if (!lane) break;
    claims.push(claimFrom(context, lane, { ...request, leaseId }));
    refreshLane(context, lane, now);
    context.lastTurn = lane.sender;
  }
  return claims;
}

/** Takes the longest due message of the lane, with all of its recipients in the lane that are due. */
function claimFrom({ connection }: WriteContext, { sender, destination }: Lane, terms: Terms): ClaimRows {
  const { now, leaseUntil, leaseId, recipientsMax } = terms;
  const longestDue = connection.get(
    `SELECT queue_id FROM recipient INDEXED BY recipient_claimable
     WHERE sender = ? AND destination = ? AND phase = 0 AND held = 0 ORDER BY due LIMIT 1`,
    sender,
    destination,
  );
  const queueId = text(longestDue?.queue_id);
  const recipients = connection.all(
    `UPDATE recipient SET phase = 1, due = NULL, lease = ?, lease_until = ?, since = ?
     WHERE queue_id = ? AND idx IN (
       SELECT idx FROM recipient
       WHERE queue_id = ? AND destination = ? AND phase = 0 AND held = 0 AND due <= ? ORDER BY idx LIMIT ?)
     RETURNING *`,
    leaseId,
    leaseUntil,
    now,
    queueId,
    queueId,
    destination,
    now,
    recipientsMax,
  );
  return { message: messageRowOf(connection, queueId), recipients: inOrder(recipients), leaseId };
}

export interface ClaimMessageRows {
  readonly queueId: string;
  readonly recipients: readonly number[] | 'all';
  readonly now: number;
  readonly leaseId: string;
  readonly leaseUntil: number;
}

/** Takes what waits of one message, held or not, whatever its destination. */
export function claimMessage(context: WriteContext, request: ClaimMessageRows): ClaimRows | undefined {
  const { queueId, now, leaseId, leaseUntil } = request;
  const { connection } = context;
  const recipients = connection.all(
    `UPDATE recipient SET phase = 1, due = NULL, lease = ?, lease_until = ?, since = ?
     WHERE queue_id = ? AND phase = 0 AND (? OR idx IN (SELECT value FROM json_each(?))) RETURNING *`,
    leaseId,
    leaseUntil,
    now,
    queueId,
    Number(request.recipients === 'all'),
    JSON.stringify(request.recipients === 'all' ? [] : request.recipients),
  );
  if (recipients.length === 0) return undefined;
  const message = messageRowOf(connection, queueId);
  const sender = text(message.sender);
  const destinations = new Set(recipients.map((row) => text(row.destination)));
  for (const destination of destinations) refreshLane(context, { sender, destination }, now);
  return { message, recipients: inOrder(recipients), leaseId };
}

const messageRowOf = (connection: WriteContext['connection'], queueId: string): Row =>
  connection.get('SELECT * FROM message WHERE queue_id = ?', queueId) ?? {};

/** RETURNING answers in no particular order. */
const inOrder = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => integer(a.idx) - integer(b.idx));
