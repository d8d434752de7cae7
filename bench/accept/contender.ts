import type { Usage } from '../usage.ts';

/** A mail server that is measured: takes mail for one mailbox, and says how much has arrived there. */
export interface Contender {
  readonly name: string;
  readonly port: number;
  readonly recipient: string;
  /** Messages in the mailbox. */
  count(): Promise<number>;
  /** What its processes have taken so far; undefined where that cannot be told. */
  usage(): Promise<Usage | undefined>;
  stop(): Promise<void>;
}
