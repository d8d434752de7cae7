import { isType } from '../../message/content-type.ts';
import { htmlText } from '../../message/html-text.ts';
import { decodeCharset } from '../../message/words.ts';
import type { BodyLists } from './body-lists.ts';
import { isText, type MessageParts } from './message-parts.ts';

/** RFC 8621 §4.1.4, in units of UTF-16, which are never fewer than characters. */
const previewLengthMax = 256;
/** Octets of a text that are read for its preview. */
const readMax = 32 * 1024;

/** What a mail begins with, in one line: what its author wrote, rather than what he quoted or signs with. */
export function preview(parts: MessageParts, { text }: BodyLists): string {
  for (const part of text) {
    if (!isText(part)) continue;
    const words = decodeCharset(
      parts.content(part).subarray(0, readMax),
      part.contentType.parameters.get('charset') ?? '',
    );
    const plain = isType(part.contentType, 'text/html') ? htmlText(words) : words;
    const line = inOneLine(withoutQuotes(plain)) || inOneLine(plain);
    if (line !== '') return line;
  }
  return '';
}

/** Without lines that begin with `>`, and without what follows the mark of a signature. */
function withoutQuotes(text: string): string {
  const [body = ''] = text.split(/^-- \r?$/m, 1);
  return body.replace(/^>.*$/gm, '');
}

function inOneLine(text: string): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    // Newsletters fill their previews up with letters that nobody sees.
    .replace(/(?<=^| )\p{Default_Ignorable_Code_Point}+/gu, '')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, previewLengthMax);
  // Half a pair of surrogates is no character.
  return line.replace(/[\ud800-\udbff]$/, '');
}
