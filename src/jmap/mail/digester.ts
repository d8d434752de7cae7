import { type Bytes, concat } from '../../base/bytes.ts';
import type { Log } from '../../base/ports.ts';
import { digestedBytesMax } from '../../mailbox/digest.ts';
import type { EmailStore, PutDigest, UndigestedEmail } from '../../mailbox/email-store.ts';
import { digestOf } from './digest.ts';

/** Emails that are digested before others get a turn. */
const batch = 20;

/** Reads what came in, so that it shows in lists and searches. */
export class Digester {
  readonly #emails: Pick<EmailStore, 'undigested' | 'readEmail' | 'putDigests'>;
  readonly #log: Log;
  /** What is under way, so that nobody reads the same mail twice at a time. */
  #work: Promise<void> = Promise.resolve();

  constructor(emails: Pick<EmailStore, 'undigested' | 'readEmail' | 'putDigests'>, log: Log) {
    this.#emails = emails;
    this.#log = log;
  }

  /** Resolves when everything is digested that has come in so far, for this account or for all. @throws StoreError */
  catchUp(account: string | undefined): Promise<void> {
    const work = this.#work.then(() => this.#catchUp(account));
    this.#work = work.catch((error: unknown) => this.#log.error('mail could not be digested', { error }));
    return work;
  }

  async #catchUp(account: string | undefined): Promise<void> {
    for (let isMore = true; isMore; ) {
      const emails = await this.#emails.undigested(account, batch);
      const digests: PutDigest[] = [];
      for (const email of emails) digests.push(await this.#digest(email));
      if (digests.length > 0) await this.#emails.putDigests(digests);
      isMore = emails.length === batch;
    }
  }

  async #digest({ account, id }: UndigestedEmail): Promise<PutDigest> {
    const content = await this.#emails.readEmail(account, id, 0);
    return { account, id, digest: digestOf(await headOf(content)) };
  }
}

/** The start of a content: what lies behind it is not looked at. */
async function headOf(content: AsyncIterable<Bytes> | undefined): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let length = 0;
  for await (const piece of content ?? []) {
    pieces.push(piece);
    length += piece.length;
    if (length >= digestedBytesMax) break;
  }
  return concat(pieces).subarray(0, digestedBytesMax);
}
