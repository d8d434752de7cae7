import type { ContentRow } from '../acceptance-rows.ts';
import { integer, type Row } from '../connection.ts';
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
export function trimUploads(context: WriteContext, account: string, bytesMax: number): number {
  // Ids grow: the newest come first.
  const uploads = context.connection.all(
    'SELECT upload_id, content, size_bytes FROM upload WHERE account_id = ? ORDER BY upload_id DESC',
    account,
  );
  let bytes = 0;
  const tooMany = uploads.filter(({ size_bytes }) => {
    bytes += integer(size_bytes);
    return bytes > bytesMax;
  });
  return removeUploads(context, tooMany);
}

/** Answers how many are gone. */
export function forgetUploads(context: WriteContext, before: number, limit: number): number {
  const old = context.connection.all(
    'SELECT upload_id, content FROM upload WHERE at < ? ORDER BY at LIMIT ?',
    before,
    limit,
  );
  return removeUploads(context, old);
}

function removeUploads(context: WriteContext, uploads: readonly Row[]): number {
  for (const { upload_id, content } of uploads) {
    context.connection.run('DELETE FROM upload WHERE upload_id = ?', integer(upload_id));
    dropReference(context, integer(content));
  }
  return uploads.length;
}
