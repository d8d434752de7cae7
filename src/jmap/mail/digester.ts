import { type Bytes, concat } from '../../base/bytes.ts';
import type { Log } from '../../base/ports.ts';
import { type Digest, digestedBytesMax } from '../../mailbox/digest.ts';
import type { EmailStore, PutDigest, UndigestedEmail } from '../../mailbox/email-store.ts';
import { digestOf } from './digest.ts';

/** Emails that are digested before others get a turn. */
export const batch = 20;

/** Reads what came in, so that it shows in lists and searches. */
export class Digester {
  readonly #emails: Pick<EmailStore, 'undigested' | 'readEmail' | 'putDigests'>;
  readonly #log: Log;
  /** The batches that were asked for, one behind the other: so nobody reads a mail twice, and whoever waits waits for a batch at most. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(emails: Pick<EmailStore, 'undigested' | 'readEmail' | 'putDigests'>, log: Log) {
    this.#emails = emails;
    this.#log = log;
  }

  /** Resolves when everything is digested that has come in so far for the account. @throws StoreError */
  async catchUp(account: string): Promise<void> {
    while (await this.step(account));
  }

  /** Digests a batch, of this account or of any. True if there may be more. @throws StoreError */
  step(account: string | undefined): Promise<boolean> {
    const step = this.#turn.then(() => this.#step(account));
    this.#turn = step.catch(() => {});
    return step;
  }

  async #step(account: string | undefined): Promise<boolean> {
    const emails = await this.#emails.undigested(account, batch);
    const digests: PutDigest[] = [];
    for (const email of emails) digests.push(await this.#digest(email));
    if (digests.length > 0) await this.#emails.putDigests(digests);
    return emails.length === batch;
  }

  /** One mail that cannot be read must not hide the others of its account: it is shown without what stands in it. */
  async #digest({ account, id }: UndigestedEmail): Promise<PutDigest> {
    try {
      const content = await this.#emails.readEmail(account, id, 0);
      return { account, id, digest: digestOf(await headOf(content)) };
    } catch (error) {
      this.#log.error('a mail could not be read, and shows without its content', { account, id, error });
      return { account, id, digest: nothingKnown() };
    }
  }
}

const nothingKnown = (): Digest => digestOf(new Uint8Array(0));

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
