import { isType } from '../../message/content-type.ts';
import type { Part } from '../../message/part-tree.ts';
import type { BodyLists } from './body-lists.ts';
import { isMultipart } from './message-parts.ts';

/**
 * True if a reader should be offered something to save (RFC 8621 §4.1.4, hasAttachment). Pictures that belong to an HTML text,
 * signatures, and the parts of a report that are for programs are no such thing.
 */
export function hasAttachment(root: Part, { attachments }: BodyLists): boolean {
  if (attachments.length === 0) return false;
  const parents = new Map<Part, Part>();
  noteParents(root, parents);
  return attachments.some(
    (part) => part.disposition?.kind !== 'inline' && !isServant(part, parents.get(part)),
  );
}

/** A part that serves another one, and means nothing alone. */
function isServant(part: Part, parent: Part | undefined): boolean {
  if (signatureTypes.some((type) => isType(part.contentType, type))) return true;
  if (parent === undefined || part.disposition?.kind === 'attachment') return false;
  if (isType(parent.contentType, 'multipart/report')) return true;
  // The text refers to it by its id.
  return (
    isType(parent.contentType, 'multipart/related') &&
    isType(part.contentType, 'image/*') &&
    part.header.has('Content-ID')
  );
}

const signatureTypes = [
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
];

function noteParents(part: Part, parents: Map<Part, Part>): void {
  if (!isMultipart(part)) return;
  for (const child of part.children) {
    parents.set(child, part);
    noteParents(child, parents);
  }
}
