/**
 * SCRAM-SHA-256, the server's side (RFC 5802, RFC 7677): the messages and the arithmetic, without a look-up or a wait. No
 * channel binding: a client that insists on it (`p=`) is refused, and SCRAM-SHA-256-PLUS is not offered.
 */
import { type Bytes, concat, fromBase64, fromUtf8, strictUtf8, toBase64 } from '../base/bytes.ts';
import { equalSecrets, hmacSha256, pbkdf2Sha256, sha256 } from '../base/hash.ts';
import type { Random } from '../base/ports.ts';
import type { ScramVerifier } from './accounts.ts';
import type { PreparedPassword } from './prepare-password.ts';

/**
 * What new verifiers cost those who guess, and each client at each login: about 20 ms. RFC 7677 §4 asks for 4,096 at least and
 * for "significantly higher" where phones matter less; a stolen verifier should not be much cheaper to attack than the argon2id
 * hash beside it.
 */
export const scramIterations = 100_000;

export const scramSaltBytes = 16;
/** Of our part of the nonce, before base64: 18 octets make 24 characters without padding. */
const nonceBytes = 18;

const clientKeyLabel = fromUtf8('Client Key');
const serverKeyLabel = fromUtf8('Server Key');

/** Makes what is stored for a password (RFC 5802 §3). Blocks for the time that `iterations` cost. */
export function deriveScramVerifier(
  password: PreparedPassword,
  salt: Bytes,
  iterations = scramIterations,
): ScramVerifier {
  const salted = pbkdf2Sha256(fromUtf8(password), salt, iterations);
  const storedKey = sha256(hmacSha256(salted, clientKeyLabel));
  return { iterations, salt, storedKey, serverKey: hmacSha256(salted, serverKeyLabel) };
}

/** The client-first-message, taken apart. */
export interface ClientFirst {
  /** As it stood there, the commas counted in: the client repeats it in base64. */
  readonly gs2Header: string;
  /** The authorization identity, if one was given. */
  readonly authzid: string | undefined;
  readonly username: string;
  readonly nonce: string;
  /** The message without its gs2-header. */
  readonly bare: string;
}

// The ABNF of RFC 5802 §7. `m=`, a mandatory extension, is known to nobody yet and fails the exchange (§5.1).
const saslname = '(?:[^\\0=,]|=2C|=3D)+';
const printable = '[\\x21-\\x2b\\x2d-\\x7e]+';
const extensions = '(?:,(?!m=)[A-Za-z]=[^\\0,]+)*';
const clientFirst = new RegExp(
  `^([ny],(?:a=(${saslname}))?,)(n=(${saslname}),r=(${printable})${extensions})$`,
  'u',
);
const clientFinal = new RegExp(
  `^(c=([A-Za-z0-9+/=]+),r=(${printable})(?:,(?![mp]=)[A-Za-z]=[^\\0,]+)*),p=([A-Za-z0-9+/=]+)$`,
  'u',
);

/** @returns 'channel-binding' if the client insists on that (RFC 5802 §6), 'syntax' if the message is malformed */
export function parseClientFirst(message: Bytes): ClientFirst | 'channel-binding' | 'syntax' {
  const text = strictUtf8(message) ?? '';
  if (/^p=[A-Za-z0-9.-]+,/.test(text)) return 'channel-binding';
  const [, gs2Header, authzid, bare, username, nonce] = clientFirst.exec(text) ?? [];
  if (gs2Header === undefined || bare === undefined || username === undefined || nonce === undefined)
    return 'syntax';
  return {
    gs2Header,
    authzid: authzid === undefined ? undefined : unescapeName(authzid),
    username: unescapeName(username),
    nonce,
    bare,
  };
}

/** The server-first-message, and what the client's answer is checked against. */
export interface ScramChallenge {
  readonly serverFirst: string;
  readonly clientFirst: ClientFirst;
  readonly nonce: string;
  readonly verifier: ScramVerifier;
}

/** Answers a client-first-message: salt, iteration count and the nonce that both have made. */
export function scramChallenge(first: ClientFirst, verifier: ScramVerifier, random: Random): ScramChallenge {
  const nonce = first.nonce + toBase64(random.bytes(nonceBytes));
  const serverFirst = `r=${nonce},s=${toBase64(verifier.salt)},i=${verifier.iterations}`;
  return { serverFirst, clientFirst: first, nonce, verifier };
}

/**
 * Checks a client-final-message. Proved: `serverFinal` proves in turn to the client that we have its verifier.
 *
 * @returns 'disproved' if the message is well-formed, but another password, nonce or gs2-header made it
 */
export function checkClientFinal(
  challenge: ScramChallenge,
  message: Bytes,
): { readonly serverFinal: Bytes } | 'disproved' | 'syntax' {
  const [, withoutProof, binding, nonce, proofText] = clientFinal.exec(strictUtf8(message) ?? '') ?? [];
  const proof = proofText === undefined ? undefined : fromBase64(proofText);
  if (withoutProof === undefined || !proof) return 'syntax';
  const { verifier, clientFirst: first } = challenge;
  // RFC 5802 §6: always compare "c=", also without channel binding. §5.1: the nonce must be the one that we sent.
  if (binding !== toBase64(fromUtf8(first.gs2Header)) || nonce !== challenge.nonce) return 'disproved';
  const authMessage = fromUtf8(`${first.bare},${challenge.serverFirst},${withoutProof}`);
  const clientSignature = hmacSha256(verifier.storedKey, authMessage);
  if (proof.length !== clientSignature.length) return 'syntax';
  const clientKey = proof.map((octet, i) => octet ^ (clientSignature[i] ?? 0));
  if (!equalSecrets(sha256(clientKey), verifier.storedKey)) return 'disproved';
  const serverSignature = hmacSha256(verifier.serverKey, authMessage);
  return { serverFinal: fromUtf8(`v=${toBase64(serverSignature)}`) };
}

/**
 * The verifier of an account that does not exist: the same each time, so that nobody can tell it from a real one by asking
 * twice, and no password fits it. `secret` must outlive a restart, or asking before and after would tell.
 */
export function decoyScramVerifier(secret: Bytes, name: string): ScramVerifier {
  const derive = (use: string) => hmacSha256(secret, concat([fromUtf8(`${use}\0`), fromUtf8(name)]));
  return {
    iterations: scramIterations,
    salt: derive('scram-salt').subarray(0, scramSaltBytes),
    storedKey: derive('scram-stored-key'),
    serverKey: derive('scram-server-key'),
  };
}

const unescapeName = (saslName: string): string =>
  saslName.replace(/=2C|=3D/g, (code) => (code === '=2C' ? ',' : '='));
