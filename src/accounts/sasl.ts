/**
 * The server's side of the SASL mechanisms that we offer (RFC 4422): what SMTP, POP3 and IMAP have in common. The protocols do
 * the encoding in base64, the cancelling and the words.
 */
import { type Bytes, fromLatin1, fromUtf8, NO_BYTES, strictUtf8 } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Random } from '../base/ports.ts';
import type { BeginLogin, LoginFailure, LoginResult } from './login.ts';
import { checkClientFinal, parseClientFirst, scramChallenge } from './scram.ts';

/** In the order of preference. LOGIN is obsolete, but some mail programs know no other for SMTP. */
export const saslMechanisms = ['SCRAM-SHA-256', 'PLAIN', 'LOGIN'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

export const isSaslMechanism = (name: string): name is SaslMechanism =>
  saslMechanisms.some((mechanism) => mechanism === name);

/** An authentication exchange under way. It ends with the first step that is no challenge. */
export interface SaslExchange {
  /** Takes the client's response; for the first step the initial response, or undefined if there was none. */
  step(response: Bytes | undefined): Promise<SaslStep>;
}

export type SaslStep =
  | { readonly kind: 'challenge'; readonly challenge: Bytes }
  | Extract<LoginResult, { readonly kind: 'authenticated' }>
  | { readonly kind: 'failed'; readonly reason: LoginFailure | 'syntax' };

/** What the mechanisms need. */
export interface SaslWorld {
  readonly begin: BeginLogin;
  readonly random: Random;
}

/** A mechanism as one conversation: yields challenges, is given responses. */
type Conversation = AsyncGenerator<Bytes, Exclude<SaslStep, { kind: 'challenge' }>, Bytes>;

const conversations: Record<SaslMechanism, (world: SaslWorld, initial: Bytes | undefined) => Conversation> = {
  'SCRAM-SHA-256': scram,
  PLAIN: plain,
  LOGIN: login,
};

export function startExchange(mechanism: SaslMechanism, world: SaslWorld): SaslExchange {
  let conversation: Conversation | undefined;
  let isOver = false;
  return {
    async step(response) {
      invariant(!isOver, 'the exchange is over');
      let turn: IteratorResult<Bytes, Exclude<SaslStep, { kind: 'challenge' }>>;
      if (conversation === undefined) {
        conversation = conversations[mechanism](world, response);
        turn = await conversation.next();
      } else turn = await conversation.next(response ?? NO_BYTES);
      if (!turn.done) return { kind: 'challenge', challenge: turn.value };
      isOver = true;
      return turn.value;
    },
  };
}

const malformed = { kind: 'failed', reason: 'syntax' } as const;

/** message = [authzid] NUL authcid NUL passwd (RFC 4616 §2) */
async function* plain({ begin }: SaslWorld, initial: Bytes | undefined): Conversation {
  const message = strictUtf8(initial ?? (yield NO_BYTES));
  const [authzid, name, password, ...rest] = message?.split('\0') ?? [];
  if (!name || !password || rest.length > 0) return malformed;
  const attempt = await begin(name);
  if ('kind' in attempt) return attempt;
  return attempt.mayActAs(authzid || undefined) ? attempt.checkPassword(password) : attempt.settle(false);
}

/** draft-murchison-sasl-login-00, with the challenges that a widely used client insists on (§2.2 there). */
async function* login({ begin }: SaslWorld, initial: Bytes | undefined): Conversation {
  const name = strictUtf8(initial ?? (yield fromLatin1('Username:')));
  const password = strictUtf8(yield fromLatin1('Password:'));
  if (!name || !password) return malformed;
  const attempt = await begin(name);
  return 'kind' in attempt ? attempt : attempt.checkPassword(password);
}

/** RFC 5802 §5 */
async function* scram({ begin, random }: SaslWorld, initial: Bytes | undefined): Conversation {
  const first = parseClientFirst(initial ?? (yield NO_BYTES));
  if (typeof first === 'string') return malformed;
  const attempt = await begin(first.username);
  if ('kind' in attempt) return attempt;
  const challenge = scramChallenge(first, attempt.scramVerifier, random);
  const verdict = checkClientFinal(challenge, yield fromUtf8(challenge.serverFirst));
  if (verdict === 'syntax') return malformed;
  // RFC 5802 §5.1, "e": a failure may be told by the outcome of the protocol alone.
  if (verdict === 'disproved' || !attempt.mayActAs(first.authzid)) return attempt.settle(false);
  // None of our protocols can send data along with success: it goes in a last challenge, whose response is empty.
  const confirmation = yield verdict.serverFinal;
  return confirmation.length === 0 ? attempt.settle(true) : malformed;
}
