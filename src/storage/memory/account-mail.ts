import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { firstMailboxes, type MailboxRole } from '../../mailbox/mailbox.ts';

export interface StoredEmail {
  readonly id: number;
  readonly content: Bytes;
  readonly receivedAt: Instant;
  readonly queueId: string;
}

export interface StoredMailbox {
  readonly id: number;
  readonly role: MailboxRole | undefined;
  readonly name: string;
  uidNext: number;
  /** Emails by their uid. */
  readonly entries: Map<number, number>;
}

/** The mail of one account. */
export class AccountMail {
  readonly mailboxes = new Map<number, StoredMailbox>();
  readonly emails = new Map<number, StoredEmail>();
  #lastId = 0;

  constructor() {
    for (const { role, name } of firstMailboxes) {
      const id = ++this.#lastId;
      this.mailboxes.set(id, { id, role, name, uidNext: 1, entries: new Map() });
    }
  }

  mailboxOf(role: MailboxRole): StoredMailbox | undefined {
    return [...this.mailboxes.values()].find((mailbox) => mailbox.role === role);
  }

  add(email: Omit<StoredEmail, 'id'>, role: MailboxRole): void {
    const id = ++this.#lastId;
    const mailbox = this.mailboxOf(role);
    mailbox?.entries.set(mailbox.uidNext++, id);
    this.emails.set(id, { ...email, id });
  }

  /** Takes an email out of a mailbox. It is gone if it lies in no other. */
  leave(mailbox: StoredMailbox, uid: number): boolean {
    const id = mailbox.entries.get(uid);
    if (id === undefined) return false;
    mailbox.entries.delete(uid);
    const isElsewhere = [...this.mailboxes.values()].some(({ entries }) =>
      [...entries.values()].includes(id),
    );
    if (!isElsewhere) this.emails.delete(id);
    return true;
  }
}
