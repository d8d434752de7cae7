import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { StoreError } from '../../queue/queue-store.ts';
import { storeError } from './failure.ts';
import type { Answer } from './group-commit.ts';
import type { Request, VerbAnswer, VerbArguments, VerbName, Writer } from './verbs.ts';
import type { ToWriter, WriterSettings } from './writer.ts';

/** Told once, if the writer stops without being asked to. Nothing can be written any more, so the process should end. */
export type OnBroken = (error: Error) => void;

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Our end of the writer's thread. Calls of one turn of the event loop travel in one message; the writer answers in the order of the
 * calls, so that answers need no ids.
 */
export class WriterClient implements Writer {
  readonly #worker: Worker;
  readonly #onBroken: OnBroken;
  readonly #exited: Promise<void>;
  readonly #pending: Pending[] = [];
  #outgoing: Request[] = [];
  /** Why calls are refused: the writer has stopped, or was told to. */
  #stopped: Error | undefined;

  /** Starts the writer. Resolves when it has opened the database. @throws StoreError */
  static async open(settings: WriterSettings, onBroken: OnBroken = () => {}): Promise<WriterClient> {
    const client = new WriterClient(settings, onBroken);
    await new Promise((resolve) => {
      client.#worker.once('message', resolve);
      client.#worker.once('exit', resolve);
    });
    if (client.#stopped) throw client.#stopped;
    return client;
  }

  private constructor(settings: WriterSettings, onBroken: OnBroken) {
    this.#onBroken = onBroken;
    // The same file beside this one, TypeScript in the source tree and JavaScript in the published package.
    const entry = new URL(`./writer${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(entry, { workerData: settings, name: 'store-writer' });
    this.#worker.on('message', (answers: readonly Answer[]) => this.#settle(answers));
    this.#worker.on('error', (error) => this.#stop(`the writer failed: ${error.message}`));
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#stop('the writer has stopped');
        resolve();
      });
    });
  }

  get isStopped(): boolean {
    return this.#stopped !== undefined;
  }

  call<V extends VerbName>(verb: V, ...args: VerbArguments<V>): Promise<VerbAnswer<V>> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) {
        reject(this.#stopped);
        return;
      }
      this.#pending.push({ resolve, reject });
      if (this.#outgoing.length === 0) setImmediate(() => this.#send());
      this.#outgoing.push({ verb, args });
    });
  }

  /** Resolves when everything asked before is done and the database is closed. */
  async close(): Promise<void> {
    if (!this.#stopped) {
      this.#stopped = new StoreError('the store is closed');
      this.#send();
      this.#worker.postMessage('close' satisfies ToWriter);
    }
    await this.#exited;
  }

  #send(): void {
    if (this.#outgoing.length === 0) return;
    const requests = this.#outgoing;
    this.#outgoing = [];
    this.#worker.postMessage(requests satisfies ToWriter);
  }

  #settle(answers: readonly Answer[]): void {
    const settled = this.#pending.splice(0, answers.length);
    for (const [i, answer] of answers.entries()) {
      if ('failure' in answer) settled[i]?.reject(storeError(answer.failure));
      else settled[i]?.resolve(answer.value as never);
    }
  }

  #stop(reason: string): void {
    const error = new StoreError(reason);
    if (!this.#stopped) {
      this.#stopped = error;
      this.#onBroken(error);
    }
    for (const { reject } of this.#pending.splice(0)) reject(error);
  }
}
