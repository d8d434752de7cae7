/** A mail server that is measured: takes mail for one mailbox, and says how much has arrived there. */
export interface Contender {
  readonly name: string;
  readonly port: number;
  readonly recipient: string;
  /** Messages in the mailbox. */
  count(): Promise<number>;
  /** The most memory that its processes have taken so far, in MiB; undefined if that cannot be told. */
  peakMemoryMib(): Promise<number | undefined>;
  stop(): Promise<void>;
}
