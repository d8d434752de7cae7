import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  type Checks,
  lookUpsMs,
  type Signatures,
  type SignedMail,
} from '../../authentication/authenticate.ts';
import { later, secondMs } from '../../base/instant.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { askForNode } from './node-answers.ts';
import type { FromWorker, ToWorker } from './signature-worker.ts';

export interface PoolSettings {
  readonly workers: number;
  /** Mails that all workers together have in hand; what comes beyond that is not verified. */
  readonly jobsMax: number;
  /** Octets of a body up to which it is hashed. */
  readonly bodyBytesMax: number;
}

/** 32 MiB take two seconds of a processor. */
const defaults: PoolSettings = { workers: 2, jobsMax: 200, bodyBytesMax: 32 * 1024 ** 2 };

interface Job {
  readonly resolver: Resolver;
  readonly worker: PoolWorker;
  readonly resolve: (signatures: Signatures) => void;
  readonly reject: (error: Error) => void;
  readonly cancel: () => void;
}

interface PoolWorker {
  readonly worker: Worker;
  jobs: number;
}

/** After this the look-ups have been over for a while: a worker that still has no answer is stuck in a computation. */
const stuckMs = lookUpsMs + 4 * secondMs;

/** Threads in which signatures are verified. They are started when the first signed mail comes. */
export class SignaturePool {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #settings: PoolSettings;
  readonly #workers: PoolWorker[] = [];
  readonly #jobs = new Map<number, Job>();
  #lastJob = 0;
  #isClosed = false;

  constructor(world: { readonly clock: Clock; readonly log: Log }, settings: Partial<PoolSettings> = {}) {
    this.#clock = world.clock;
    this.#log = world.log;
    this.#settings = { ...defaults, ...settings };
  }

  /** @throws Error if it cannot be found out now */
  readonly verify: Checks['signatures'] = (mail, resolver) => {
    const { jobsMax, bodyBytesMax } = this.#settings;
    if (this.#isClosed || this.#jobs.size >= jobsMax)
      return Promise.reject(new Error('too many mails are being verified'));
    const bodyBytes = mail.body.kind === 'bytes' ? mail.body.bytes.length : mail.body.sizeBytes;
    if (bodyBytes > bodyBytesMax) return Promise.reject(new Error('the mail is too large to be verified'));
    const worker = this.#leastBusy();
    const number = ++this.#lastJob;
    return new Promise((resolve, reject) => {
      const at = later(this.#clock.now(), stuckMs);
      const cancel = this.#clock.schedule(at, () => void worker.worker.terminate());
      this.#jobs.set(number, { resolver, worker, resolve, reject, cancel });
      worker.jobs++;
      send(worker, { kind: 'verify', job: number, mail: movable(mail) });
    });
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#workers.map(({ worker }) => worker.terminate()));
  }

  #leastBusy(): PoolWorker {
    const [idlest] = this.#workers.toSorted((a, b) => a.jobs - b.jobs);
    const isWorthAnother = idlest === undefined || idlest.jobs > 0;
    return isWorthAnother && this.#workers.length < this.#settings.workers
      ? this.#start()
      : (idlest as PoolWorker);
  }

  #start(): PoolWorker {
    // The same file beside this one, TypeScript in the source tree and JavaScript in the published package.
    const entry = new URL(`./signature-worker${extname(import.meta.url)}`, import.meta.url);
    const started: PoolWorker = { worker: new Worker(entry, { name: 'signatures' }), jobs: 0 };
    const { worker } = started;
    worker.unref();
    worker.on('message', (message: FromWorker) => void this.#hear(started, message));
    worker.on('error', (error) => this.#log.error('a worker for signatures failed', { error }));
    worker.on('exit', () => this.#lost(started));
    this.#workers.push(started);
    return started;
  }

  async #hear(worker: PoolWorker, message: FromWorker): Promise<void> {
    const job = this.#jobs.get(message.job);
    if (message.kind === 'verified') {
      this.#end(message.job);
      job?.resolve(message.signatures);
      return;
    }
    const { question, name, type } = message;
    const answer = job ? await askForNode(job.resolver, name, type) : ({ code: 'ETIMEOUT' } as const);
    send(worker, { kind: 'answer', question, answer });
  }

  #end(number: number): void {
    const job = this.#jobs.get(number);
    job?.cancel();
    if (job) job.worker.jobs--;
    this.#jobs.delete(number);
  }

  /** What it had in hand is not known; the next mail gets a new worker. */
  #lost(worker: PoolWorker): void {
    this.#workers.splice(this.#workers.indexOf(worker), 1);
    for (const [number, job] of [...this.#jobs]) {
      if (job.worker !== worker) continue;
      this.#end(number);
      job.reject(new Error('the worker has gone'));
    }
  }
}

const send = ({ worker }: PoolWorker, message: ToWorker): void => worker.postMessage(message);

/** A view would travel with everything that it is a view of. */
const movable = ({ headerSection, body }: SignedMail): SignedMail => ({
  headerSection: new Uint8Array(headerSection),
  body: body.kind === 'bytes' ? { kind: 'bytes', bytes: new Uint8Array(body.bytes) } : body,
});
