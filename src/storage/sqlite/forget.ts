import { text } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** Forgets messages that were settled before `before`, at most `limit`. Their contents went when they were settled. */
export function forgetSettled({ connection }: WriteContext, before: number, limit: number): number {
  const settled = connection.all(
    'SELECT queue_id FROM message WHERE settled_at < ? ORDER BY settled_at LIMIT ?',
    before,
    limit,
  );
  for (const row of settled) {
    const queueId = text(row.queue_id);
    connection.run('DELETE FROM history WHERE queue_id = ?', queueId);
    connection.run('DELETE FROM recipient WHERE queue_id = ?', queueId);
    connection.run('DELETE FROM message WHERE queue_id = ?', queueId);
  }
  return settled.length;
}
