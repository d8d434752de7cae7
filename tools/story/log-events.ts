/** What the servers write into their logs, as it happens: the story tells its steps by them. */
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LogLine {
  readonly time: string;
  readonly msg: string;
  readonly queueId?: string;
  readonly [field: string]: unknown;
}

const pollMs = 20;

/** Reads the lines that are written to a log from now on. */
export class LogTail {
  readonly #path: string;
  #offset: number;
  #rest = '';
  readonly #lines: LogLine[] = [];

  private constructor(path: string, offset: number) {
    this.#path = path;
    this.#offset = offset;
  }

  static async fromEnd(path: string): Promise<LogTail> {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    await file.close();
    return new LogTail(path, size);
  }

  /** Waits for a line. @throws Error if it does not come in time */
  async waitFor(what: string, matches: (line: LogLine) => boolean, timeoutMs: number): Promise<LogLine> {
    for (let waited = 0; waited <= timeoutMs; waited += pollMs) {
      await this.#read();
      const line = this.#lines.find(matches);
      if (line) return line;
      await sleep(pollMs);
    }
    throw new Error(`no "${what}" in ${this.#path} after ${timeoutMs / 1000} s`);
  }

  async #read(): Promise<void> {
    const file = await open(this.#path, 'r');
    try {
      const { size } = await file.stat();
      const { buffer } = await file.read(
        Buffer.alloc(size - this.#offset),
        0,
        size - this.#offset,
        this.#offset,
      );
      this.#offset = size;
      const lines = (this.#rest + buffer.toString('utf8')).split('\n');
      this.#rest = lines.pop() ?? '';
      this.#lines.push(...lines.map((line) => JSON.parse(line) as LogLine));
    } finally {
      await file.close();
    }
  }
}
