import { sessionMs } from '../accounts/access-tokens.ts';
import { secondMs } from '../base/instant.ts';
import type { Client } from './client.ts';

/** The prefix binds it to this host, to TLS and to all paths ; without TLS, browsers would refuse it. */
const cookieName = ({ isHttps }: Client): string => (isHttps ? '__Host-evergreen' : 'evergreen');

/** The secret in the Cookie field of a request. */
export function readSessionCookie(field: string | undefined, client: Client): string | undefined {
  const name = `${cookieName(client)}=`;
  const pair = (field ?? '').split(/; */).find((each) => each.startsWith(name));
  return pair?.slice(name.length);
}

/** The Set-Cookie field that gives a browser its session; without a secret, that takes it away. */
export function sessionCookie(secret: string | undefined, client: Client): string {
  const age = secret === undefined ? 0 : sessionMs / secondMs;
  const secure = client.isHttps ? '; Secure' : '';
  return `${cookieName(client)}=${secret ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`;
}
