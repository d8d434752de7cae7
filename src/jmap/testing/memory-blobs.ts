import type { AccountId } from '../../accounts/accounts.ts';
import { type Bytes, NO_BYTES } from '../../base/bytes.ts';
import type { Blobs, StoredBlob } from '../blobs/blobs.ts';

/** Blobs in memory, read in many pieces: B1, B2, … */
export class MemoryBlobs implements Blobs {
  readonly #blobs = new Map<string, StoredBlob>();
  #count = 0;
  /** Octets that still fit. */
  roomBytes = Number.POSITIVE_INFINITY;

  async find(account: AccountId, id: string): Promise<StoredBlob | undefined> {
    return this.#blobs.get(`${account}/${id}`);
  }

  async keep(account: AccountId, content: Bytes, type: string): Promise<string | undefined> {
    if (content.length > this.roomBytes) return undefined;
    this.roomBytes -= content.length;
    const id = `B${++this.#count}`;
    const kept = Uint8Array.from(content);
    const step = Math.max(7, Math.ceil(kept.length / 1_000));
    this.#blobs.set(`${account}/${id}`, {
      sizeBytes: kept.length,
      type,
      async *read(offset) {
        yield NO_BYTES;
        for (let i = offset; i < kept.length; i += step) yield kept.subarray(i, i + step);
      },
    });
    return id;
  }
}
