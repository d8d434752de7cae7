import type { Context, MiddlewareHandler } from 'hono';
import type { AccessToken } from '../accounts/access-tokens.ts';
import type { Account, AccountId } from '../accounts/accounts.ts';
import { FailureLimiter } from '../accounts/failure-limiter.ts';
import type { LoginFailure } from '../accounts/login.ts';
import type { Credential } from '../accounts/push-subscriptions.ts';
import { customerOf } from '../address/ip.ts';
import { fromBase64, strictUtf8 } from '../base/bytes.ts';
import { secondMs } from '../base/instant.ts';
import type { Client } from './client.ts';
import { readSessionCookie, sessionCookie } from './cookies.ts';
import { refuse } from './problems.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

/** Somebody who has proved who he is. */
export interface Visitor {
  readonly account: Account;
  /** What he proved it by; absent: his password. */
  readonly token?: AccessToken;
  /** The secret that his session has from now on. */
  readonly newSecret?: string;
}

/** Tokens that are none of ours, from one IPv4 address or IPv6 /64. They cannot be guessed; this keeps the noise down. */
export const tokenFailures = { failuresMax: 30, forgottenEveryMs: 20 * secondMs, keysMax: 10_000 };

/** When who was refused too often may come back: the next attempt is forgotten then (authenticator.ts). */
const retryAfterSeconds = 60;

type Answer = Visitor | Response | undefined;

/** One for all resources: so that whoever fails is counted once. */
export type DemandVisitor = MiddlewareHandler<HttpEnv>;

/** Lets through who proves by password, token or session who he is (RFC 8620 §8.2); everybody else is asked to. */
export function demandVisitor(world: HttpWorld): DemandVisitor {
  const failures = new FailureLimiter(tokenFailures);
  return async (c, next) => {
    const client = c.get('client');
    if (!client.isPrivate) return refuse(403, 'Come by https: a password would be readable on the way here.');
    const answer = await visitorOf(c, world, failures);
    if (answer instanceof Response) return answer;
    if (!answer) return challenge(c, 'Say who you are.');
    c.set('visitor', answer);
    c.set('log', c.get('log').with({ account: answer.account.id }));
    await next();
    if (answer.newSecret !== undefined) c.header('set-cookie', sessionCookie(answer.newSecret, client));
    return undefined;
  };
}

async function visitorOf(c: Context<HttpEnv>, world: HttpWorld, failures: FailureLimiter): Promise<Answer> {
  const field = c.req.header('authorization');
  if (field === undefined) return await bySession(c, world);
  const [, scheme = '', credentials = ''] =
    /^([A-Za-z]{1,20}) +([A-Za-z0-9._~+/=-]{1,8000})$/.exec(field) ?? [];
  if (scheme.toLowerCase() === 'basic') return await byPassword(c, credentials, world);
  if (scheme.toLowerCase() === 'bearer') return await byToken(c, credentials, world, failures);
  return challenge(c, 'The authorization must be Basic or Bearer.');
}

/** RFC 7617 §2, in UTF-8. */
async function byPassword(c: Context<HttpEnv>, credentials: string, world: HttpWorld): Promise<Answer> {
  const octets = fromBase64(credentials.padEnd(Math.ceil(credentials.length / 4) * 4, '='));
  const text = octets && strictUtf8(octets);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0)
    return challenge(c, 'The credentials must be base64 of name:password.');
  const { ip } = c.get('client');
  const login = await world.authenticator.checkPassword(text.slice(0, colon), text.slice(colon + 1), ip);
  if (login.kind === 'failed') return loginRefused(c, login.reason);
  return await holder(login.account, world);
}

/** RFC 6750 §2.1 */
async function byToken(
  c: Context<HttpEnv>,
  secret: string,
  world: HttpWorld,
  failures: FailureLimiter,
): Promise<Answer> {
  const network = customerOf(c.get('client').ip);
  const now = world.clock.now();
  if (!failures.charge(network, now)) return loginRefused(c, 'too-many');
  const proven = await world.tokens.prove(secret, 'token');
  if (!proven) {
    c.get('log').info('login refused', { reason: 'token' });
    return challenge(c, 'The token is not known, or was taken back.', 'invalid_token');
  }
  failures.refund(network, now);
  return await holder(proven.token.account, world, proven.token);
}

async function bySession(c: Context<HttpEnv>, world: HttpWorld): Promise<Answer> {
  const client = c.get('client');
  const secret = readSessionCookie(c.req.header('cookie'), client);
  if (secret === undefined) return undefined;
  // A browser sends cookies whoever makes it send a request.
  if (!isSafe(c) && !isOwnPage(c, world))
    return refuse(403, 'A request with the session of a browser must come from our own page.');
  const proven = await world.tokens.prove(secret, 'session');
  if (!proven) return undefined;
  const visitor = await holder(proven.token.account, world, proven.token);
  const { newSecret } = proven;
  return visitor && { ...visitor, ...(newSecret !== undefined && { newSecret }) };
}

async function holder(
  id: AccountId,
  { directory }: HttpWorld,
  token?: AccessToken,
): Promise<Visitor | undefined> {
  const account = await directory.findAccountById(id);
  return account && { account, ...(token && { token }) };
}

/** RFC 9110 §9.2.1 */
const isSafe = (c: Context<HttpEnv>): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

/**
 * True if a request comes from our own page, whatever a browser is made to send: other sites cannot set this field without being
 * allowed to, which nobody is, and browsers say where a request comes from.
 */
export function isOwnPage(c: Context<HttpEnv>, { publicUrl }: Pick<HttpWorld, 'publicUrl'>): boolean {
  if (c.req.header('x-requested-with') === undefined) return false;
  const origin = c.req.header('origin');
  return origin === undefined || origin === c.get('client').origin || origin === originOf(publicUrl);
}

const originOf = (url: string | undefined): string | undefined => url && new URL(url).origin;

/** What a login that failed is told; and how the audit log has it is up to the authenticator. */
export function loginRefused(c: Context<HttpEnv>, reason: LoginFailure): Response {
  const retry = { 'retry-after': String(retryAfterSeconds) };
  if (reason === 'too-many') return refuse(429, 'Too many attempts have failed; try again later.', retry);
  if (reason === 'temporary')
    return refuse(503, 'The password cannot be checked now; try again later.', retry);
  return challenge(c, 'The name or the password is wrong.');
}

/** Asks for proof. A browser would open a window of its own for Basic: our page has its own way. */
function challenge(c: Context<HttpEnv>, detail: string, error?: string): Response {
  if (c.req.header('x-requested-with') !== undefined) return refuse(401, detail);
  const bearer =
    error === undefined ? 'Bearer realm="Evergreen"' : `Bearer realm="Evergreen", error="${error}"`;
  return refuse(401, detail, {
    'www-authenticate': `Basic realm="Evergreen", charset="UTF-8", ${bearer}`,
  });
}

/** What a visitor signed in with, as those know it who want to end what came of it. */
export function credentialOf({ token }: Visitor): Credential {
  if (!token) return 'password';
  return token.kind === 'session' ? 'session' : `token ${token.id}`;
}

/** The URL by which this client reaches us, without a slash at its end. */
export const baseUrl = (client: Client, { publicUrl }: Pick<HttpWorld, 'publicUrl'>): string =>
  publicUrl ?? client.origin ?? '';
