import { type Bytes, concat, indexOfByte, LF, latin1, NO_BYTES, strictUtf8 } from '../../base/bytes.ts';
import { printable } from '../../base/printable.ts';
import { type Reply, reply } from '../../envelope/reply.ts';
import { parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';

/** What the octets of a host turned out to be. After `malformed` nothing that it says can be matched with what was asked. */
export type ReplyEvent =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'malformed'; readonly why: string };

/** Octets kept of one line: twice what RFC 5321 §4.5.3.1.5 allows. What is more is dropped, for the reply is still good. */
export const replyLineLengthMax = 1_024;
/** Lines kept of one reply; the rest is dropped. */
export const replyLinesMax = 128;
/** Octets of one reply, dropped ones counted in. A host that says more is not going to end. */
export const replyLengthMax = 65_536;

/** Reply-code = %x32-35 %x30-35 %x30-39 (RFC 5321 §4.2), taken as any code of a class that SMTP has. */
const replyLine = /^([2-5][0-9]{2})(?:([ \t-])(.*))?$/s;

/** status-code 1*SP, at the start of a reply's text (RFC 2034 §4) */
const statusPrefix = /^([245]\.\d{1,3}\.\d{1,3})(?: +|$)/;

/** Takes a host's octets as they come and gives its replies one by one. Holds no more than one bounded reply. */
export class ReplyReader {
  /** Octets not looked at yet. */
  #input: Bytes = NO_BYTES;
  /** The start of a line whose end has not come yet. */
  #line: Bytes = NO_BYTES;
  /** The lines before it of the same reply, without their code. */
  #lines: string[] = [];
  #code: string | undefined;
  #replyLength = 0;

  push(bytes: Bytes): void {
    this.#input = this.#input.length === 0 ? bytes : concat([this.#input, bytes]);
  }

  /** True between two replies, when nothing of the next has come. */
  get isEmpty(): boolean {
    return this.#replyLength === 0 && this.#input.length === 0;
  }

  /** The next reply; undefined until more octets are pushed. */
  next(): ReplyEvent | undefined {
    while (this.#input.length > 0) {
      const lineFeed = indexOfByte(this.#input, LF);
      const end = lineFeed === -1 ? this.#input.length : lineFeed + 1;
      this.#keep(this.#input.subarray(0, end));
      this.#input = this.#input.subarray(end);
      if (this.#replyLength > replyLengthMax) return malformed('The reply has no end.');
      if (lineFeed === -1) return undefined;
      const event = this.#endLine();
      if (event) return event;
    }
    return undefined;
  }

  #keep(part: Bytes): void {
    this.#replyLength += part.length;
    const room = replyLineLengthMax - this.#line.length;
    if (room <= 0) return;
    // A copy, since the shell may use the octets' memory again.
    this.#line = concat([this.#line, part.slice(0, room)]);
  }

  #endLine(): ReplyEvent | undefined {
    // Some hosts end a line with a bare LF, some with CR CR LF.
    const line = decode(this.#line).replace(/[\r\n]+$/, '');
    this.#line = NO_BYTES;
    const [, code, separator, text = ''] = replyLine.exec(line) ?? [];
    if (code === undefined) return malformed(`This is not a reply: ${printable(line, 80)}`);
    // RFC 5321 §4.2.1: the code of each line is the same. Where it is not, the last counts, if that does not change the class.
    if (this.#code !== undefined && this.#code[0] !== code[0]) {
      return malformed(`A reply began with ${this.#code} and went on with ${code}.`);
    }
    this.#code = code;
    if (this.#lines.length < replyLinesMax) this.#lines.push(text);
    return separator === '-' ? undefined : this.#endReply(Number(code));
  }

  #endReply(code: number): ReplyEvent {
    const lines = this.#lines;
    this.#lines = [];
    this.#code = undefined;
    this.#replyLength = 0;
    const status = findStatus(code, lines);
    const texts = status === undefined ? lines : lines.map((line) => withoutStatus(line, status));
    return { kind: 'reply', reply: reply(code, status, ...texts) };
  }
}

/** RFC 6531 §3.7.4 lets hosts say UTF-8; others say whatever they like. */
const decode = (line: Bytes): string => strictUtf8(line) ?? latin1(line);

const malformed = (why: string): ReplyEvent => ({ kind: 'malformed', why });

/** The first status that a line begins with, if it agrees with the code (RFC 2034 §4); one that does not is mere text. */
function findStatus(code: number, lines: readonly string[]): StatusCode | undefined {
  for (const line of lines) {
    const found = statusPrefix.exec(line)?.[1];
    if (found !== undefined && found[0] === String(code)[0]) return parseStatusCode(found);
  }
  return undefined;
}

function withoutStatus(line: string, status: StatusCode): string {
  const found = statusPrefix.exec(line);
  return found?.[1] === status ? line.slice(found[0].length) : line;
}
