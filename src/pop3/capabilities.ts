import { offeredMechanisms } from './authorization.ts';

/**
 * The lines of the CAPA response. RFC 2449 §5: what is there before login stays there after it. `STLS` is announced only while it
 * is permitted (RFC 2595 §4), the ways to log in only where they are (RFC 5034 §4).
 *
 * UTF8 (RFC 6856) is not offered: it would oblige us to keep UTF-8 header fields from clients that do not ask for it.
 */
export const capabilities = (state: {
  readonly mayLogIn: boolean;
  readonly maySecure: boolean;
}): string[] => [
  'TOP',
  'UIDL',
  ...(state.mayLogIn ? ['USER', `SASL ${offeredMechanisms.join(' ')}`] : []),
  ...(state.maySecure ? ['STLS'] : []),
  'RESP-CODES',
  'AUTH-RESP-CODE',
  'PIPELINING',
  'EXPIRE NEVER',
  'IMPLEMENTATION Evergreen',
];
