/** The HTTP server on a free port of loopback, with an account and a data type, and clients for it. */
import { after } from 'node:test';
import { createSecureContext } from 'node:tls';
import { AccessTokens } from '../../accounts/access-tokens.ts';
import { Authenticator } from '../../accounts/authenticator.ts';
import { quickCredentials } from '../../accounts/testing/directory.ts';
import { countingRandom, quickHasher, recordingLog } from '../../accounts/testing/doubles.ts';
import type { Domain } from '../../address/domain.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { systemClock } from '../../io/clock.ts';
import { makeSelfSignedCertificate } from '../../io/self-signed-certificate.ts';
import { coreCapability } from '../../jmap/core-capability.ts';
import { usualLimits } from '../../jmap/limits.ts';
import { MemoryBlobs } from '../../jmap/testing/memory-blobs.ts';
import { Todos } from '../../jmap/testing/todos.ts';
import { SessionCounter } from '../../policy/limits.ts';
import { account } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { type HttpListenerOptions, listenHttp } from '../listen.ts';
import type { HttpWorld } from '../world.ts';

const { certificate, key } = makeSelfSignedCertificate(['localhost', '127.0.0.1'], Date.now());
const secureContext = createSecureContext({ cert: certificate, key });

export const homer = account('homer');
export const login = { username: 'homer@springfield.test', password: 'doughnut with holes' };
export const basic = `Basic ${btoa(`${login.username}:${login.password}`)}`;
/** What our own page says. */
export const fromPage = { 'x-requested-with': 'test' };

export interface TestServerOptions extends Partial<Omit<HttpWorld, 'limits'>> {
  readonly limits?: Partial<HttpWorld['limits']>;
  readonly isTls?: boolean;
  readonly places?: HttpListenerOptions['places'];
}

export async function startHttp({ limits, isTls, places, ...world }: TestServerOptions = {}) {
  const clock = world.clock ?? systemClock;
  const { accounts, tokens: tokenStore } = createMemoryStore();
  await accounts.addAccount(homer, await quickCredentials(login.password));
  const log = recordingLog();
  const todos = new Todos();
  const blobs = new MemoryBlobs();
  const listeners = new Set<(account: string) => void>();
  const tokens = new AccessTokens(tokenStore, clock, countingRandom());
  const all = { ...usualLimits, uploadBytesMax: 100_000, ...limits };
  const listener = await listenHttp({
    world: {
      directory: accounts,
      authenticator: new Authenticator({
        directory: accounts,
        hasher: quickHasher,
        random: countingRandom(),
        clock,
        log,
        secret: fromUtf8('secret'),
        defaultDomain: 'springfield.test' as Domain,
      }),
      tokens,
      blobs,
      capabilities: [coreCapability(all, blobs), todos.capability],
      changes: (each) => {
        listeners.add(each);
        return () => listeners.delete(each);
      },
      publicUrl: undefined,
      trustedProxies: [],
      pages: async () => undefined,
      clock,
      log,
      ...world,
      limits: all,
    },
    places: places ?? new SessionCounter({ sessionsMax: 50, sessionsPerAddressMax: 50 }),
    ...(isTls && { secureContext: () => secureContext }),
    addresses: ['127.0.0.1'],
    port: 0,
  });
  const port = listener.bound[0]?.port ?? 0;
  const url = `${isTls ? 'https' : 'http'}://127.0.0.1:${port}`;
  /** Tells who listens that something of an account has changed. */
  const tell = (account: string) => {
    for (const each of listeners) each(account);
  };
  const close = () => listener.close(1_000);
  closers.push(close);
  return { listener, listeners, tell, port, url, log, tokens, accounts, tokenStore, todos, blobs, close };
}

/** A test that fails does not close what it has opened. */
const closers: (() => Promise<void>)[] = [];
after(() => Promise.all(closers.map((close) => close())));
