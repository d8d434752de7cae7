import type { Bytes } from '../../base/bytes.ts';
import { type Instant, instant } from '../../base/instant.ts';
import type { Digest, ShownDigest } from '../../mailbox/digest.ts';
import type {
  EmailChange,
  EmailId,
  EmailProblem,
  NewEmail,
  StoredEmail,
  ThreadId,
} from '../../mailbox/email.ts';
import type { EmailQuery, EmailsFound } from '../../mailbox/email-query.ts';
import type { EmailStore, PutDigest, UndigestedEmail, Upload, UploadId } from '../../mailbox/email-store.ts';
import type {
  Mailbox,
  MailboxChanges,
  MailboxId,
  MailboxProblem,
  MailboxRole,
} from '../../mailbox/mailbox.ts';
import type { MailChanges, MailKind, MailState, Modseq } from '../../mailbox/modseq.ts';
import type { ChangeBell } from '../change-bell.ts';
import { numberOfId } from '../mail-ids.ts';
import type { ContentRow } from './acceptance-rows.ts';
import { type Connection, integer, json, type Row, text } from './connection.ts';
import { changesSince } from './mail/changes.ts';
import { digestRow } from './mail/digest-row.ts';
import { emailState, findEmails } from './mail/email-query.ts';
import { readKeywords } from './mail/emails.ts';
import { countThreads, countUnreadThreads } from './mail/thread-counts.ts';
import { inlineContentBytesMax } from './queue-store.ts';
import { compact } from './rows.ts';
import type { SpoolFolder } from './spool.ts';
import { storedContent } from './stored-content.ts';
import type { Writer } from './verbs.ts';

/** Verbs that change something go to the writer's thread; the others read here. */
export class SqliteEmailStore implements EmailStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #spool: SpoolFolder;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, spool: SpoolFolder, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#spool = spool;
    this.#bell = bell;
  }

  async state(account: string): Promise<MailState | undefined> {
    const row = this.#reader.get(
      'SELECT email_modseq, mailbox_modseq, thread_modseq FROM account_mail WHERE account_id = ?',
      account,
    );
    if (!row) return undefined;
    return {
      email: integer(row.email_modseq) as Modseq,
      mailbox: integer(row.mailbox_modseq) as Modseq,
      thread: integer(row.thread_modseq) as Modseq,
    };
  }

  async mailboxes(account: string): Promise<readonly Mailbox[]> {
    return this.#reader.inOneState(() => {
      const rows = this.#reader.all(
        'SELECT * FROM mailbox WHERE account_id = ? ORDER BY sort_order, mailbox_id',
        account,
      );
      const trash = rows.find(({ role }) => role === 'trash')?.mailbox_id;
      return rows.map((row) => this.#mailboxOf(row, account, trash === undefined ? 0 : integer(trash)));
    });
  }

  async addMailbox(
    account: string,
    mailbox: MailboxChanges & { readonly name: string },
  ): Promise<MailboxId | MailboxProblem> {
    if (!isId(mailbox.parent, 'M')) return 'no-such-parent';
    const id = await this.#change(account, this.#writer.call('addMailbox', account, mailbox));
    return typeof id === 'number' ? `M${id}` : id;
  }

  async changeMailbox(
    account: string,
    id: MailboxId,
    changes: MailboxChanges,
  ): Promise<'changed' | MailboxProblem> {
    const number = numberOfId(id, 'M');
    if (number === undefined) return 'no-such-mailbox';
    if (!isId(changes.parent, 'M')) return 'no-such-parent';
    return this.#change(account, this.#writer.call('changeMailbox', account, number, changes));
  }

  async removeMailbox(
    account: string,
    id: MailboxId,
    destroysEmails: boolean,
  ): Promise<'removed' | MailboxProblem> {
    const number = numberOfId(id, 'M');
    if (number === undefined) return 'no-such-mailbox';
    return this.#change(account, this.#writer.call('removeMailbox', account, number, destroysEmails));
  }

  /** CROSS JOIN: it begins with the ids that are asked for, however many emails the account has. So does threads(). */
  async emails(account: string, ids: readonly EmailId[]): Promise<readonly StoredEmail[]> {
    const rows = this.#reader.all(
      `SELECT email_id, thread_id, keywords, size_bytes, received_at, queue_id, modseq, digest,
         (SELECT json_group_array(mailbox) FROM mailbox_entry WHERE email = email_id) AS mailboxes
       FROM json_each(?) CROSS JOIN email ON email_id = value WHERE account_id = ? AND thread_id IS NOT NULL`,
      numbersOf(ids, 'E'),
      account,
    );
    return rows.map(emailOf);
  }

  async threads(
    account: string,
    ids: readonly ThreadId[],
  ): Promise<ReadonlyMap<ThreadId, readonly EmailId[]>> {
    const rows = this.#reader.all(
      `SELECT thread_id, email_id FROM json_each(?) CROSS JOIN email INDEXED BY email_thread ON thread_id = value
       WHERE account_id = ? ORDER BY received_at, email_id`,
      numbersOf(ids, 'T'),
      account,
    );
    const threads = Map.groupBy(rows, (row): ThreadId => `T${integer(row.thread_id)}`);
    return new Map(
      [...threads].map(([id, emails]) => [id, emails.map((row): EmailId => `E${integer(row.email_id)}`)]),
    );
  }

  async query(account: string, query: EmailQuery): Promise<EmailsFound | undefined> {
    return this.#reader.inOneState(() => {
      const found = findEmails(this.#reader, account, query);
      return found && { ...found, state: emailState(this.#reader, account) };
    });
  }

  async changes(
    account: string,
    kind: MailKind,
    since: Modseq,
    limit: number,
  ): Promise<MailChanges | undefined> {
    return this.#reader.inOneState(() => changesSince(this.#reader, account, kind, { since, limit }));
  }

  async readEmail(account: string, id: EmailId, offset: number): Promise<AsyncIterable<Bytes> | undefined> {
    const row = this.#reader.get(
      'SELECT bytes, file FROM email JOIN content ON content_id = content WHERE email_id = ? AND account_id = ?',
      numberOfId(id, 'E') ?? 0,
      account,
    );
    return row && storedContent(row, this.#spool, offset);
  }

  async addEmail(
    account: string,
    { mailboxes, keywords, receivedAt }: NewEmail,
    content: Bytes,
    digest: Digest,
  ): Promise<EmailId | EmailProblem> {
    const numbers = mailboxes.map((id) => numberOfId(id, 'M') ?? 0);
    const row = { mailboxes: numbers, keywords, receivedAt, digest: digestRow(account, digest) };
    const id = await this.#withContent(content, (kept) =>
      this.#writer.call('addEmail', account, { ...row, content: kept }),
    );
    if (typeof id !== 'number') return id;
    this.#bell.ring([account]);
    return `E${id}`;
  }

  async changeEmail(account: string, id: EmailId, change: EmailChange): Promise<'changed' | EmailProblem> {
    const number = numberOfId(id, 'E');
    if (number === undefined) return 'no-such-email';
    return this.#change(account, this.#writer.call('changeEmail', account, number, change));
  }

  async destroyEmail(account: string, id: EmailId): Promise<'destroyed' | 'no-such-email'> {
    const number = numberOfId(id, 'E');
    if (number === undefined) return 'no-such-email';
    return this.#change(account, this.#writer.call('destroyEmail', account, number));
  }

  async undigested(account: string | undefined, limit: number): Promise<readonly UndigestedEmail[]> {
    const columns = 'SELECT account_id, email_id, size_bytes FROM email WHERE thread_id IS NULL';
    const rows =
      account === undefined
        ? this.#reader.all(`${columns} ORDER BY account_id, email_id LIMIT ?`, limit)
        : this.#reader.all(`${columns} AND account_id = ? ORDER BY email_id LIMIT ?`, account, limit);
    return rows.map((row) => ({
      account: text(row.account_id),
      id: `E${integer(row.email_id)}`,
      sizeBytes: integer(row.size_bytes),
    }));
  }

  async putDigests(digests: readonly PutDigest[]): Promise<void> {
    const rows = digests.map(({ account, id, digest }) => ({
      account,
      id: numberOfId(id, 'E') ?? 0,
      ...digestRow(account, digest),
    }));
    await this.#writer.call('putDigests', rows);
    this.#bell.ring(digests.map(({ account }) => account));
  }

  async cameInAs(account: string, queueIds: readonly string[]): Promise<ReadonlyMap<string, EmailId>> {
    const rows = this.#reader.all(
      `SELECT queue_id, email_id FROM email INDEXED BY email_queue_id
       WHERE queue_id IN (SELECT value FROM json_each(?)) AND queue_id <> '' AND account_id = ?`,
      JSON.stringify(queueIds),
      account,
    );
    return new Map(rows.map((row) => [text(row.queue_id), `E${integer(row.email_id)}`]));
  }

  async keepUpload(account: string, content: Bytes, type: string, at: Instant): Promise<UploadId> {
    const id = await this.#withContent(content, (kept) =>
      this.#writer.call('keepUpload', account, kept, type, at),
    );
    return `U${id}`;
  }

  async upload(account: string, id: UploadId): Promise<Upload | undefined> {
    const row = this.#reader.get(
      `SELECT type, upload.size_bytes AS size_bytes, bytes, file FROM upload JOIN content ON content_id = content
       WHERE upload_id = ? AND account_id = ?`,
      numberOfId(id, 'U') ?? 0,
      account,
    );
    if (!row) return undefined;
    const content = storedContent(row, this.#spool, 0);
    return { type: text(row.type), sizeBytes: integer(row.size_bytes), content };
  }

  async uploadedBytes(account: string): Promise<number> {
    const row = this.#reader.get(
      'SELECT coalesce(sum(size_bytes), 0) AS bytes FROM upload WHERE account_id = ?',
      account,
    );
    return integer(row?.bytes);
  }

  trimUploads(account: string, bytesMax: number): Promise<number> {
    return this.#writer.call('trimUploads', account, bytesMax);
  }

  forgetUploads(before: Instant, limit: number): Promise<number> {
    return this.#writer.call('forgetUploads', before, limit);
  }

  onChange(listener: (account: string) => void): () => void {
    return this.#bell.listen(listener);
  }

  async #change<T>(account: string, call: Promise<T>): Promise<T> {
    const answer = await call;
    this.#bell.ring([account]);
    return answer;
  }

  /** Stores a content by a verb that answers a number if it has taken it. */
  async #withContent<A>(content: Bytes, write: (kept: ContentRow) => Promise<A>): Promise<A> {
    const isSmall = content.length <= inlineContentBytesMax;
    const octets = isSmall ? compact(content) : await this.#spool.write(content);
    let answer: A | undefined;
    try {
      answer = await write({ sizeBytes: content.length, octets });
      return answer;
    } finally {
      // A writer that has stopped may have committed without a word: then only the next start knows what is an orphan.
      const isRefused = typeof answer !== 'number' && !this.#writer.isStopped;
      if (isRefused && typeof octets === 'string') await this.#spool.remove(octets);
    }
  }

  #mailboxOf(row: Row, account: string, trash: number): Mailbox {
    const number = integer(row.mailbox_id);
    const parent = integer(row.parent_id);
    const isEmpty = row.emails === 0;
    return {
      id: `M${number}`,
      ...(parent !== 0 && { parent: `M${parent}` as const }),
      name: text(row.name),
      ...(row.role !== null && { role: text(row.role) as MailboxRole }),
      sortOrder: integer(row.sort_order),
      isSubscribed: integer(row.is_subscribed) === 1,
      uidValidity: integer(row.uid_validity),
      uidNext: integer(row.uid_next),
      modseq: integer(row.modseq) as Modseq,
      countsModseq: integer(row.counts_modseq) as Modseq,
      emails: integer(row.emails),
      unreadEmails: integer(row.unread),
      threads: isEmpty ? 0 : countThreads(this.#reader, number),
      unreadThreads: isEmpty ? 0 : countUnreadThreads(this.#reader, account, { mailbox: number, trash }),
    };
  }
}

function emailOf(row: Row): StoredEmail {
  const queueId = text(row.queue_id);
  return {
    id: `E${integer(row.email_id)}`,
    thread: `T${integer(row.thread_id)}`,
    mailboxes: json<number[]>(row.mailboxes).map((each): MailboxId => `M${each}`),
    keywords: readKeywords(row),
    sizeBytes: integer(row.size_bytes),
    receivedAt: instant(integer(row.received_at)),
    ...(queueId !== '' && { queueId }),
    modseq: integer(row.modseq) as Modseq,
    shown: json<ShownDigest>(row.digest),
  };
}

/** JSON of the numbers of those that are ids at all. */
const numbersOf = (ids: readonly string[], prefix: 'E' | 'T'): string =>
  JSON.stringify(ids.flatMap((id) => numberOfId(id, prefix) ?? []));

const isId = (id: string | null | undefined, prefix: 'M'): boolean =>
  id === undefined || id === null || numberOfId(id, prefix) !== undefined;
