import type { MailboxEntry, Uid } from '../mailbox/mailbox-store.ts';

/**
 * The messages of an account as one session sees them: numbered from 1 when the session opened it, and so for as long as it lasts.
 * Deleting is only a mark; the messages go when the session says QUIT (RFC 1939 §5, §6).
 */
export class Maildrop {
  readonly #entries: readonly MailboxEntry[];
  readonly #deleted = new Set<MailboxEntry>();
  #sizeBytes: number;

  constructor(entries: readonly MailboxEntry[]) {
    this.#entries = entries;
    this.#sizeBytes = totalBytes(entries);
  }

  /** Messages without a mark. */
  get count(): number {
    return this.#entries.length - this.#deleted.size;
  }

  /** Their octets. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Undefined if there is no such message, or it is marked as deleted: the two look alike from outside. */
  find(message: number): MailboxEntry | undefined {
    const entry = this.#entries[message - 1];
    return entry && !this.#deleted.has(entry) ? entry : undefined;
  }

  markDeleted(entry: MailboxEntry): void {
    if (this.#deleted.has(entry)) return;
    this.#deleted.add(entry);
    this.#sizeBytes -= entry.sizeBytes;
  }

  unmarkAll(): void {
    this.#deleted.clear();
    this.#sizeBytes = totalBytes(this.#entries);
  }

  deletedUids(): Uid[] {
    return [...this.#deleted].map(({ uid }) => uid);
  }

  /** A line for each message without a mark: its number, a space, and what `describe` says of it. */
  listing(describe: (entry: MailboxEntry) => string): string[] {
    return this.#entries.flatMap((entry, i) =>
      this.#deleted.has(entry) ? [] : [`${i + 1} ${describe(entry)}`],
    );
  }
}

/** How LIST describes a message: its exact size in octets. */
export const scanListing = (entry: MailboxEntry): string => String(entry.sizeBytes);

/**
 * How UIDL describes a message (RFC 1939 §7): by its unique-id, which no other message ever has. The queue id alone would not do,
 * since a message may come to an account twice; nor the uid, since an account that is removed and made anew starts again with 1.
 */
export const uniqueIdListing = (entry: MailboxEntry): string => `${entry.queueId}.${entry.uid}`;

const totalBytes = (entries: readonly MailboxEntry[]): number =>
  entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
