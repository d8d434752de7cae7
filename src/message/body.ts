import { type Bytes, fromLooseBase64, latin1 } from '../base/bytes.ts';
import { isType } from './content-type.ts';
import type { Part } from './part-tree.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';
import { decodeCharset } from './words.ts';

/**
 * The content of a part, its transfer encoding undone. An encoding that we do not know leaves the octets as
 * they are.
 */
export function decodeBody(bytes: Bytes, part: Part): Bytes {
  const body = bytes.subarray(part.bodyStart, part.bodyEnd);
  switch (part.encoding) {
    case 'base64':
      return fromLooseBase64(latin1(body));
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    default:
      return body;
  }
}

/** The content of a part as text, by its charset; line ends as they came. */
export const decodeText = (bytes: Bytes, part: Part): string =>
  decodeCharset(decodeBody(bytes, part), part.contentType.parameters.get('charset') ?? '');

/**
 * The file name that the sender proposes (RFC 2183 §2.3), or the older `name` of the Content-Type. Untrusted:
 * it may hold slashes.
 */
export const proposedFileName = (part: Part): string | undefined =>
  part.disposition?.parameters.get('filename') ?? part.contentType.parameters.get('name');

/**
 * The first part of this type (see isType), in the order of the message; parts of enclosed messages are not
 * looked at.
 */
export function findPart(root: Part, type: string): Part | undefined {
  if (isType(root.contentType, type)) return root;
  if (isType(root.contentType, 'message/*')) return undefined;
  for (const child of root.children) {
    const found = findPart(child, type);
    if (found) return found;
  }
  return undefined;
}
