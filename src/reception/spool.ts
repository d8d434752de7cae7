import type { Bytes } from '../base/bytes.ts';
import type { Content } from '../queue/queue-store.ts';

/** Where contents go that are too large for memory. */
export interface Spool {
  open(): Promise<SpoolFile>;
}

/** A file that is being written. @throws StoreFullError, StoreError */
export interface SpoolFile {
  write(bytes: Bytes): Promise<void>;
  /** Makes it durable. */
  finish(): Promise<Content>;
  /** Removes the file, unless the store has taken it over by an acceptance. */
  discard(): Promise<void>;
}
