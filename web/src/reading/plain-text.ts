/** A stretch of lines of the same depth of quoting. */
export interface Paragraph {
  /** 0 for what the writer wrote, 1 for what he quotes, and so on. */
  readonly depth: number;
  readonly pieces: readonly (string | { readonly href: string })[];
}

/** A plain text as paragraphs, with what looks like an address of the web as a link. */
export function plainParagraphs(text: string): Paragraph[] {
  const paragraphs: { depth: number; lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const depth = depthOf(line);
    const last = paragraphs.at(-1);
    const own = depth === 0 ? line : line.replace(/^(?:> ?)+/, '');
    if (own.trim() === '') paragraphs.push({ depth: -1, lines: [] });
    else if (last?.depth === depth) last.lines.push(own);
    else paragraphs.push({ depth, lines: [own] });
  }
  return paragraphs
    .filter(({ depth }) => depth >= 0)
    .map(({ depth, lines }) => ({ depth, pieces: withLinks(lines.join('\n')) }));
}

/** RFC 3676 §4.5: one > for each level; writers put blanks between them. */
function depthOf(line: string): number {
  const [marks = ''] = /^(?:> ?)*/.exec(line) ?? [];
  return marks.replaceAll(' ', '').length;
}

const webAddress = /https?:\/\/[^\s<>"']+/g;

function withLinks(text: string): (string | { href: string })[] {
  const pieces: (string | { href: string })[] = [];
  let done = 0;
  for (const match of text.matchAll(webAddress)) {
    // What ends a sentence does not belong to the address.
    const href = match[0].replace(/[.,;:!?)\]]+$/, '');
    if (!URL.canParse(href)) continue;
    pieces.push(text.slice(done, match.index), { href });
    done = match.index + href.length;
  }
  return [...pieces, text.slice(done)].filter((piece) => piece !== '');
}
