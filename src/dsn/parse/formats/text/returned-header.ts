import { fromUtf8 } from '../../../../base/bytes.ts';
import { decodeBody } from '../../../../message/body.ts';
import { isType } from '../../../../message/content-type.ts';
import { type Header, parseHeader } from '../../../../message/fields.ts';
import type { Part } from '../../../../message/part-tree.ts';
import type { OpenedMail } from '../../format.ts';

/** Parts that are looked through for the returned message. */
const partsMax = 100;
/** Characters of a returned header section that are read. */
const headerLengthMax = 32_000;

/**
 * The header section of the message that a mail returns: of a part of its own, else of what stands in the text from `returnedAt` on.
 */
export function returnedHeader(mail: OpenedMail, returnedAt: number | undefined): Header | undefined {
  const part = returnedPart(mail.root);
  if (part?.children[0]) return part.children[0].header;
  if (part) return parseHeader(decodeBody(mail.bytes, part).subarray(0, headerLengthMax));
  if (returnedAt === undefined) return undefined;
  const text = mail.text.slice(returnedAt, returnedAt + headerLengthMax);
  const first = /^[A-Za-z][\w-]{0,60}:|^From \S/m.exec(text);
  return first ? parseHeader(fromUtf8(text.slice(first.index))) : undefined;
}

export function returnedPart(root: Part): Part | undefined {
  const open: Part[] = [...root.children];
  for (let seen = 0; open.length > 0 && seen < partsMax; seen++) {
    const part = open.shift() as Part;
    if (isReturned(part)) return part;
    open.unshift(...part.children);
  }
  return undefined;
}

const isReturned = ({ contentType }: Part): boolean =>
  [
    'message/rfc822',
    'message/global',
    'text/rfc822-headers',
    'message/global-headers',
    'message/rfc822-headers',
  ].some((type) => isType(contentType, type));
