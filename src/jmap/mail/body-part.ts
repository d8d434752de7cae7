import { proposedFileName } from '../../message/body.ts';
import type { Part } from '../../message/part-tree.ts';
import { tokenise } from '../../message/tokens.ts';
import { headerRequest } from './header-property.ts';
import { emailHeaders, headerValue } from './header-values.ts';
import { isMultipart, isText, type MessageParts, mediaType } from './message-parts.ts';

/** Properties of one part, by their names (RFC 8621 §4.1.4). */
export type BodyPartObject = Record<string, unknown>;

/** Names the blob of a part, so that a client can fetch its content. */
export type PartBlobName = (partId: string) => string;

/** RFC 8621 §4.2, where the client does not say which it wants. */
export const defaultBodyProperties = [
  ...['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'],
] as const;

/** True for a property that a part has; false too where the form does not suit the field (RFC 8621 §4.2). */
export function isBodyProperty(name: string): boolean {
  return readers.has(name) || name === 'subParts' || headerRequest(name)?.kind === 'property';
}

/** Shows one part alone: a member of textBody, htmlBody or attachments. */
export function bodyPartObject(
  parts: MessageParts,
  part: Part,
  properties: readonly string[],
  blobName: PartBlobName,
): BodyPartObject {
  const view = { parts, part, blobName };
  return Object.fromEntries(properties.map((name) => [name, readProperty(view, name)]));
}

/** Shows a part and all that are in it; the parts of a multipart are shown whether asked for or not. */
export function bodyStructureObject(
  parts: MessageParts,
  part: Part,
  properties: readonly string[],
  blobName: PartBlobName,
): BodyPartObject {
  const object = bodyPartObject(parts, part, properties, blobName);
  if (isMultipart(part)) {
    object.subParts = part.children.map((child) => bodyStructureObject(parts, child, properties, blobName));
  }
  return object;
}

interface View {
  readonly parts: MessageParts;
  readonly part: Part;
  readonly blobName: PartBlobName;
}

function readProperty(view: View, name: string): unknown {
  const request = headerRequest(name);
  if (request?.kind === 'property') return headerValue(view.part.header, request.property);
  return readers.get(name)?.(view) ?? null;
}

const readers: ReadonlyMap<string, (view: View) => unknown> = new Map<string, (view: View) => unknown>([
  ['partId', ({ parts, part }) => parts.idOf(part)],
  ['blobId', blobIdOf],
  ['size', sizeOf],
  ['headers', ({ part }) => emailHeaders(part.header)],
  ['name', ({ part }) => proposedFileName(part)],
  ['type', ({ part }) => mediaType(part)],
  ['charset', ({ part }) => charsetOf(part)],
  ['disposition', ({ part }) => part.disposition?.kind],
  ['cid', ({ part }) => contentId(part)],
  ['language', ({ part }) => languages(part)],
  // Long ones are folded, and a URI has no blanks.
  ['location', ({ part }) => part.header.value('Content-Location')?.replace(/\s+/g, '')],
]);

function blobIdOf({ parts, part, blobName }: View): string | undefined {
  const id = parts.idOf(part);
  return id === undefined ? undefined : blobName(id);
}

function sizeOf({ parts, part }: View): number {
  return isMultipart(part) ? part.bodyEnd - part.bodyStart : parts.content(part).length;
}

/** RFC 8621 §4.1.4: us-ascii where a text does not say. */
const charsetOf = (part: Part): string | undefined =>
  part.contentType.parameters.get('charset') ?? (isText(part) ? 'us-ascii' : undefined);

/** Without comments, blanks and angle brackets. */
function contentId(part: Part): string | undefined {
  const value = part.header.value('Content-ID');
  if (value === undefined) return undefined;
  const words = tokenise(value, '<>').filter((token) => token.kind !== 'comment' && token.kind !== 'special');
  return words.map((token) => token.text).join('');
}

/** The tags, which have commas between them. */
function languages(part: Part): string[] | undefined {
  const value = part.header.value('Content-Language');
  if (value === undefined) return undefined;
  return tokenise(value, ',')
    .filter((token) => token.kind === 'atom')
    .map((token) => token.text);
}
