import { historyEntriesMax } from '../history-bounds.ts';
import { type Connection, integer } from './connection.ts';
import type { HistoryRow } from './rows.ts';

/** Appends entries; those of messages that are not there (any more) are passed over. */
export function remember(connection: Connection, entries: readonly HistoryRow[]): void {
  for (const entry of entries) {
    const [queueId] = entry;
    connection.run(
      `INSERT INTO history (queue_id, at, recipients, event)
       SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM message WHERE queue_id = ?)`,
      ...entry,
      queueId,
    );
  }
  for (const queueId of new Set(entries.map(([id]) => id))) trim(connection, queueId);
}

function trim(connection: Connection, queueId: string): void {
  const row = connection.get('SELECT count(*) AS entries FROM history WHERE queue_id = ?', queueId);
  const surplus = integer(row?.entries) - historyEntriesMax;
  if (surplus <= 0) return;
  connection.run(
    `DELETE FROM history WHERE history_id IN (
       SELECT history_id FROM history WHERE queue_id = ? ORDER BY history_id LIMIT ?)`,
    queueId,
    surplus,
  );
}
