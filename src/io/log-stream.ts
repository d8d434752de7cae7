import { mkdirSync, openSync, write, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A write for each line costs more than all the rest of a line: so many characters leave together, or what has come in this time. */
const writeLengthMin = 8_192;
const writeEveryMs = 100;

/** Characters that may wait. Lines that come then are lost. */
const waitingLengthMax = 1024 * 1024;

const streams = new Set<LogStream>();
process.on('exit', () => {
  for (const stream of streams) stream.writeNow();
});

/**
 * Lines on their way into a file, a pipe or a terminal. Mail goes on when they cannot be written, for want of room on the disk above
 * all: they wait and are tried again. (The stream that pino brings would end the process, and on its way out try for ever.)
 */
export class LogStream {
  readonly #fd: number;
  #lines = '';
  /** What is being written, or could not be. */
  #octets = Buffer.alloc(0);
  /** A write is under way, or failed a moment ago. */
  #isBusy = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(fd: number) {
    this.#fd = fd;
    streams.add(this);
  }

  write(line: string): void {
    if (this.#lines.length + line.length > waitingLengthMax) return;
    this.#lines += line;
    this.#goOn();
  }

  /** The process ends: one try, and what cannot be written then is lost. What is being written may come twice. */
  writeNow(): void {
    try {
      for (const octets of [this.#octets, Buffer.from(this.#lines)]) {
        for (let at = 0; at < octets.length; ) at += writeSync(this.#fd, octets, at);
      }
    } catch {
      // There is nobody left to tell.
    }
  }

  #goOn(): void {
    if (this.#isBusy) return;
    if (this.#octets.length > 0 || this.#lines.length >= writeLengthMin) this.#start();
    else if (this.#lines.length > 0) this.#timer ??= setTimeout(() => this.#start(), writeEveryMs).unref();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#octets.length === 0) {
      this.#octets = Buffer.from(this.#lines);
      this.#lines = '';
    }
    this.#isBusy = true;
    write(this.#fd, this.#octets, (error, count) => {
      if (error) {
        setTimeout(() => this.#start(), writeEveryMs).unref();
        return;
      }
      this.#isBusy = false;
      this.#octets = this.#octets.subarray(count);
      this.#goOn();
    });
  }
}

/** The end of a file, which is made if it is not there; only its owner may read it. */
export function openLogFile(path: string): LogStream {
  mkdirSync(dirname(path), { recursive: true });
  return new LogStream(openSync(path, 'a', 0o600));
}
