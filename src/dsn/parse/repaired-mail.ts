import { type Bytes, CR, concat, fromLatin1, fromUtf8, indexOfByte, LF, latin1 } from '../../base/bytes.ts';
import { isType } from '../../message/content-type.ts';
import { HeaderEnd, headerBytesMax } from '../../message/header-reader.ts';
import { messageIdOf } from '../../message/message-id.ts';
import { type Part, parsePartTree } from '../../message/part-tree.ts';

/** Octets of a body in which a boundary is looked for that the header does not tell. */
const boundarySearchBytes = 64 * 1024;

/** A mail and its parts, after what copying and bad programs do to mails has been undone. */
export interface RepairedMail {
  readonly bytes: Bytes;
  readonly root: Part;
}

/** Reads the structure of a mail, as it must have been meant. */
export function repairedMail(received: Bytes): RepairedMail {
  const bytes = withBoundedHeader(withLineFeeds(withoutLead(received)));
  const root = parsePartTree(bytes);
  const boundary = lostBoundary(bytes, root);
  if (boundary === undefined) return { bytes, root: unwrapped(root) };
  // Of two fields of the same name the first counts.
  const patched = concat([
    fromUtf8(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n`),
    bytes.subarray(root.header.fields[0]?.start ?? root.headerStart),
  ]);
  return { bytes: patched, root: parsePartTree(patched) };
}

/** Without a mark of the byte order and empty lines before the header. */
function withoutLead(bytes: Bytes): Bytes {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  return start === 0 ? bytes : bytes.subarray(start);
}

/** Some old machines end their lines with a lone CR. */
const withLineFeeds = (bytes: Bytes): Bytes =>
  indexOfByte(bytes, LF) === -1 && indexOfByte(bytes, CR) !== -1
    ? fromLatin1(latin1(bytes).replaceAll('\r', '\n'))
    : bytes;

/** A header that is too long is cut at the end of a line; the body follows. */
function withBoundedHeader(bytes: Bytes): Bytes {
  if (bytes.length <= headerBytesMax) return bytes;
  const bodyStart = new HeaderEnd().find(bytes);
  if (bodyStart !== -1 && bodyStart <= headerBytesMax) return bytes;
  const cut = bytes.lastIndexOf(LF, headerBytesMax) + 1;
  return concat([
    bytes.subarray(0, cut),
    fromLatin1('\r\n'),
    bytes.subarray(bodyStart === -1 ? cut : bodyStart),
  ]);
}

/**
 * The mail within a wrapping: one that is nothing but that, as programs write that save a whole mail, or one of the same Message-ID
 * and sender, as filters write that judge it.
 */
function unwrapped(root: Part): Part {
  if (isType(root.contentType, 'message/rfc822')) return root.children[0] ?? root;
  const id = messageIdOf(root.header);
  const from = root.header.value('From');
  const same = root.children.find(
    ({ children: [inner] }) =>
      id && inner && messageIdOf(inner.header) === id && inner.header.value('From') === from,
  );
  return isType(root.contentType, 'multipart/mixed') ? (same?.children[0] ?? root) : root;
}

/**
 * The boundary of a multipart whose header tells none, or another one: it stands where a line that begins with two hyphens has a
 * field of MIME below it.
 */
function lostBoundary(bytes: Bytes, root: Part): string | undefined {
  if (root.children.length > 0) return undefined;
  if (root.header.has('Content-Type') && !isType(root.contentType, 'multipart/*')) return undefined;
  const head = latin1(bytes, root.bodyStart, Math.min(root.bodyEnd, root.bodyStart + boundarySearchBytes));
  return /^--([^\s"\\][^"\\\r\n]{0,80}[^\s"\\-])[ \t]*\r?\nContent-[a-z-]{2,30}:/im.exec(head)?.[1];
}
