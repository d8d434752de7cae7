import { type Bytes, fromLatin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { MailboxEntry, MailboxStore, Uid } from '../../mailbox/mailbox-store.ts';

/** One mailbox in memory. Its messages have the uids 1, 2, 3 … and come in pieces. */
export class TestMailboxes implements Pick<MailboxStore, 'listInbox' | 'readMessage' | 'expunge'> {
  readonly #account: string;
  readonly #contents: Map<Uid, string>;
  /** Octets of a piece of content. */
  pieceBytes = 64 * 1024;
  /** Set it to make every verb fail. */
  failure: Error | undefined;

  constructor(account: string, contents: readonly string[]) {
    this.#account = account;
    this.#contents = new Map(contents.map((content, i) => [(i + 1) as Uid, content]));
  }

  async listInbox(account: string): Promise<readonly MailboxEntry[]> {
    await this.#atWork();
    return [...this.#of(account)].map(([uid, content]) => ({
      uid,
      sizeBytes: content.length,
      receivedAt: instant(0),
      queueId: '01m82v7m00040g2080',
    }));
  }

  async readMessage(account: string, uid: Uid): Promise<AsyncIterable<Bytes> | undefined> {
    await this.#atWork();
    const content = this.#of(account).get(uid);
    return content === undefined ? undefined : this.#pieces(fromLatin1(content));
  }

  async expunge(account: string, uids: readonly Uid[]): Promise<number> {
    await this.#atWork();
    return uids.filter((uid) => this.#of(account).delete(uid)).length;
  }

  async *#pieces(content: Bytes): AsyncGenerator<Bytes> {
    for (let at = 0; at < content.length; at += this.pieceBytes)
      yield content.subarray(at, at + this.pieceBytes);
  }

  /** As a real store, it takes a while. */
  async #atWork(): Promise<void> {
    await new Promise(setImmediate);
    if (this.failure) throw this.failure;
  }

  #of(account: string): Map<Uid, string> {
    return account === this.#account ? this.#contents : new Map();
  }
}
