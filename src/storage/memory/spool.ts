import { type Bytes, concat } from '../../base/bytes.ts';
import type { Content } from '../../queue/queue-store.ts';
import type { Spool, SpoolFile } from '../../queue/spool.ts';

/** Contents "too large for memory" stay in memory all the same. */
export const memorySpool: Spool = {
  open: async (): Promise<SpoolFile> => {
    let parts: Bytes[] = [];
    return {
      write: async (bytes) => {
        parts.push(new Uint8Array(bytes));
      },
      overwrite: async (offset, bytes) => {
        const whole = concat(parts);
        whole.set(bytes, offset);
        parts = [whole];
      },
      written: (): Content => ({ kind: 'bytes', bytes: concat(parts) }),
      finish: async (): Promise<Content> => ({ kind: 'bytes', bytes: concat(parts) }),
      discard: async () => {
        parts = [];
      },
    };
  },
};
