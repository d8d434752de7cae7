/** Columns at which lines of readable text are broken; RFC 5322 §2.1.1 asks for 78 at most. */
const lineWidth = 74;

/** Text broken into lines where words, or wide letters, end; a word that is longer than a line stays whole. */
export const paragraph = (text: string): string => broken(text, '', '');

/** Lines one below the other, set in; what does not fit into a line goes on further in. */
export const block = (lines: readonly string[]): string =>
  lines.map((line) => broken(line, '  ', '    ')).join('\n');

/** A numbered list, or a single item without a number. */
export const listed = (items: readonly string[]): string =>
  items.length === 1
    ? block(items)
    : items.map((item, i) => broken(item, `  ${i + 1}. `, '     ')).join('\n');

/** A line with strokes below it. */
export function underlined(text: string, stroke: '=' | '-'): string {
  const lines = paragraph(text);
  const width = Math.max(...lines.split('\n').map(widthOf));
  return `${lines}\n${stroke.repeat(width)}`;
}

function broken(text: string, firstIndent: string, indent: string): string {
  const lines: string[] = [];
  let line = firstIndent;
  let width = firstIndent.length;
  let isEmpty = true;
  for (const word of text.split(' ').filter((each) => each !== '')) {
    piecesOf(word).forEach((piece, i) => {
      const gap = isEmpty || i > 0 ? '' : ' ';
      const pieceWidth = widthOf(piece);
      if (!isEmpty && width + gap.length + pieceWidth > lineWidth) {
        lines.push(line);
        line = indent + piece;
        width = indent.length + pieceWidth;
      } else {
        line += gap + piece;
        width += gap.length + pieceWidth;
      }
      isEmpty = false;
    });
  }
  return [...lines, line].join('\n');
}

/** Letters of Chinese and Japanese, and the marks beside them: two columns wide. */
const wide = '\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uff60';
const wideLetter = new RegExp(`[${wide}]`, 'g');
/** Between wide letters a line may end anywhere, but not before a mark that closes and not behind one that opens. */
const betweenWide = new RegExp(
  `(?<=[${wide}])(?<![「『（【])(?![、。，．：；！？」』）】・ーっゃゅょッャュョ])(?=[${wide}\\w])`,
);

const piecesOf = (word: string): string[] => (hasWide(word) ? word.split(betweenWide) : [word]);
const hasWide = (text: string): boolean => text.search(wideLetter) !== -1;
/** Marks above and below letters, and those of direction, take no room. */
const narrow = /[\p{M}\u2066-\u2069]/gu;

const widthOf = (text: string): number =>
  /^[ -~]*$/.test(text)
    ? text.length
    : text.length + (text.match(wideLetter)?.length ?? 0) - (text.match(narrow)?.length ?? 0);
