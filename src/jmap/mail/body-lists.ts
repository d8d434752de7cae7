import { proposedFileName } from '../../message/body.ts';
import type { Part } from '../../message/part-tree.ts';
import { isMultipart, mediaType } from './message-parts.ts';

/** The three flat views of a body (RFC 8621 §4.1.4). */
export interface BodyLists {
  /** What is shown as the body, plain text preferred. */
  readonly text: readonly Part[];
  /** The same, HTML preferred. */
  readonly html: readonly Part[];
  readonly attachments: readonly Part[];
}

/** Takes the structure apart by the algorithm that RFC 8621 §4.1.4 suggests. */
export function bodyLists(root: Part): BodyLists {
  const lists = { text: [], html: [], attachments: [] };
  sort([root], 'mixed', { ...lists, isInAlternative: false });
  return lists;
}

interface Sorting {
  /** Undefined where a part of an alternative is of the other kind. */
  text: Part[] | undefined;
  html: Part[] | undefined;
  readonly attachments: Part[];
  readonly isInAlternative: boolean;
}

function sort(parts: readonly Part[], subtype: string, sorting: Sorting): void {
  const isAlternative = subtype === 'alternative';
  const before = { text: sorting.text?.length ?? -1, html: sorting.html?.length ?? -1 };
  for (const [i, part] of parts.entries()) {
    if (isMultipart(part)) {
      const inner = part.contentType.subtype;
      const isInAlternative = sorting.isInAlternative || inner === 'alternative';
      sort(part.children, inner, { ...sorting, isInAlternative });
    } else if (!isInline(part, i, subtype)) sorting.attachments.push(part);
    else if (isAlternative) addAlternative(part, sorting);
    else addInline(part, sorting);
  }
  if (isAlternative && sorting.text && sorting.html) fillUp(sorting.text, sorting.html, before);
}

/** A body part rather than an attachment. */
function isInline(part: Part, index: number, subtype: string): boolean {
  const isBody = isPlain(part) || isHtml(part) || isMedia(part);
  if (part.disposition?.kind === 'attachment' || !isBody) return false;
  // Of multipart/related only the first part; and a text with a name that does not come first is taken for a file.
  return index === 0 || (subtype !== 'related' && (isMedia(part) || proposedFileName(part) === undefined));
}

function addAlternative(part: Part, { text, html, attachments }: Sorting): void {
  if (isPlain(part)) text?.push(part);
  else if (isHtml(part)) html?.push(part);
  else attachments.push(part);
}

function addInline(part: Part, sorting: Sorting): void {
  if (sorting.isInAlternative && isPlain(part)) sorting.html = undefined;
  if (sorting.isInAlternative && isHtml(part)) sorting.text = undefined;
  sorting.text?.push(part);
  sorting.html?.push(part);
  if (!(sorting.text && sorting.html) && isMedia(part)) sorting.attachments.push(part);
}

/** An alternative that came in one kind only stands in both lists. */
function fillUp(text: Part[], html: Part[], before: { readonly text: number; readonly html: number }): void {
  const [texts, htmls] = [text.slice(before.text), html.slice(before.html)];
  if (texts.length === 0) text.push(...htmls);
  if (htmls.length === 0) html.push(...texts);
}

const isPlain = (part: Part): boolean => mediaType(part) === 'text/plain';
const isHtml = (part: Part): boolean => mediaType(part) === 'text/html';
const mediaTypes = ['image', 'audio', 'video'];

const isMedia = (part: Part): boolean => mediaTypes.includes(part.contentType.type);
