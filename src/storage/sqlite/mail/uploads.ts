import type { ContentRow } from '../acceptance-rows.ts';
import { integer } from '../connection.ts';
import { dropReference, insertContent } from '../contents.ts';
import type { WriteContext } from '../write-context.ts';

/** Answers its number. */
export function keepUpload(
  context: WriteContext,
  account: string,
  content: ContentRow,
  type: string,
  at: number,
): number {
  return context.connection.insert(
    'INSERT INTO upload (account_id, content, size_bytes, type, at) VALUES (?, ?, ?, ?, ?)',
    account,
    insertContent(context, content, 1),
    content.sizeBytes,
    type,
    at,
  );
}

/** Answers how many are gone. */
export function forgetUploads(context: WriteContext, before: number, limit: number): number {
  const { connection } = context;
  const old = connection.all(
    'SELECT upload_id, content FROM upload WHERE at < ? ORDER BY at LIMIT ?',
    before,
    limit,
  );
  for (const { upload_id, content } of old) {
    connection.run('DELETE FROM upload WHERE upload_id = ?', integer(upload_id));
    dropReference(context, integer(content));
  }
  return old.length;
}
