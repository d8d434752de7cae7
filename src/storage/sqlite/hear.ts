import { type RemoteNews, weightier } from '../../queue/heard.ts';
import { heardEntriesMax } from '../history-bounds.ts';
import type { HeardRow } from './acceptance-rows.ts';
import { type Connection, integer, json, optional } from './connection.ts';
import { remember } from './history.ts';

/** Writes what another host says of recipients. Of a message that is not there any more, nothing. */
export function hear(connection: Connection, { queueId, recipients, news, entry }: HeardRow): void {
  const row = connection.get(
    "SELECT count(*) AS entries FROM history WHERE queue_id = ? AND event ->> '$.kind' = 'heard'",
    queueId,
  );
  if (integer(row?.entries) < heardEntriesMax) remember(connection, [entry]);
  for (const recipient of recipients) {
    const row = connection.get(
      'SELECT heard FROM recipient WHERE queue_id = ? AND idx = ?',
      queueId,
      recipient,
    );
    if (!row) continue;
    const stands = weightier(optional<RemoteNews>(json, row.heard), news);
    connection.run(
      'UPDATE recipient SET heard = ? WHERE queue_id = ? AND idx = ?',
      JSON.stringify(stands),
      queueId,
      recipient,
    );
  }
}
