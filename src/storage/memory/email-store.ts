import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { Digest } from '../../mailbox/digest.ts';
import {
  changed,
  type EmailChange,
  type EmailId,
  type EmailProblem,
  keywordsMax,
  type NewEmail,
  type StoredEmail,
  type ThreadId,
} from '../../mailbox/email.ts';
import type { EmailQuery, EmailsFound } from '../../mailbox/email-query.ts';
import type { EmailStore, PutDigest, UndigestedEmail, Upload, UploadId } from '../../mailbox/email-store.ts';
import type { Mailbox, MailboxChanges, MailboxId, MailboxProblem } from '../../mailbox/mailbox.ts';
import type { MailChanges, MailKind, MailState, Modseq } from '../../mailbox/modseq.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { ChangeBell } from '../change-bell.ts';
import { numberOfId } from '../mail-ids.ts';
import { type AccountMail, type HeldEmail, leave } from './account-mail.ts';
import { findEmails, isDigested } from './email-query.ts';
import { changesSince } from './mail-changes.ts';
import { addMailbox, changeMailbox, mailboxOf, removeMailbox } from './mailboxes.ts';
import type { MemoryState } from './state.ts';

export class MemoryEmailStore implements EmailStore {
  readonly #state: MemoryState;
  readonly #bell: ChangeBell;

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async state(account: string): Promise<MailState | undefined> {
    const states = this.#state.mail.get(account)?.states;
    return states && { ...states };
  }

  async mailboxes(account: string): Promise<readonly Mailbox[]> {
    const mail = this.#state.mail.get(account);
    const held = [...(mail?.mailboxes.values() ?? [])];
    const sorted = held.sort((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
    return mail ? sorted.map((mailbox) => mailboxOf(mail, mailbox)) : [];
  }

  async addMailbox(
    account: string,
    mailbox: MailboxChanges & { readonly name: string },
  ): Promise<MailboxId | MailboxProblem> {
    return this.#change(account, 'no-such-parent', (mail) => addMailbox(mail, mailbox));
  }

  async changeMailbox(
    account: string,
    id: MailboxId,
    changes: MailboxChanges,
  ): Promise<'changed' | MailboxProblem> {
    return this.#change(account, 'no-such-mailbox', (mail) => changeMailbox(mail, id, changes));
  }

  async removeMailbox(
    account: string,
    id: MailboxId,
    destroysEmails: boolean,
  ): Promise<'removed' | MailboxProblem> {
    return this.#change(account, 'no-such-mailbox', (mail) => removeMailbox(mail, id, destroysEmails));
  }

  async emails(account: string, ids: readonly EmailId[]): Promise<readonly StoredEmail[]> {
    const mail = this.#state.mail.get(account);
    return [...new Set(ids)].flatMap((id) => {
      const email = mail && find(mail, id);
      return email ? [structuredClone(emailOf(mail, email))] : [];
    });
  }

  async threads(
    account: string,
    ids: readonly ThreadId[],
  ): Promise<ReadonlyMap<ThreadId, readonly EmailId[]>> {
    const emails = [...(this.#state.mail.get(account)?.emails.values() ?? [])].filter(isDigested);
    const sorted = emails.sort((a, b) => a.receivedAt - b.receivedAt || a.id - b.id);
    const threads = Map.groupBy(sorted, ({ thread }): ThreadId => `T${thread}`);
    const wanted = [...threads].filter(([id]) => ids.includes(id));
    return new Map(wanted.map(([id, each]) => [id, each.map((email): EmailId => `E${email.id}`)]));
  }

  async query(account: string, query: EmailQuery): Promise<EmailsFound | undefined> {
    const mail = this.#state.mail.get(account);
    if (!mail) return { ids: [], position: 0, state: 0 as Modseq, ...(query.countsAll && { total: 0 }) };
    const found = findEmails(mail, query);
    return found && { ...found, state: mail.states.email };
  }

  async changes(
    account: string,
    kind: MailKind,
    since: Modseq,
    limit: number,
  ): Promise<MailChanges | undefined> {
    const mail = this.#state.mail.get(account);
    return mail && changesSince(mail, kind, since, limit);
  }

  async readEmail(account: string, id: EmailId, offset: number): Promise<AsyncIterable<Bytes> | undefined> {
    const email = this.#state.mail.get(account)?.emails.get(numberOfId(id, 'E') ?? 0);
    return email && inOnePiece(email.content.subarray(offset));
  }

  async addEmail(
    account: string,
    { mailboxes, keywords, receivedAt }: NewEmail,
    content: Bytes,
    digest: Digest,
  ): Promise<EmailId | EmailProblem> {
    return this.#change(account, 'no-such-mailbox' as EmailProblem, (mail): EmailId | EmailProblem => {
      const problem = problemWith(mail, mailboxes, keywords);
      if (problem) return problem;
      const bytes = new Uint8Array(content);
      const into = mailboxes.map((id) => mail.mailboxes.get(numberOfId(id, 'M') ?? 0));
      const email = mail.add({ content: bytes, receivedAt, queueId: '', keywords: [...keywords] }, into);
      mail.digest(email, structuredClone(digest));
      return `E${email.id}`;
    });
  }

  async changeEmail(account: string, id: EmailId, change: EmailChange): Promise<'changed' | EmailProblem> {
    return this.#change(account, 'no-such-email', (mail) => {
      const email = find(mail, id);
      if (!email) return 'no-such-email';
      const before = mail.mailboxesOf(email.id).map((mailbox): MailboxId => `M${mailbox.id}`);
      const after = changed(before, change.mailboxes);
      const keywords = changed(email.keywords, change.keywords);
      const problem = problemWith(mail, after, keywords);
      if (problem) return problem;
      const modseq = mail.next('email', 'mailbox');
      Object.assign(email, { keywords, modseq });
      for (const mailbox of mail.mailboxes.values()) {
        const name: MailboxId = `M${mailbox.id}`;
        const [was, is] = [before.includes(name), after.includes(name)];
        if (was && !is) leave(mailbox, email.id, modseq);
        if (!was && is) mailbox.entries.set(mailbox.uidNext++, email.id);
      }
      mail.threadCountChanged(email.thread, modseq);
      return 'changed';
    });
  }

  async destroyEmail(account: string, id: EmailId): Promise<'destroyed' | 'no-such-email'> {
    return this.#change(account, 'no-such-email', (mail) => {
      const email = find(mail, id);
      if (!email) return 'no-such-email';
      mail.destroy(email);
      return 'destroyed';
    });
  }

  async undigested(account: string | undefined, limit: number): Promise<readonly UndigestedEmail[]> {
    const all = [...this.#state.mail]
      .filter(([each]) => account === undefined || each === account)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([each, mail]) =>
        [...mail.emails.values()]
          .filter((email) => !isDigested(email))
          .map(({ id, content }) => ({ account: each, id: `E${id}` as const, sizeBytes: content.length })),
      );
    return all.slice(0, limit);
  }

  async putDigests(digests: readonly PutDigest[]): Promise<void> {
    for (const { account, id, digest } of digests) {
      const mail = this.#state.mail.get(account);
      const email = mail?.emails.get(numberOfId(id, 'E') ?? 0);
      if (mail && email && !isDigested(email)) mail.digest(email, structuredClone(digest));
    }
    this.#bell.ring(digests.map(({ account }) => account));
  }

  async cameInAs(account: string, queueIds: readonly string[]): Promise<ReadonlyMap<string, EmailId>> {
    const all = [...(this.#state.mail.get(account)?.emails ?? [])];
    const found = all.filter(([, { queueId }]) => queueId !== '' && queueIds.includes(queueId));
    return new Map(found.map(([id, { queueId }]) => [queueId, `E${id}`]));
  }

  async keepUpload(account: string, content: Bytes, type: string, at: Instant): Promise<UploadId> {
    if (!this.#state.mail.has(account)) throw new StoreError(`there is no account ${account}`);
    const id = this.#state.nextMailId();
    this.#state.uploads.set(id, { account, content: new Uint8Array(content), type, at });
    return `U${id}`;
  }

  async upload(account: string, id: UploadId): Promise<Upload | undefined> {
    const upload = this.#state.uploads.get(numberOfId(id, 'U') ?? 0);
    if (upload?.account !== account) return undefined;
    const { type, content } = upload;
    return { type, sizeBytes: content.length, content: inOnePiece(content) };
  }

  async uploadedBytes(account: string): Promise<number> {
    const own = [...this.#state.uploads.values()].filter((each) => each.account === account);
    return own.reduce((sum, { content }) => sum + content.length, 0);
  }

  async trimUploads(account: string, bytesMax: number): Promise<number> {
    const own = [...this.#state.uploads].filter(([, each]) => each.account === account);
    let bytes = 0;
    const tooMany = own.reverse().filter(([, { content }]) => {
      bytes += content.length;
      return bytes > bytesMax;
    });
    for (const [id] of tooMany) this.#state.uploads.delete(id);
    return tooMany.length;
  }

  async forgetUploads(before: Instant, limit: number): Promise<number> {
    const old = [...this.#state.uploads]
      .filter(([, { at }]) => at < before)
      .sort(([, a], [, b]) => a.at - b.at);
    for (const [id] of old.slice(0, limit)) this.#state.uploads.delete(id);
    return Math.min(limit, old.length);
  }

  onChange(listener: (account: string) => void): () => void {
    return this.#bell.listen(listener);
  }

  #change<T>(account: string, otherwise: NoInfer<T>, change: (mail: AccountMail) => T): T {
    const mail = this.#state.mail.get(account);
    if (!mail) return otherwise;
    const answer = change(mail);
    this.#bell.ring([account]);
    return answer;
  }
}

function find(mail: AccountMail, id: EmailId): HeldEmail | undefined {
  const email = mail.emails.get(numberOfId(id, 'E') ?? 0);
  return email && isDigested(email) ? email : undefined;
}

function problemWith(
  mail: AccountMail,
  mailboxes: readonly MailboxId[],
  keywords: readonly string[],
): EmailProblem | undefined {
  if (mailboxes.length === 0) return 'no-mailbox';
  if (keywords.length > keywordsMax) return 'too-many-keywords';
  return mailboxes.every((id) => mail.mailboxes.has(numberOfId(id, 'M') ?? 0))
    ? undefined
    : 'no-such-mailbox';
}

function emailOf(mail: AccountMail, email: HeldEmail): StoredEmail {
  if (!isDigested(email)) throw new StoreError('an email without a digest is not shown');
  return {
    id: `E${email.id}`,
    thread: `T${email.thread}`,
    mailboxes: mail.mailboxesOf(email.id).map((mailbox): MailboxId => `M${mailbox.id}`),
    keywords: email.keywords,
    sizeBytes: email.content.length,
    receivedAt: email.receivedAt,
    ...(email.queueId !== '' && { queueId: email.queueId }),
    modseq: email.modseq,
    shown: email.digest.shown,
  };
}

async function* inOnePiece(content: Bytes): AsyncIterable<Bytes> {
  yield new Uint8Array(content);
}
