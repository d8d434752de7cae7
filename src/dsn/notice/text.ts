import type { Line, Quote } from '../languages/inline.ts';
import { type Direction, type Marks, marksOf } from '../languages/languages.ts';
import type { Block, NoticeContent, Party } from './blocks.ts';
import { block, listed, paragraph, underlined } from './text-layout.ts';

/** The notice as plain text; its lines end in `\n`. */
export function noticeText({ kind, headline, blocks, direction, language }: NoticeContent): string {
  const tongue = { direction, ...marksOf(language) };
  const texts = [
    `${paragraph(kind)}\n${underlined(headline, '=')}`,
    ...blocks.map((each) => textOf(each, tongue)),
  ];
  const text = texts.join('\n\n').concat('\n');
  return direction === 'rtl' ? isolatedByLine(text) : text;
}

/** A line end ends an isolate (UAX #9 §3.3.2, X8): what goes on in the next line is marked anew. */
function isolatedByLine(text: string): string {
  let open = '';
  const lines = text.split('\n').map((line) => {
    const begins = open === '' ? line : line.replace(/^ */, (indent) => indent + open);
    const last = /[\u2066\u2068\u2069](?=[^\u2066-\u2069]*$)/.exec(begins)?.[0] ?? '\u2069';
    open = last === '\u2069' ? '' : last;
    return open === '' ? begins : `${begins}\u2069`;
  });
  return lines.join('\n');
}

/** How a language runs, and what it puts between words. */
interface Tongue extends Marks {
  readonly direction: Direction;
}

function textOf(each: Block, tongue: Tongue): string {
  const { colon, comma } = tongue;
  const plain = (line: Line): string => plainText(line, tongue.direction);
  switch (each.kind) {
    case 'heading':
      return underlined(each.text, '-');
    case 'paragraph':
      return paragraph(plain(each.text));
    case 'addresses':
      return block(each.items.map(plain));
    case 'who-must-act':
      return titled(
        each.title,
        block(each.parties.map((party) => `${plain(party.name)}${colon}${deedsOf(party, comma)}`)),
      );
    case 'steps':
      return titled(each.title, listed(each.items.map(plain)));
    case 'suggestion':
      return paragraph(plain(each.text));
    case 'facts':
      return titled(
        each.title,
        block(each.rows.map(({ label, value }) => `${label}${colon}${plain(value)}`)),
      );
    case 'table':
      return titled(each.title, listed(each.rows.map((row) => row.map(plain).filter(isFull).join(comma))));
    case 'folded':
      return [underlined(each.title, '-'), ...each.blocks.map((inner) => textOf(inner, tongue))].join('\n\n');
  }
}

const titled = (title: string | undefined, text: string): string =>
  title === undefined ? text : `${paragraph(title)}\n${text}`;

const deedsOf = ({ did, acts }: Party, comma: string): string =>
  [did, acts].filter((each) => each !== undefined).join(comma);

const isFull = (text: string): boolean => text !== '';

/** A line without the means of HTML. */
export const plainText = (line: Line, direction: Direction): string =>
  line.map((part) => (typeof part === 'string' ? part : isolated(part, direction))).join('');

/**
 * A quote between marks that keep its direction and that of the sentence apart (UAX #9 §2.4); only in a text that runs from right
 * to left, since programs that do not know the marks may show them.
 */
function isolated(quote: Quote, direction: Direction): string {
  const text = bracketed(quote);
  if (direction === 'ltr') return text;
  return `${quote.kind === 'words' ? '\u2068' : '\u2066'}${text}\u2069`;
}

/** Letters that were wrong stand in brackets; what was meant is left as it can be copied. */
function bracketed({ text, marks = [], isWrong }: Quote): string {
  if (!isWrong) return text;
  const pieces = marks.flatMap(({ from, to }, i) => [
    text.slice(marks[i - 1]?.to ?? 0, from),
    `[${text.slice(from, to)}]`,
  ]);
  return pieces.concat(text.slice(marks.at(-1)?.to ?? 0)).join('');
}
