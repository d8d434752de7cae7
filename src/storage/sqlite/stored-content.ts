import type { Bytes } from '../../base/bytes.ts';
import { blob, optional, type Row, text } from './connection.ts';
import { withFiles } from './failure.ts';
import type { SpoolFolder } from './spool.ts';

/** The octets of a row of `content` from `offset`: at once where they lie in the database, in pieces where they lie in a file. */
export async function* storedContent(row: Row, spool: SpoolFolder, offset: number): AsyncIterable<Bytes> {
  const file = optional(text, row.file);
  if (file === undefined) {
    const bytes = blob(row.bytes);
    if (offset < bytes.length) yield bytes.subarray(offset);
    return;
  }
  const pieces = spool.read(file, offset)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const piece = await withFiles('reading a spool file', () => pieces.next());
      if (piece.done) return;
      yield piece.value;
    }
  } finally {
    await pieces.return?.();
  }
}
