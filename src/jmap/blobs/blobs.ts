import type { AccountId } from '../../accounts/accounts.ts';
import { type Bytes, concat } from '../../base/bytes.ts';

/** Octets that have an id (RFC 8620 §6). They never change. */
export interface StoredBlob {
  readonly sizeBytes: number;
  /** As it was uploaded, or as the mail has it. */
  readonly type?: string;
  /** The octets from `offset` on. */
  read(offset: number): AsyncIterable<Bytes>;
}

/** The port to all blobs of an account: uploads, mails and their parts. */
export interface Blobs {
  /** Undefined if the account has none under this id. */
  find(account: AccountId, id: string): Promise<StoredBlob | undefined>;
  /**
   * Keeps octets for an hour at least, unless the account uploads so many others that they must make room.
   * @returns the id; undefined if they do not fit at all
   */
  keep(account: AccountId, content: Bytes, type: string): Promise<string | undefined>;
}

/** Part of a blob: `length` octets from `offset` on, or as many as there are. */
export async function readRange(blob: StoredBlob, offset: number, length: number): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let missing = length;
  if (missing > 0 && offset < blob.sizeBytes) {
    for await (const piece of blob.read(offset)) {
      pieces.push(piece.subarray(0, missing));
      missing -= piece.length;
      if (missing <= 0) break;
    }
  }
  return concat(pieces);
}
