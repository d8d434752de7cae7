/** An Evergreen in a process of its own, as an operator would start it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Ports, portsByRole } from './config.ts';

const entry = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A line of its log, as far as somebody asks. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly listeners?: readonly string[];
  readonly recipient?: string;
  readonly outcome?: string;
}

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  /** Resolves when it serves; rejects with its last words if it ends before. */
  readonly ready: Promise<Ports>;
  /** Lines of its log that tell of a fault. */
  readonly errors: string[] = [];
  /** Called with each line of its log. */
  onLine: (line: LogLine) => void = () => {};

  /** Starts it. What it logs is appended to `evergreen.log` beside the configuration. */
  constructor(configPath: string) {
    this.#child = spawn(process.execPath, [entry, 'serve', '--config', configPath], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve(code));
    });
    this.ready = this.#follow(join(dirname(configPath), 'evergreen.log'));
    // Whoever kills it on its way up does not wait for it to be ready.
    this.ready.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** SIGKILL: it does not get to say or write another thing. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** SIGTERM. @returns the exit code */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return await this.#exited;
  }

  #follow(logPath: string): Promise<Ports> {
    const log = createWriteStream(logPath, { flags: 'a' });
    const words: string[] = [];
    const { stdout, stderr } = this.#child;
    stderr?.on('data', (piece: Buffer) => words.push(piece.toString('utf8')));
    return new Promise((resolve, reject) => {
      createInterface({ input: stdout ?? process.stdin }).on('line', (line) => {
        log.write(`${line}\n`);
        const read = readLine(line);
        const { level, msg, listeners = [] } = read;
        this.onLine(read);
        if (level === 'error') this.errors.push(line);
        if (msg === 'ready') resolve(portsByRole(listeners.map((each) => Number(each.split(' ')[1]))));
      });
      void this.#exited.then((code) => {
        log.end();
        reject(new Error(`the server has ended with ${code}: ${words.join('')}`));
      });
    });
  }
}

/** The last line of a process that was killed may be cut off. */
function readLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { level: 'none', msg: line };
  }
}
