import { OfflineError, RefusedError, SignedOutError } from './failures.ts';
import type { Id, Invocation, ResultReference, Session } from './protocol.ts';

/** RFC 8621 §1.3.1 */
const mailCapability = 'urn:ietf:params:jmap:mail';

/** A call whose answer is waited for; `ref` points later calls of the same request into that answer. */
export interface Call<Answer> {
  readonly answer: Promise<Answer>;
  ref(path: string): ResultReference;
}

/** Speaks JMAP for one signed-in person. */
export class JmapClient {
  readonly session: Session;
  readonly accountId: Id;
  readonly #fetch: typeof fetch;

  constructor(session: Session, fetcher: typeof fetch = (...args) => fetch(...args)) {
    this.session = session;
    this.accountId = session.primaryAccounts[mailCapability] ?? '';
    this.#fetch = fetcher;
  }

  /** Sends the calls that `build` makes in one request. */
  async request<T>(build: (batch: Batch) => T | Promise<T>): Promise<T> {
    const batch = new Batch(this.accountId);
    const result = build(batch);
    const using = Object.keys(this.session.capabilities);
    const body = JSON.stringify({ using, methodCalls: batch.calls });
    try {
      const response = await this.#send(this.session.apiUrl, { method: 'POST', body, headers: jsonHeaders });
      batch.settle(((await response.json()) as { methodResponses: readonly Invocation[] }).methodResponses);
    } catch (error) {
      batch.fail(error);
    }
    return await result;
  }

  /** One call in a request of its own. */
  call<Answer>(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.request((batch) => batch.call<Answer>(name, args).answer);
  }

  /** RFC 8620 §6.1: where octets are put. */
  uploadUrl(): string {
    return fill(this.session.uploadUrl, { accountId: this.accountId });
  }

  /** RFC 8620 §6.2: where the browser finds the octets. */
  downloadUrl(blobId: Id, name: string, type: string): string {
    return fill(this.session.downloadUrl, { accountId: this.accountId, blobId, name, type });
  }

  /** RFC 8620 §7.3 */
  eventSourceUrl(): string {
    return fill(this.session.eventSourceUrl, { types: '*', closeafter: 'no', ping: '30' });
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const response = await this.#fetch(url, { ...init, credentials: 'same-origin' }).catch(
      (cause: unknown) => {
        throw new OfflineError('the server does not answer', { cause });
      },
    );
    if (response.status === 401) throw new SignedOutError('the session is over');
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { type?: string; detail?: string };
    throw new RefusedError(problem.type ?? `http-${response.status}`, problem.detail);
  }
}

/** Calls that travel in one request. */
class Batch {
  readonly calls: Invocation[] = [];
  readonly #accountId: Id;
  readonly #open = new Map<string, PromiseWithResolvers<never>>();

  constructor(accountId: Id) {
    this.#accountId = accountId;
  }

  call<Answer>(name: string, args: Readonly<Record<string, unknown>> = {}): Call<Answer> {
    const callId = `c${this.calls.length}`;
    const waiting = Promise.withResolvers<Answer>();
    // Whoever does not wait for this answer hears of the failure by one that he waits for.
    waiting.promise.catch(() => {});
    this.#open.set(callId, waiting as unknown as PromiseWithResolvers<never>);
    this.calls.push([name, { accountId: this.#accountId, ...args }, callId]);
    return { answer: waiting.promise, ref: (path) => ({ resultOf: callId, name, path }) };
  }

  settle(responses: readonly Invocation[]): void {
    for (const [name, args, callId] of responses) {
      // RFC 8620 §3.4: a call may have several answers; the first is its own.
      const waiting = this.#open.get(callId);
      this.#open.delete(callId);
      if (name === 'error') waiting?.reject(new RefusedError(String(args.type), text(args.description)));
      else waiting?.resolve(args as never);
    }
    this.fail(new RefusedError('serverFail', 'the server left a call without an answer'));
  }

  fail(error: unknown): void {
    for (const waiting of this.#open.values()) waiting.reject(error);
    this.#open.clear();
  }
}

/** Other sites can make a browser send cookies, but not this header. */
export const pageHeaders = { 'x-requested-with': 'evergreen' } as const;

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json', ...pageHeaders };

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** RFC 6570 level 1, which is all that RFC 8620 uses. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}
