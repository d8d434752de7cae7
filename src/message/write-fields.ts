import { fromUtf8 } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import { encodeWords } from './words.ts';

/**
 * What a header section may hold: ASCII only, or UTF-8 where the whole way is known to offer SMTPUTF8 (RFC
 * 6532).
 */
export type HeaderForm = 'ascii' | 'utf8';

/**
 * We fold lines at this length, CRLF not counted: RFC 5322 §2.1.1 asks for 78, RFC 2047 §2 for 76 with
 * encoded words.
 */
export const foldLength = 76;
/** RFC 5322 §2.1.1, in octets without CRLF. */
export const lineLengthMax = 998;

/**
 * Writes one field, folded, with its CRLF. The name must be right; the value may be anything: line ends and
 * other control characters become blanks, so that no value can end its field, and what is not ASCII becomes
 * `?` in an ASCII header.
 * @param value a list of pieces is joined by blanks and rather folded between pieces than within them
 */
export function writeField(
  name: string,
  value: string | readonly string[],
  form: HeaderForm = 'ascii',
): string {
  // field-name = 1*ftext, ftext = %d33-57 / %d59-126 (RFC 5322 §3.6.8)
  invariant(/^[!-9;-~]{1,60}$/.test(name), `not the name of a field: ${name}`);
  const pieces = (typeof value === 'string' ? [value] : value).map((piece) => clean(piece, form));
  const folder = new Folder(`${name}:`);
  for (const piece of pieces) if (piece !== '') folder.add(` ${piece}`);
  return folder.end();
}

/**
 * Writes a field in one line, if one can hold it: for fields that programs look for line by line, without a thought of folding.
 * @param value as that of writeField
 */
export function writeLine(name: string, value: string, form: HeaderForm = 'ascii'): string {
  const text = clean(value, form);
  const line = `${name}: ${text}`;
  return text === '' || octetLength(line) > lineLengthMax ? writeField(name, value, form) : `${line}\r\n`;
}

/**
 * Writes a field of free text such as Subject: what is not ASCII stays UTF-8, or becomes encoded words (RFC
 * 2047) in an ASCII header.
 */
export const writeTextField = (name: string, text: string, form: HeaderForm = 'ascii'): string =>
  writeField(name, form === 'ascii' ? encodeWords(clean(text, 'utf8')) : text, form);

/** Blanks that stand together are kept up to this number; more could make a line of blanks only. */
const blanksMax = 30;

function clean(value: string, form: HeaderForm): string {
  const text = value
    .replace(/\r\n?|\n/g, ' ')
    .replace(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/g, ' ')
    .replace(/[ \t]{2,}/g, (blanks) => blanks.slice(0, blanksMax))
    .trim();
  return form === 'ascii' ? text.replace(/[^\t -~]/gu, '?') : text;
}

/**
 * Fills lines up to `foldLength`. Unfolding gives back what was added, but for a blank in words that no line
 * can hold.
 */
class Folder {
  readonly #lines: string[] = [];
  #line: string;

  constructor(start: string) {
    this.#line = start;
  }

  /** @param piece begins with a blank */
  add(piece: string): void {
    if (this.#fits(piece)) this.#line += piece;
    else if (piece.length <= foldLength && !this.#isNameOnly) this.#break(piece);
    else for (const word of piece.match(/[ \t]+[^ \t]+/g) ?? []) this.#addWord(word);
  }

  end(): string {
    return [...this.#lines, this.#line, ''].join('\r\n');
  }

  #addWord(word: string): void {
    // The first word stays beside the name: some readers take a field whose first line is empty for an empty
    // one.
    if (this.#fits(word) || (this.#isNameOnly && octetLength(this.#line + word) <= lineLengthMax))
      this.#line += word;
    else if (octetLength(word) <= lineLengthMax) this.#break(word);
    else for (const part of cut(word)) this.#break(part);
  }

  get #isNameOnly(): boolean {
    return this.#lines.length === 0 && this.#line.endsWith(':') && !this.#line.includes(' ');
  }

  #fits(text: string): boolean {
    return this.#line.length + text.length <= foldLength;
  }

  #break(text: string): void {
    this.#lines.push(this.#line);
    this.#line = text;
  }
}

/** Cuts a word that no line can hold into pieces that begin with a blank. */
function cut(word: string): string[] {
  // A character has up to four octets in UTF-8.
  const pieces = word.trimStart().match(new RegExp(`.{1,${Math.floor(lineLengthMax / 4) - 1}}`, 'gsu'));
  return (pieces ?? []).map((piece) => ` ${piece}`);
}

const octetLength = (text: string): number => fromUtf8(text).length;
