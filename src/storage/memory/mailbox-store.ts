import type { Bytes } from '../../base/bytes.ts';
import type {
  MailboxEntry,
  MailboxStore,
  MailboxUsage,
  ReadMailbox,
  Uid,
} from '../../mailbox/mailbox-store.ts';
import type { ChangeBell } from '../change-bell.ts';
import type { HeldEmail } from './account-mail.ts';
import type { MemoryState } from './state.ts';

export class MemoryMailboxStore implements MailboxStore {
  readonly #state: MemoryState;

  readonly #bell: ChangeBell;

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async listInbox(account: string, mailbox: ReadMailbox = 'inbox'): Promise<readonly MailboxEntry[]> {
    return this.#entries(account, mailbox).map(([uid, { content, receivedAt, queueId }]) => ({
      uid,
      sizeBytes: content.length,
      receivedAt,
      queueId,
    }));
  }

  async readMessage(
    account: string,
    uid: Uid,
    mailbox: ReadMailbox = 'inbox',
  ): Promise<AsyncIterable<Bytes> | undefined> {
    const found = this.#entries(account, mailbox).find(([each]) => each === uid);
    return found && contentOf(found[1].content);
  }

  async expunge(account: string, uids: readonly Uid[]): Promise<number> {
    const mail = this.#state.mail.get(account);
    const inbox = mail?.mailboxOf('inbox');
    const emails = [...new Set(uids)].flatMap((uid) => inbox?.entries.get(uid) ?? []);
    for (const email of emails) if (inbox) mail?.removeFrom(inbox, email);
    if (emails.length > 0) this.#bell.ring([account]);
    return emails.length;
  }

  async usage(account: string): Promise<MailboxUsage> {
    const emails = [...(this.#state.mail.get(account)?.emails.values() ?? [])];
    return { bytes: emails.reduce((sum, { content }) => sum + content.length, 0), messages: emails.length };
  }

  #entries(account: string, role: ReadMailbox): [Uid, HeldEmail][] {
    const mail = this.#state.mail.get(account);
    const entries = [...(mail?.mailboxOf(role)?.entries ?? [])];
    return entries.flatMap(([uid, id]) => {
      const email = mail?.emails.get(id);
      return email ? [[uid as Uid, email]] : [];
    });
  }
}

async function* contentOf(content: Bytes): AsyncIterable<Bytes> {
  yield new Uint8Array(content);
}
