/** The lexical tokens of structured header fields (RFC 5322 §3.2), read so that nothing is an error. */
export interface Token {
  readonly kind: 'atom' | 'quoted' | 'comment' | 'special';
  /** Its meaning: without quotes, parentheses and backslashes. */
  readonly text: string;
  /** True if white space stands before it. */
  readonly isSpaced: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits an unfolded value into tokens, in time that grows with its length only. An atom is any run of
 * characters that are no blanks, quotes, parentheses or `specials`; a domain literal in brackets belongs to
 * its atom. A quote that is never closed is passed over, and a comment that is never closed ends before the
 * next special (RFC 7103 §7.1.4, §7.1.6); a `)` alone is text.
 */
export function tokenise(value: string, specials: string): Token[] {
  return [...new Scanner(value, specials).tokens()];
}

class Scanner {
  readonly #value: string;
  readonly #specials: string;
  #at = 0;
  // What was once looked for in vain stands nowhere further on: without this, hostile input would cost
  // quadratic time.
  #hasQuote = true;
  #hasParenthesis = true;
  #hasBracket = true;

  constructor(value: string, specials: string) {
    this.#value = value;
    this.#specials = specials;
  }

  *tokens(): Generator<Token> {
    let isSpaced = false;
    while (this.#at < this.#value.length) {
      const start = this.#at;
      const token = this.#next();
      if (token) yield { ...token, isSpaced, start, end: this.#at };
      isSpaced = token === undefined && (isSpaced || isBlank(this.#value[start]));
    }
  }

  /** The next token, or undefined where a blank or a quote that is never closed was passed over. */
  #next(): Pick<Token, 'kind' | 'text'> | undefined {
    const c = this.#value.charAt(this.#at);
    if (c === '"') return this.#quoted();
    if (c === '(') return { kind: 'comment', text: this.#comment() };
    const isSpecial = this.#specials.includes(c);
    if (!isSpecial && !isBlank(c)) return { kind: 'atom', text: this.#atom() };
    this.#at++;
    return isSpecial ? { kind: 'special', text: c } : undefined;
  }

  #quoted(): Pick<Token, 'kind' | 'text'> | undefined {
    this.#at++;
    const end = this.#hasQuote ? this.#closingQuote() : -1;
    this.#hasQuote = end !== -1;
    if (end === -1) return undefined;
    const text = unescaped(this.#value.slice(this.#at, end));
    this.#at = end + 1;
    return { kind: 'quoted', text };
  }

  #closingQuote(): number {
    for (let i = this.#at; i < this.#value.length; i++) {
      if (this.#value[i] === '\\') i++;
      else if (this.#value[i] === '"') return i;
    }
    return -1;
  }

  #comment(): string {
    const start = this.#at + 1;
    const end = this.#hasParenthesis ? this.#closingParenthesis() : -1;
    this.#hasParenthesis = end !== -1;
    if (end !== -1) {
      this.#at = end + 1;
      return unescaped(this.#value.slice(start, end));
    }
    this.#at = start;
    while (this.#at < this.#value.length && !this.#endsOpenComment(this.#value[this.#at])) this.#at++;
    const text = unescaped(this.#value.slice(start, this.#at)).trim();
    if (this.#value[this.#at] === ')') this.#at++;
    return text;
  }

  /** Comments nest. */
  #closingParenthesis(): number {
    let depth = 0;
    for (let i = this.#at; i < this.#value.length; i++) {
      const c = this.#value[i];
      if (c === '\\') i++;
      else if (c === '(') depth++;
      else if (c === ')' && --depth === 0) return i;
    }
    return -1;
  }

  #atom(): string {
    const start = this.#at;
    while (this.#at < this.#value.length) {
      const c = this.#value[this.#at];
      if (c === '[') this.#skipLiteral();
      else if (isBlank(c) || this.#isDelimiter(c)) break;
      else this.#at++;
    }
    return this.#value.slice(start, this.#at);
  }

  #skipLiteral(): void {
    const end = this.#hasBracket ? this.#value.indexOf(']', this.#at) : -1;
    this.#hasBracket = end !== -1;
    this.#at = end === -1 ? this.#at + 1 : end + 1;
  }

  #endsOpenComment(c: string | undefined): boolean {
    return c === ')' || this.#isDelimiter(c);
  }

  #isDelimiter(c: string | undefined): boolean {
    return c === '"' || c === '(' || (c !== undefined && this.#specials.includes(c));
  }
}

const isBlank = (c: string | undefined): boolean => c === ' ' || c === '\t' || c === '\r' || c === '\n';

/** quoted-pair = "\" (VCHAR / WSP) (RFC 5322 §3.2.1) */
const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');
