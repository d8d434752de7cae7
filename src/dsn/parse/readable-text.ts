import { type Bytes, latin1, strictUtf8 } from '../../base/bytes.ts';
import { decodeBody } from '../../message/body.ts';
import { isType, plainText } from '../../message/content-type.ts';
import { htmlText } from '../../message/html-text.ts';
import type { Part } from '../../message/part-tree.ts';
import { decodeCharset } from '../../message/words.ts';

/** Characters that are read of a mail: notices are short, and what they return is not looked at here. */
const textLengthMax = 64 * 1024;
/** Parts that are looked at. */
const textPartsMax = 100;

/** The text of a mail for its reader, up to the message that it returns; lines end in `\n`. See OpenedMail. */
export function readableText(bytes: Bytes, root: Part): string {
  const reader = new TextReader(bytes, charsetOfWords(root));
  reader.addPreamble(root);
  reader.add(root);
  return reader.text;
}

/** The charset in which the sender writes words of the header: most likely that of a body that names none, too. */
const charsetOfWords = ({ header }: Part): string =>
  ['Subject', 'From']
    .map((name) => /=\?(?!utf-8)([\w-]{1,40})[?*]/i.exec((header.value(name) ?? '').slice(0, 1_000))?.[1])
    .find((charset) => charset !== undefined) ?? '';

class TextReader {
  readonly #bytes: Bytes;
  /** Where a part names no charset. */
  readonly #charset: string;
  #parts = 0;
  #isOver = false;
  text = '';

  constructor(bytes: Bytes, charset: string) {
    this.#bytes = bytes;
    this.#charset = charset;
  }

  /** What stands before the first part is mostly a remark about MIME. Old mailers write the whole notice there. */
  addPreamble(root: Part): void {
    const first = root.children[0];
    if (!first || !isType(root.contentType, 'multipart/*')) return;
    const bodyEnd = Math.max(root.bodyStart, first.headerStart);
    const part: Part = { ...root, bodyEnd, contentType: plainText, encoding: '8bit' };
    const preamble = textOf(this.#bytes, part, this.#charset);
    const words = preamble.slice(0, Math.max(0, preamble.trimEnd().lastIndexOf('\n--'))).trim();
    if (words.includes('@')) this.text = `${words}\n`.slice(0, textLengthMax);
  }

  add(part: Part): void {
    if (this.#isOver || this.#parts++ > textPartsMax || this.text.length >= textLengthMax) return;
    if (isReturned(part)) this.#isOver = this.text !== '';
    else if (isType(part.contentType, 'multipart/alternative')) this.#addBest(part.children);
    else if (part.children.length > 0) for (const child of part.children) this.add(child);
    else if (isReadable(part) && !(isAttached(part) && this.text !== '')) this.#append(part);
  }

  /** Plain text, unless it names nobody but only says that there is more in HTML. */
  #addBest(choices: readonly Part[]): void {
    const before = this.text.length;
    const isPlain = ({ contentType }: Part) => isType(contentType, 'text/plain');
    for (const choice of [...choices.filter(isPlain), ...choices.filter((each) => !isPlain(each))]) {
      this.add(choice);
      if (this.text.includes('@', before)) return;
    }
  }

  #append(part: Part): void {
    const text = textOf(this.#bytes, part, this.#charset).trim();
    if (text === '') return;
    this.text += `${this.text === '' ? '' : '\n\n'}${text}\n`.slice(0, textLengthMax - this.text.length);
  }
}

/** A message, or its header, that is enclosed: it, and what stands behind it, are not the words of the notice. */
const isReturned = ({ contentType }: Part): boolean =>
  ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/global-headers'].some((type) =>
    isType(contentType, type),
  );

/** A container whose parts cannot be told apart is read as it stands. */
const isReadable = ({ contentType }: Part): boolean =>
  isType(contentType, 'text/*') || isType(contentType, 'multipart/*');

const isAttached = ({ disposition }: Part): boolean => disposition?.kind === 'attachment';

function textOf(bytes: Bytes, part: Part, otherCharset: string): string {
  const bodyEnd = Math.min(part.bodyEnd, part.bodyStart + 4 * textLengthMax);
  const text = decoded(bytes, { ...part, bodyEnd }, otherCharset).replace(/\r\n?/g, '\n');
  return isType(part.contentType, 'text/html') ? htmlText(text) : text.replace(brokenAddress, '$1$2');
}

/** An address in brackets that was too long for a line. */
const brokenAddress = /(<[^\s<>@]{1,128}@[\w.-]{0,255})\n[ \t]{1,8}([\w.-]{1,255}>)/g;

function decoded(bytes: Bytes, part: Part, otherCharset: string): string {
  const body = decodeBody(bytes, hasFalseEncoding(bytes, part) ? { ...part, encoding: '8bit' } : part);
  const charset = part.contentType.parameters.get('charset') ?? '';
  // Notices of Japanese hosts often do not say that they switch to JIS X 0208; no other text holds this.
  const isJapanese = !/2022/.test(charset) && latin1(body).includes('\x1b$B');
  if (isJapanese) return decodeCharset(body, 'iso-2022-jp');
  const isNamed = !/^(?:us-ascii)?$/i.test(charset) || otherCharset === '' || strictUtf8(body) !== undefined;
  return decodeCharset(body, isNamed ? charset : otherCharset);
}

/** Said to be base64, but words with blanks between them. */
const hasFalseEncoding = (bytes: Bytes, part: Part): boolean =>
  part.encoding === 'base64' &&
  /[A-Za-z] [A-Za-z]+ [A-Za-z]/.test(
    latin1(bytes, part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + 400)),
  );
