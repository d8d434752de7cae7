import type { AccountId } from '../../accounts/accounts.ts';
import type { Bytes } from '../../base/bytes.ts';
import { dayMs, later } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import type { EmailId } from '../../mailbox/email.ts';
import type { EmailStore, UploadId } from '../../mailbox/email-store.ts';
import type { Blobs, StoredBlob } from './blobs.ts';

export interface AccountBlobsWorld {
  readonly emails: Pick<
    EmailStore,
    'emails' | 'readEmail' | 'keepUpload' | 'upload' | 'trimUploads' | 'forgetUploads'
  >;
  /** A part of an email or an upload, whole; undefined if there is none under this id. */
  readonly part: (account: AccountId, blobId: string) => Promise<PartBlob | undefined>;
  readonly clock: Clock;
  /** Octets of the uploads of an account that nothing was made of yet. */
  readonly uploadedBytesMax: number;
}

export interface PartBlob {
  readonly bytes: Bytes;
  readonly type: string;
}

/** How long an upload is kept (RFC 8620 §6: an hour at least): a mail may be written for a day. */
export const uploadKeptMs = dayMs;

/** Old uploads that make room when a new one comes. */
const forgottenMax = 100;

/** Blobs over the mail of an account: emails, uploads, and the parts of both. */
export class AccountBlobs implements Blobs {
  readonly #world: AccountBlobsWorld;

  constructor(world: AccountBlobsWorld) {
    this.#world = world;
  }

  async find(account: AccountId, id: string): Promise<StoredBlob | undefined> {
    if (/^E\d{1,15}$/.test(id)) return await this.#email(account, id as EmailId);
    if (/^U\d{1,15}$/.test(id)) return await this.#upload(account, id as UploadId);
    const part = await this.#world.part(account, id);
    if (!part) return undefined;
    const { bytes, type } = part;
    return { sizeBytes: bytes.length, type, read: (offset) => inOnePiece(bytes.subarray(offset)) };
  }

  async keep(account: AccountId, content: Bytes, type: string): Promise<string | undefined> {
    const { emails, clock, uploadedBytesMax } = this.#world;
    if (content.length > uploadedBytesMax) return undefined;
    const now = clock.now();
    await emails.forgetUploads(later(now, -uploadKeptMs), forgottenMax);
    // RFC 8620 §6: the oldest make room.
    await emails.trimUploads(account, uploadedBytesMax - content.length);
    return await emails.keepUpload(account, content, type, now);
  }

  async #email(account: AccountId, id: EmailId): Promise<StoredBlob | undefined> {
    const [email] = await this.#world.emails.emails(account, [id]);
    if (!email) return undefined;
    const read = (offset: number) => this.#readEmail(account, id, offset);
    return { sizeBytes: email.sizeBytes, type: 'message/rfc822', read };
  }

  async *#readEmail(account: AccountId, id: EmailId, offset: number): AsyncIterable<Bytes> {
    const content = await this.#world.emails.readEmail(account, id, offset);
    if (!content) throw new Error(`the email ${id} has gone while it was read`);
    yield* content;
  }

  async #upload(account: AccountId, id: UploadId): Promise<StoredBlob | undefined> {
    const upload = await this.#world.emails.upload(account, id);
    if (!upload) return undefined;
    const { sizeBytes, type } = upload;
    // Its content can be read once.
    return { sizeBytes, type, read: (offset) => this.#readUpload(account, id, offset) };
  }

  async *#readUpload(account: AccountId, id: UploadId, offset: number): AsyncIterable<Bytes> {
    const upload = await this.#world.emails.upload(account, id);
    if (!upload) throw new Error(`the upload ${id} has gone while it was read`);
    let skipped = 0;
    for await (const piece of upload.content) {
      if (skipped + piece.length > offset) yield piece.subarray(Math.max(0, offset - skipped));
      skipped += piece.length;
    }
  }
}

async function* inOnePiece(bytes: Bytes): AsyncIterable<Bytes> {
  yield bytes;
}
