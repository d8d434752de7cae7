/**
 * A mod-sequence (RFC 7162 §3): the number of a change of the mail of an account. Each change has a greater one than all before, so
 * that of the last change names a state.
 */
export type Modseq = number & { readonly __brand: 'Modseq' };

/** What has a state of its own. */
export type MailKind = 'email' | 'mailbox' | 'thread';

/** The state of each kind: the mod-sequence of its last change. */
export type MailState = Readonly<Record<MailKind, Modseq>>;

/** What changed after a state. An object stands in one of the lists at most, and not at all if it came and went meanwhile. */
export interface MailChanges {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly destroyed: readonly string[];
  /** The state that they lead to. */
  readonly state: Modseq;
  /** There are more, from that state on. */
  readonly hasMore: boolean;
  /** Of mailboxes: nothing but counts has changed. */
  readonly isCountsOnly: boolean;
}

/** What is remembered of objects that are gone, for each account: older ones are forgotten, and with them what was before. */
export const tombstonesMax = 100_000;
