import { fromUtf8, toBase64 } from '../../base/bytes.ts';

/** Our account at a host. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/** One exchange of RFC 4954 as we play it: the AUTH command, then a line for each 334. */
export interface SaslExchange {
  readonly command: string;
  readonly responses: readonly string[];
}

/** RFC 5321 §4.5.3.1.4, in octets, CRLF counted in. AUTH has no larger one (RFC 4954 §4). */
export const commandLineLengthMax = 512;

/** Ends an exchange that has more challenges than its mechanism knows (RFC 4954 §4). */
export const cancelResponse = '*';

/** The exchange for the best mechanism that both sides know; undefined if there is none. Both send the password: only under TLS. */
export function saslExchange(offered: readonly string[], credential: Credential): SaslExchange | undefined {
  if (offered.includes('PLAIN')) return plain(credential);
  if (offered.includes('LOGIN')) return login(credential);
  return undefined;
}

/** message = [authzid] NUL authcid NUL passwd (RFC 4616 §2) */
function plain({ username, password }: Credential): SaslExchange {
  const message = base64(`\0${username}\0${password}`);
  const command = `AUTH PLAIN ${message}`;
  const fits = command.length + 2 <= commandLineLengthMax;
  return fits ? { command, responses: [] } : { command: 'AUTH PLAIN', responses: [message] };
}

/** Never a standard, but all that some hosts know: the user name for the first challenge, the password for the second. */
const login = ({ username, password }: Credential): SaslExchange => ({
  command: 'AUTH LOGIN',
  responses: [base64(username), base64(password)],
});

const base64 = (text: string): string => toBase64(fromUtf8(text));
