import { type Bytes, collect } from '../../base/bytes.ts';
import type { EmailId } from '../../mailbox/email.ts';
import type { EmailStore, UploadId } from '../../mailbox/email-store.ts';
import { proposedFileName } from '../../message/body.ts';
import { MessageParts, mediaType } from './message-parts.ts';

/** Octets that a client may fetch (RFC 8620 §6.2), and what is known of them. */
export interface Blob {
  readonly bytes: Bytes;
  /** A media type. */
  readonly type: string;
  /** Untrusted. */
  readonly name?: string;
}

/** Messages within messages that are opened for one blob. */
const nestingMax = 10;

/**
 * The id of a part's content: that of the message in which it lies, and the number of the part. So a part of an attached message is
 * `E7_2_1-1`.
 */
export const partBlobId =
  (message: string) =>
  (partId: string): string =>
    `${message}_${partId.replaceAll('.', '-')}`;

/** Finds a blob: an email (`E7`), an upload (`U3`), or a part of either. Undefined if there is none. */
export async function readBlob(
  emails: Pick<EmailStore, 'readEmail' | 'upload'>,
  account: string,
  blobId: string,
): Promise<Blob | undefined> {
  const [base = '', ...parts] = blobId.split('_');
  if (parts.length > nestingMax) return undefined;
  let blob = await readBase(emails, account, base);
  for (const part of parts) blob = blob && partOf(blob, part.replaceAll('-', '.'));
  return blob;
}

async function readBase(
  emails: Pick<EmailStore, 'readEmail' | 'upload'>,
  account: string,
  id: string,
): Promise<Blob | undefined> {
  if (/^E\d{1,15}$/.test(id)) {
    const content = await emails.readEmail(account, id as EmailId, 0);
    return content && { bytes: await collect(content), type: 'message/rfc822' };
  }
  if (!/^U\d{1,15}$/.test(id)) return undefined;
  const upload = await emails.upload(account, id as UploadId);
  return upload && { bytes: await collect(upload.content), type: upload.type };
}

function partOf({ bytes }: Blob, partId: string): Blob | undefined {
  const parts = new MessageParts(bytes);
  const part = parts.part(partId);
  if (!part) return undefined;
  const name = proposedFileName(part);
  return { bytes: parts.content(part), type: mediaType(part), ...(name !== undefined && { name }) };
}
