import type { Bytes } from '../../base/bytes.ts';
import type { MailboxEntry, MailboxStore, MailboxUsage, Uid } from '../../mailbox/mailbox-store.ts';
import type { MemoryState } from './state.ts';

export class MemoryMailboxStore implements MailboxStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async listInbox(account: string): Promise<readonly MailboxEntry[]> {
    return this.#stored(account).map(({ entry }) => ({ ...entry }));
  }

  async readMessage(account: string, uid: Uid): Promise<AsyncIterable<Bytes> | undefined> {
    const stored = this.#state.mailboxes.get(account)?.entries.get(uid);
    return stored && contentOf(stored.content);
  }

  async expunge(account: string, uids: readonly Uid[]): Promise<number> {
    const entries = this.#state.mailboxes.get(account)?.entries;
    return uids.filter((uid) => entries?.delete(uid)).length;
  }

  async usage(account: string): Promise<MailboxUsage> {
    const stored = this.#stored(account);
    const bytes = stored.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
    return { bytes, messages: stored.length };
  }

  #stored(account: string) {
    return [...(this.#state.mailboxes.get(account)?.entries.values() ?? [])];
  }
}

async function* contentOf(content: Bytes): AsyncIterable<Bytes> {
  yield new Uint8Array(content);
}
