import type { Bytes } from '../base/bytes.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import { FileNameScan } from '../message/file-names.ts';
import { decodeWords } from '../message/words.ts';

/** Characters of a name that are read, from its end: there the kind stands. */
const nameLengthMax = 300;

/** Looks for files of kinds that the operator does not let in, while the message comes in. */
export class AttachmentWatch {
  readonly #scan: FileNameScan;
  #refused: string | undefined;

  /** @param kinds endings of names, in lower case and without the dot */
  constructor(kinds: ReadonlySet<string>) {
    this.#scan = new FileNameScan((name) => {
      const kind = kindOf(name);
      if (kinds.has(kind)) this.#refused ??= kind;
    });
  }

  push(chunk: Bytes): void {
    if (this.#refused === undefined) this.#scan.push(chunk);
  }

  /** What is said to the host that brings the message, once all of it has come; undefined if it may come in. */
  get refusal(): Reply | undefined {
    if (this.#refused === undefined) return undefined;
    return reply(550, '5.7.1', `Files whose names end in .${this.#refused} are not taken here`);
  }
}

/** Blanks, dots and what cannot be seen at the end do not count: some systems drop them when the file is opened. */
const kindOf = (name: string): string =>
  /\.([^.]+)$/.exec(
    decodeWords(name.slice(-nameLengthMax))
      .toLowerCase()
      .replace(/[\p{C}\s.]+$/u, ''),
  )?.[1] ?? '';
