import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { Digest } from '../../mailbox/digest.ts';
import { firstMailboxes, type MailboxRole } from '../../mailbox/mailbox.ts';
import { type MailKind, type Modseq, tombstonesMax } from '../../mailbox/modseq.ts';
import { threadKeys } from '../../mailbox/thread-keys.ts';

/** What has a number and a state. */
interface Numbered {
  readonly id: number;
  createdModseq: Modseq;
  modseq: Modseq;
}

export interface HeldEmail extends Numbered {
  readonly content: Bytes;
  readonly receivedAt: Instant;
  readonly queueId: string;
  keywords: readonly string[];
  /** Undefined until it has been digested; then it has a thread and mod-sequences too. */
  digest?: Digest;
  thread?: number;
}

export interface HeldMailbox extends Numbered {
  parent: number | undefined;
  name: string;
  readonly role: MailboxRole | undefined;
  sortOrder: number;
  isSubscribed: boolean;
  readonly uidValidity: number;
  uidNext: number;
  countsModseq: Modseq;
  /** Emails by their uid. */
  readonly entries: Map<number, number>;
}

export interface Tombstone extends Numbered {
  readonly kind: MailKind;
}

const none = 0 as Modseq;
const first = 1 as Modseq;

/** The mail of one account. Numbers are those of all accounts, so that nobody can mistake one for another. */
export class AccountMail {
  readonly mailboxes = new Map<number, HeldMailbox>();
  readonly emails = new Map<number, HeldEmail>();
  readonly threads = new Map<number, Numbered>();
  readonly tombstones: Tombstone[] = [];
  readonly states: Record<MailKind, Modseq> = { email: first, mailbox: first, thread: first };
  modseq: Modseq = first;
  forgottenModseq: Modseq = first;
  readonly #threadKeys = new Map<string, number>();
  readonly #nextId: () => number;

  constructor(nextId: () => number, uidValidity: number) {
    this.#nextId = nextId;
    for (const [i, { role, name }] of firstMailboxes.entries())
      this.addMailbox(
        { role, name, sortOrder: i + 1, isSubscribed: true, uidValidity, parent: undefined },
        first,
      );
  }

  next(...kinds: MailKind[]): Modseq {
    this.modseq = (this.modseq + 1) as Modseq;
    for (const kind of kinds) this.states[kind] = this.modseq;
    return this.modseq;
  }

  mailboxOf(role: MailboxRole): HeldMailbox | undefined {
    return [...this.mailboxes.values()].find((mailbox) => mailbox.role === role);
  }

  addMailbox(
    mailbox: Pick<HeldMailbox, 'role' | 'name' | 'sortOrder' | 'isSubscribed' | 'uidValidity' | 'parent'>,
    modseq: Modseq,
  ): number {
    const id = this.#nextId();
    const counted = { createdModseq: modseq, modseq, countsModseq: modseq };
    this.mailboxes.set(id, { ...mailbox, ...counted, id, uidNext: 1, entries: new Map() });
    return id;
  }

  /** Puts a new email there. It has no digest yet. */
  add(
    email: Pick<HeldEmail, 'content' | 'receivedAt' | 'queueId' | 'keywords'>,
    mailboxes: readonly (HeldMailbox | undefined)[],
  ): HeldEmail {
    const id = this.#nextId();
    const held: HeldEmail = { ...email, id, createdModseq: none, modseq: none };
    this.emails.set(id, held);
    for (const mailbox of mailboxes) mailbox?.entries.set(mailbox.uidNext++, id);
    return held;
  }

  digest(email: HeldEmail, digest: Digest): void {
    const modseq = this.next('email', 'mailbox', 'thread');
    const keys = threadKeys(digest.shown);
    const thread =
      keys.map((key) => this.#threadKeys.get(key)).find((known) => known !== undefined) ?? email.id;
    const known = this.threads.get(thread);
    if (known) known.modseq = modseq;
    else this.threads.set(thread, { id: thread, createdModseq: modseq, modseq });
    for (const key of keys) if (!this.#threadKeys.has(key)) this.#threadKeys.set(key, thread);
    Object.assign(email, { digest, thread, createdModseq: modseq, modseq });
    this.threadCountChanged(thread, modseq);
  }

  /** The counts of unread threads are those of all mailboxes in which a thread has an email, wherever the change was. */
  threadCountChanged(thread: number | undefined, modseq: Modseq): void {
    const emails = [...this.emails.values()].filter((email) => email.digest && email.thread === thread);
    for (const { id } of emails) for (const mailbox of this.mailboxesOf(id)) mailbox.countsModseq = modseq;
  }

  mailboxesOf(email: number): HeldMailbox[] {
    return [...this.mailboxes.values()].filter(({ entries }) => [...entries.values()].includes(email));
  }

  /** Takes an email out of a mailbox; it is gone if it lies in no other. */
  removeFrom(mailbox: HeldMailbox, id: number): void {
    const modseq = this.next('email', 'mailbox', 'thread');
    leave(mailbox, id, modseq);
    const email = this.emails.get(id);
    if (!email) return;
    if (this.mailboxesOf(id).length === 0) this.#forget(email, modseq);
    else if (email.digest) {
      email.modseq = modseq;
      this.threadCountChanged(email.thread, modseq);
    }
  }

  destroy(email: HeldEmail): void {
    const modseq = this.next('email', 'mailbox', 'thread');
    for (const mailbox of this.mailboxesOf(email.id)) leave(mailbox, email.id, modseq);
    this.#forget(email, modseq);
  }

  bury(kind: MailKind, { id, createdModseq }: Numbered, modseq: Modseq): void {
    this.tombstones.push({ kind, id, createdModseq, modseq });
    const forgotten = this.tombstones.splice(0, Math.max(0, this.tombstones.length - tombstonesMax)).at(-1);
    if (forgotten) this.forgottenModseq = forgotten.modseq;
  }

  #forget(email: HeldEmail, modseq: Modseq): void {
    this.emails.delete(email.id);
    if (email.thread === undefined) return;
    this.threadCountChanged(email.thread, modseq);
    this.bury('email', email, modseq);
    const thread = this.threads.get(email.thread);
    if (!thread) return;
    if ([...this.emails.values()].some((each) => each.thread === thread.id)) {
      thread.modseq = modseq;
      return;
    }
    this.threads.delete(thread.id);
    for (const [key, id] of this.#threadKeys) if (id === thread.id) this.#threadKeys.delete(key);
    this.bury('thread', thread, modseq);
  }
}

/** Takes an email out of the entries of a mailbox. */
export function leave(mailbox: HeldMailbox, email: number, modseq: Modseq): void {
  for (const [uid, id] of mailbox.entries) if (id === email) mailbox.entries.delete(uid);
  mailbox.countsModseq = modseq;
}
