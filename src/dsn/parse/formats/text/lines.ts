/** A line of the text of a notice. */
export interface Line {
  /** Without blanks at its end, and no longer than a line may be. */
  readonly text: string;
  /** Where it begins in the text of the mail. */
  readonly start: number;
}

/** Characters of a line that are looked at. */
const lineLengthMax = 2_000;
/** Lines that are looked at: more than a notice about a thousand recipients has. */
const linesMax = 8_000;

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length && lines.length < linesMax; ) {
    const end = text.indexOf('\n', start);
    const stop = end === -1 ? text.length : end;
    lines.push({ text: text.slice(start, Math.min(stop, start + lineLengthMax)).trimEnd(), start });
    start = stop + 1;
  }
  return lines;
}

export const isBlank = (line: Line | undefined): boolean => line === undefined || line.text === '';
