/**
 * The words of an HTML part, in one pass: reading notices, previews and search want no more of it. Elements that begin a line begin one here, cells are kept apart,
 * and what no reader sees (styles, scripts, comments) is left out. The time is linear in the text, whatever it is.
 */
export function htmlText(html: string): string {
  const text = new HtmlReader(html).read();
  return text
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Characters of a tag in which an address is looked for. */
const linkTagLengthMax = 1_000;

const lineElements = new Set(
  'address article blockquote br center dd div dl dt form h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);
const cellElements = new Set(['td', 'th']);
const unseenElements = new Set(['head', 'script', 'style', 'title']);

/** An address in angle brackets that should have been escaped is none. */
const tagName = /<\/?([a-z][a-z0-9:-]{0,40})(?=[\s/>])/y;

class HtmlReader {
  readonly #html: string;
  readonly #lowerCase: string;
  readonly #out: string[] = [];
  #at = 0;
  /** What was once looked for in vain stands nowhere further on. */
  readonly #absent = new Set<string>();

  /** The address to which the open link leads, and where in the output its words begin. */
  #address: string | undefined;
  #linkStart = 0;

  constructor(html: string) {
    this.#html = html;
    // Not toLowerCase(), which changes the length of some letters.
    this.#lowerCase = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }

  read(): string {
    while (this.#at < this.#html.length) {
      const tag = this.#html.indexOf('<', this.#at);
      this.#text(this.#html.slice(this.#at, tag === -1 ? undefined : tag));
      if (tag === -1) break;
      this.#at = tag;
      this.#tag();
    }
    return this.#out.join('');
  }

  #text(raw: string): void {
    this.#out.push(decodeEntities(raw.replace(/[\r\n]+/g, ' ')));
  }

  #tag(): void {
    if (this.#html.startsWith('<!--', this.#at)) {
      this.#skipTo('-->');
      return;
    }
    tagName.lastIndex = this.#at;
    const name = tagName.exec(this.#lowerCase)?.[1];
    if (name === undefined && !/[!?/]/.test(this.#html.charAt(this.#at + 1))) {
      this.#literal();
      return;
    }
    const isEnd = this.#html[this.#at + 1] === '/';
    const start = this.#at;
    this.#skipTo('>');
    if (name === undefined) return;
    if (name === 'a') this.#link(isEnd, start);
    else if (unseenElements.has(name) && !isEnd) this.#skipTo(`</${name}`);
    else if (lineElements.has(name)) this.#out.push(name === 'p' ? '\n\n' : '\n');
    else if (cellElements.has(name)) this.#out.push(' ');
  }

  /** Where a name stands for an address, the address behind it is told too. */
  #link(isEnd: boolean, start: number): void {
    if (isEnd && this.#address !== undefined) {
      const words = this.#out.slice(this.#linkStart).join('').toLowerCase();
      if (!words.includes(this.#address.toLowerCase())) this.#out.push(` <${this.#address}>`);
    }
    const tag = isEnd ? '' : this.#html.slice(start, Math.min(this.#at, start + linkTagLengthMax));
    this.#address = /\shref\s?=\s?["']?mailto:([^\s"'?<>@]{1,100}@[^\s"'?<>@]{1,100})/i.exec(tag)?.[1];
    this.#linkStart = this.#out.length;
  }

  #literal(): void {
    this.#out.push('<');
    this.#at++;
  }

  /** Behind the next `mark`; where there is none, behind the `<` only. */
  #skipTo(mark: string): void {
    const found = this.#absent.has(mark) ? -1 : this.#lowerCase.indexOf(mark, this.#at);
    if (found === -1) this.#absent.add(mark);
    this.#at = found === -1 ? this.#at + 1 : found + (mark.startsWith('</') ? 0 : mark.length);
  }
}

const entities = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', copy: '©' }),
);

const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi, (whole, hex, decimal, name) =>
        name === undefined
          ? codePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole)
          : (entities.get(name.toLowerCase()) ?? whole),
      )
    : text;

const codePoint = (code: number, otherwise: string): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
