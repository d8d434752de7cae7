import type { ContentRow } from './acceptance-rows.ts';
import { integer, optional, text } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** @param references who needs it: 1 for unsettled recipients, 1 for each mailbox entry. Not 0 */
export function insertContent({ connection }: WriteContext, content: ContentRow, references: number): number {
  const { sizeBytes, octets } = content;
  const [file, bytes] = typeof octets === 'string' ? [octets, null] : [null, octets];
  return connection.insert(
    'INSERT INTO content (size_bytes, "references", file, bytes) VALUES (?, ?, ?, ?)',
    sizeBytes,
    references,
    file,
    bytes,
  );
}

export function addReference({ connection }: WriteContext, content: number): void {
  connection.run('UPDATE content SET "references" = "references" + 1 WHERE content_id = ?', content);
}

/** One needs it no longer. When nobody does, it is gone in the same transaction, and its place is free for others. */
export function dropReference({ connection, forgottenFiles }: WriteContext, content: number): void {
  const row = connection.get('SELECT "references" AS count, file FROM content WHERE content_id = ?', content);
  if (row && integer(row.count) > 1) {
    connection.run('UPDATE content SET "references" = "references" - 1 WHERE content_id = ?', content);
    return;
  }
  connection.run('DELETE FROM content WHERE content_id = ?', content);
  const file = row && optional(text, row.file);
  if (file !== undefined) forgottenFiles.push(file);
}
