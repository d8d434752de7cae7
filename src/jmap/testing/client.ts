import type { Account, AccountId } from '../../accounts/accounts.ts';
import type { Credential } from '../../accounts/push-subscriptions.ts';
import type { Domain } from '../../address/domain.ts';
import { mailboxAddress } from '../../address/mailbox-address.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Log } from '../../base/ports.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Capability, SessionAccount } from '../capability.ts';
import { coreCapability } from '../core-capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { type JmapLimits, usualLimits } from '../limits.ts';
import { parseRequest } from '../request.ts';
import type { Invocation } from '../result-reference.ts';
import { runRequest } from '../run-request.ts';
import { type UserSession, userSession } from '../session.ts';
import { MemoryBlobs } from './memory-blobs.ts';

export const homer: Account = {
  id: 'A1' as AccountId,
  address: mailboxAddress('homer', 'springfield.test' as Domain),
  createdAt: instant(0),
};

export interface TestClientOptions {
  readonly limits?: Partial<JmapLimits>;
  readonly blobs?: Blobs;
  /** The methods of push subscriptions. */
  readonly push?: Capability['methods'];
  /** Accounts beside the own one. */
  readonly others?: readonly Pick<SessionAccount, 'id' | 'isReadOnly' | 'capabilities'>[];
}

/** Speaks to the core without a server between: whole requests in, whole responses out. */
export class TestClient {
  readonly limits: JmapLimits;
  readonly session: UserSession;
  readonly clock = new VirtualClock();
  credential: Credential = 'password';
  /** What was logged as an error. */
  readonly errors: unknown[] = [];
  readonly #capabilities: readonly Capability[];

  constructor(
    capabilities: readonly Capability[],
    { limits, blobs = new MemoryBlobs(), push = {}, others = [] }: TestClientOptions = {},
  ) {
    this.limits = { ...usualLimits, uploadBytesMax: 50_000_000, ...limits };
    this.#capabilities = [coreCapability(this.limits, blobs, push), ...capabilities];
    const session = userSession(homer, this.#capabilities, 'https://mail.springfield.test');
    const shared = others.map((each) => [each.id, { ...each, name: each.id, isPersonal: false }] as const);
    this.session = { ...session, accounts: new Map([...session.accounts, ...shared]) };
  }

  /** Sends a Request object, as its text. @returns the Response object, or the problem */
  async send(request: Json | Uint8Array, contentType = 'application/json'): Promise<JsonObject> {
    const bytes = request instanceof Uint8Array ? request : fromUtf8(JSON.stringify(request));
    const uris = new Set(this.#capabilities.map(({ uri }) => uri));
    const parsed = parseRequest(bytes, contentType, this.limits, uris);
    if (!parsed.ok) return parsed.error;
    const log: Log = {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (_, fields) => this.errors.push(fields),
      with: () => log,
    };
    const world = {
      credential: this.credential,
      capabilities: this.#capabilities,
      limits: this.limits,
      clock: this.clock,
      log,
    };
    const response = await runRequest(parsed.value, this.session, [], world);
    return JSON.parse(JSON.stringify(response)) as JsonObject;
  }

  /** Makes calls, with all capabilities in use and the ids c0, c1, … */
  async calls(...calls: readonly (readonly [name: string, args: JsonObject])[]): Promise<Invocation[]> {
    const using = this.#capabilities.map(({ uri }) => uri);
    const methodCalls = calls.map(([name, args], i) => [name, args, `c${i}`]);
    const { methodResponses } = await this.send({ using, methodCalls });
    return methodResponses as unknown as Invocation[];
  }

  /** Makes one call. @returns the arguments of its first response, whatever its name */
  async call(name: string, args: JsonObject): Promise<JsonObject> {
    const [response] = await this.calls([name, args]);
    return response?.[1] ?? {};
  }
}
