import type { Bytes } from '../../base/bytes.ts';
import type { Undeliverable } from '../../queue/undeliverable.ts';
import { boundDiagnostic } from '../history-bounds.ts';
import type { Connection } from './connection.ts';
import { compact } from './rows.ts';
import type { WriteContext } from './write-context.ts';

export type UndeliverableRow = readonly [
  queueId: string,
  at: number,
  reason: string,
  detail: string,
  header: Bytes,
];

export type UndeliverableDetail = Pick<Undeliverable, 'message' | 'recipients'>;

export function undeliverableRow({
  at,
  reason,
  message,
  recipients,
  header,
}: Undeliverable): UndeliverableRow {
  const bounded = recipients.map((each) => ({ ...each, diagnostic: boundDiagnostic(each.diagnostic) }));
  const detail: UndeliverableDetail = { message, recipients: bounded };
  return [message.queueId, at, reason, JSON.stringify(detail), compact(header)];
}

export function file(connection: Connection, rows: readonly UndeliverableRow[]): void {
  for (const row of rows)
    connection.run(
      'INSERT INTO undeliverable (queue_id, at, reason, detail, header) VALUES (?, ?, ?, ?, ?)',
      ...row,
    );
}

export const forgetUndeliverable = ({ connection }: WriteContext, before: number, limit: number): number =>
  connection.run(
    `DELETE FROM undeliverable WHERE number IN (
       SELECT number FROM undeliverable INDEXED BY undeliverable_at WHERE at < ? ORDER BY at, number LIMIT ?)`,
    before,
    limit,
  );
