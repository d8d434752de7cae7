import type { Bytes } from '../base/bytes.ts';
import type { Content } from './queue-store.ts';

/** The port for contents that are too large for memory while they come in. */
export interface Spool {
  /** @throws StoreFullError, StoreError */
  open(): Promise<SpoolFile>;
}

/** A content that is being written. One call at a time. @throws StoreFullError, StoreError */
export interface SpoolFile {
  write(bytes: Bytes): Promise<void>;
  /** Writes over octets that were written before. */
  overwrite(offset: number, bytes: Bytes): Promise<void>;
  /** What was written so far, to be read while it is not finished. */
  written(): Content;
  /** Makes it durable. What it answers is for one accept or commit, which takes it over. */
  finish(): Promise<Content>;
  /** Removes it, unless accept or commit made it ours. May be called at any time, and twice. */
  discard(): Promise<void>;
}
