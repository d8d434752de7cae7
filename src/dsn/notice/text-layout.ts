import { printable } from '../../base/printable.ts';

/** Column at which lines of readable text are broken; RFC 5322 §2.1.1 asks for 78 at most. */
const lineWidth = 74;

/** Text broken into lines at its blanks; a word that is longer than a line stays whole. */
export const paragraph = (text: string): string => broken(text, '', '');

/** Lines one below the other, set in; what does not fit into a line goes on further in. */
export const block = (lines: readonly string[]): string =>
  lines.map((line) => broken(line, '  ', '    ')).join('\n');

/** A numbered list, or a single item without a number. */
export const listed = (items: readonly string[]): string =>
  items.length === 1
    ? block(items)
    : items.map((item, i) => broken(item, `  ${i + 1}. `, '     ')).join('\n');

function broken(text: string, firstIndent: string, indent: string): string {
  const lines: string[] = [];
  let line = firstIndent;
  let isEmpty = true;
  for (const word of text.split(' ').filter((each) => each !== '')) {
    if (!isEmpty && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** Characters of untrusted text that are repeated in one place. */
const quotedLengthMax = 300;

/** Untrusted text, harmless and not too long. */
export const quoted = (text: string): string => printable(text, quotedLengthMax);
