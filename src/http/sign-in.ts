import type { Context, Hono } from 'hono';
import * as v from 'valibot';
import type { AccessKind } from '../accounts/access-tokens.ts';
import { printable } from '../base/printable.ts';
import { parseIJson } from '../jmap/i-json.ts';
import { readBody } from './body.ts';
import { readSessionCookie, sessionCookie } from './cookies.ts';
import { signInBytesMax } from './limits.ts';
import { jsonResponse, refuse } from './problems.ts';
import { isOwnPage, loginRefused } from './visitor.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

const signInSchema = v.object({
  username: v.string(),
  password: v.string(),
  /** What a token is for: then the answer is one, in place of a session. */
  token: v.exactOptional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))),
});

/** Characters of what a browser says of itself that are kept. */
const browserLengthMax = 100;

/** Signing in by a page: the password is sent once, and a session or a token stands for it from then on. */
export function addSignIn(app: Hono<HttpEnv>, world: HttpWorld): void {
  app.post('/auth/sign-in', (c) => signIn(c, world));
  app.post('/auth/sign-out', (c) => signOut(c, world));
}

async function signIn(c: Context<HttpEnv>, world: HttpWorld): Promise<Response> {
  const client = c.get('client');
  if (!client.isPrivate) return refuse(403, 'Come by https: a password would be readable on the way here.');
  // Else another site could sign somebody in to an account that is not his.
  if (!isOwnPage(c, world))
    return refuse(403, 'Only our own page signs in: the field X-Requested-With is missing.');
  const bytes = await readBody(c.env.incoming, signInBytesMax);
  if (!bytes) return refuse(413, 'That is more than a name and a password.');
  const json = parseIJson(bytes);
  const wanted = json.ok ? v.safeParse(signInSchema, json.value) : undefined;
  if (!wanted?.success) return refuse(400, 'username and password are wanted, as JSON.');
  const { username, password, token } = wanted.output;
  const login = await world.authenticator.checkPassword(username, password, client.ip);
  if (login.kind === 'failed') return loginRefused(c, login.reason);
  const kind: AccessKind = token === undefined ? 'session' : 'token';
  const name = token ?? printable(c.req.header('user-agent') ?? 'a browser', browserLengthMax);
  const issued = await world.tokens.issue(login.account, kind, name);
  if (!issued) return refuse(403, 'The account has as many tokens as it may have; remove one first.');
  c.get('log').info('signed in', { account: login.account, kind, token: issued.token.id });
  if (kind === 'token') return jsonResponse({ id: issued.token.id, token: issued.secret }, 201);
  c.header('set-cookie', sessionCookie(issued.secret, client));
  return c.body(null, 204);
}

async function signOut(c: Context<HttpEnv>, world: HttpWorld): Promise<Response> {
  if (!isOwnPage(c, world))
    return refuse(403, 'Only our own page signs out: the field X-Requested-With is missing.');
  const client = c.get('client');
  const secret = readSessionCookie(c.req.header('cookie'), client);
  const proven = secret === undefined ? undefined : await world.tokens.prove(secret, 'session');
  if (proven) {
    await world.tokens.remove(proven.token);
    c.get('log').info('signed out', { account: proven.token.account, token: proven.token.id });
  }
  c.header('set-cookie', sessionCookie(undefined, client));
  return c.body(null, 204);
}
