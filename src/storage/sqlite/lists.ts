import type { SQLInputValue } from 'node:sqlite';
import type { ListFilter, SentBy } from '../../queue/queue-store.ts';
import { sentLookBackMax } from '../sent-bounds.ts';
import { type Connection, text } from './connection.ts';

/** A query for queue ids in ascending order, and its values. */
interface Query {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** The ids of the messages that match, by an index for each kind of filter: a page costs what it shows, not what is stored. */
export function listedIds(connection: Connection, filter: ListFilter): readonly string[] {
  const queries = queriesFor(filter);
  const sql = queries.map((query) => query.sql).join(' UNION ');
  const values = queries.flatMap((query) => query.values);
  const rows = connection.all(`${sql} ORDER BY queue_id LIMIT ?`, ...values, filter.limit);
  return rows.map((row) => text(row.queue_id));
}

/** The ids of the messages that were sent so, the latest first (queue-store.ts, findSent). */
export function sentIds(connection: Connection, by: SentBy, limit: number): readonly string[] {
  const { sql, values } = sentQuery(by);
  return connection.all(sql, ...values, limit).map((row) => text(row.queue_id));
}

function sentQuery(by: SentBy): Query {
  if ('messageId' in by) {
    const sql = `SELECT queue_id FROM message INDEXED BY message_rfc_message_id
                 WHERE rfc_message_id = ? ORDER BY queue_id DESC LIMIT ?`;
    return { sql, values: [by.messageId] };
  }
  if ('envelopeId' in by) {
    const sql = `SELECT queue_id FROM message INDEXED BY message_rfc_envelope_id
                 WHERE rfc_envelope_id = ? ORDER BY queue_id DESC LIMIT ?`;
    return { sql, values: [by.envelopeId] };
  }
  const sql = `SELECT DISTINCT queue_id FROM (
                 SELECT queue_id, phase, outcome FROM recipient INDEXED BY recipient_address
                 WHERE address_key = ? ORDER BY queue_id DESC LIMIT ?)
               WHERE phase < 2 OR outcome ->> '$.kind' IN ('relayed', 'failed')
               ORDER BY queue_id DESC LIMIT ?`;
  return { sql, values: [by.address, sentLookBackMax] };
}

function queriesFor({ which, destination, address, ...filter }: ListFilter): Query[] {
  const after: string = filter.after ?? '';
  // Of what is in the queue, a recipient matches only while it is not settled itself.
  const [open, isMessageOpen, isRecipientOpen] =
    which === 'queue' ? ['_open', 'settled_at IS NULL', 'phase < 2'] : ['', 'TRUE', 'TRUE'];
  if (address !== undefined) {
    const also = destinationCondition(destination, isRecipientOpen);
    return [
      {
        sql: `SELECT queue_id FROM message AS found INDEXED BY message${open}_reverse_path
              WHERE reverse_path_key = ? AND ${isMessageOpen} AND queue_id > ? ${also.sql}`,
        values: [address, after, ...also.values],
      },
      {
        sql: `SELECT queue_id FROM recipient AS found INDEXED BY recipient${open}_address
              WHERE address_key = ? AND ${isRecipientOpen} AND queue_id > ? ${also.sql}`,
        values: [address, after, ...also.values],
      },
    ];
  }
  if (destination !== undefined) {
    const sql = `SELECT DISTINCT queue_id FROM recipient INDEXED BY recipient${open}_destination
                 WHERE destination = ? AND ${isRecipientOpen} AND queue_id > ?`;
    return [{ sql, values: [destination, after] }];
  }
  return [{ sql: `SELECT queue_id FROM message WHERE ${isMessageOpen} AND queue_id > ?`, values: [after] }];
}

function destinationCondition(destination: string | undefined, isRecipientOpen: string): Query {
  if (destination === undefined) return { sql: '', values: [] };
  const sql = `AND EXISTS (SELECT 1 FROM recipient AS other
                 WHERE other.queue_id = found.queue_id AND destination = ? AND ${isRecipientOpen})`;
  return { sql, values: [destination] };
}
