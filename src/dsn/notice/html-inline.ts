import type { Line, Quote } from '../languages/inline.ts';
import { attributesOf, looks } from './html-look.ts';

/** A line within an element. */
export const inline = (line: Line): string =>
  line.map((part) => (typeof part === 'string' ? escaped(part) : quoteHtml(part))).join('');

/** Apart from the sentence in its direction, whatever letters it has. */
function quoteHtml(quote: Quote): string {
  switch (quote.kind) {
    case 'address':
      // In this order: there are readers of notices that take `, word@host,` in any line, markup or not, for somebody who failed.
      return element('bdi', `${attributesOf(looks.address)} dir="ltr"`, marked(quote));
    case 'code':
      return `<code${attributesOf(looks.code)}><bdi dir="ltr">${escaped(quote.text)}</bdi></code>`;
    case 'host':
      return element('bdi', ` dir="ltr"${attributesOf(looks.host)}`, breakable(escaped(quote.text)));
    case 'words':
      return `<bdi>${escaped(quote.text)}</bdi>`;
  }
}

/** Names may be broken before a dot or the `@`, rather than anywhere. */
const breakable = (html: string): string => html.replace(/(?<=[^.@\s])[.@](?=\w)/g, '<wbr>$&');

function marked({ text, marks = [], isWrong = false }: Quote): string {
  const look = isWrong ? looks.wrong : looks.right;
  const pieces = marks.flatMap(({ from, to }, i) => [
    breakable(escaped(text.slice(marks[i - 1]?.to ?? 0, from))),
    element('span', attributesOf(look), escaped(text.slice(from, to))),
  ]);
  return pieces.concat(breakable(escaped(text.slice(marks.at(-1)?.to ?? 0)))).join('');
}

export const element = (name: string, attributes: string, content: string): string =>
  `<${name}${attributes}>${content}</${name}>`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML in ASCII: no charset and no transfer encoding can harm it then. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\u{80}-\u{10ffff}]/gu, (c) => entities[c] ?? `&#${c.codePointAt(0)};`);
