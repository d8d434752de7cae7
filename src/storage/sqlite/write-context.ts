import type { Connection } from './connection.ts';

/** What the verbs of the writer work with. */
export interface WriteContext {
  readonly connection: Connection;
  /** Names of files that no row names any more: to be removed once that is durable. */
  readonly forgottenFiles: string[];
  /** The sender that had the last turn (lanes.ts). A restart may forget it. */
  lastTurn: string;
}
