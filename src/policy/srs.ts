import { type Domain, parseMailDomain } from '../address/domain.ts';
import {
  addressLengthMax,
  type MailboxAddress,
  mailboxAddress,
  octetLength,
} from '../address/mailbox-address.ts';
import { type Bytes, fromUtf8, toBase64 } from '../base/bytes.ts';
import { equalSecrets, hmacSha1 } from '../base/hash.ts';

/**
 * Reverse-paths of mail that is forwarded (Sender Rewriting Scheme, as libsrs2, PostSRSd and Mail::SRS write it):
 * `SRS0=HHHH=TT=krustylu.test=krusty@springfield.test`. HHHH is the start of HMAC-SHA-1 over TT, the domain and the local part,
 * TT the day on which it was written. The next host sees a sender of ours, for whom SPF speaks. What another forwarder had rewritten
 * becomes `SRS1=HHHH=its.domain=` and the rest of its address.
 */

/** What is left of an address of ours without the rewriting. */
export type Rewritten =
  /** It has not the form of one. */
  | { readonly kind: 'none' }
  /** We did not write it. */
  | { readonly kind: 'forged' }
  /** It is too old. */
  | { readonly kind: 'expired' }
  /** Of SRS1, the author is the address that the forwarder before us had made. */
  | { readonly kind: 'valid'; readonly author: MailboxAddress };

const hashLength = 4;
/** RFC 5321 §4.5.3.1.1: in octets. Some hosts take no more. */
const localPartLengthMax = 64;

/** Two characters of this alphabet: a cycle of 1,024 days. */
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const dayCycle = base32.length ** 2;

const srs0 = /^SRS0[=+-]([a-z0-9+/]{4})=([a-z2-7]{2})=([^=]+)=(.+)$/is;
const srs1 = /^SRS1[=+-]([a-z0-9+/]{4})=([^=]+)=([=+-].+)$/is;
/** Whatever claims to be one of either kind. */
const srsForm = /^SRS[01][=+-]/i;
/** What another forwarder wrote, of whatever length its hash is. */
const foreignSrs0 = /^SRS0([=+-].+)$/is;
const foreignSrs1 = /^SRS1[=+-][^=]*=([^=]+)=(.+)$/is;

/**
 * The reverse-path under which mail of this author goes on.
 * @param at the domain to which answers come
 * @param day of dayOf
 * @returns undefined if it would be longer than hosts take
 */
export function rewritten(
  { localPart, domain }: MailboxAddress,
  at: Domain,
  day: number,
  secret: Bytes,
): MailboxAddress | undefined {
  const local = localPartFor(localPart, domain, day, secret);
  const made = mailboxAddress(local, at);
  const fits = octetLength(local) <= localPartLengthMax && octetLength(made.text) <= addressLengthMax;
  return fits ? made : undefined;
}

function localPartFor(localPart: string, domain: string, day: number, secret: Bytes): string {
  const [, first, rest] = foreignSrs1.exec(localPart) ?? [];
  if (first !== undefined && rest !== undefined)
    return `SRS1=${hashOf([first, rest], secret)}=${first}=${rest}`;
  const [, opaque] = foreignSrs0.exec(localPart) ?? [];
  if (opaque !== undefined) return `SRS1=${hashOf([domain, opaque], secret)}=${domain}=${opaque}`;
  const stamp = stampOf(day);
  return `SRS0=${hashOf([stamp, domain, localPart], secret)}=${stamp}=${domain}=${localPart}`;
}

/** True of an address in the form of a rewritten one, whoever wrote it. */
export const looksRewritten = ({ localPart }: MailboxAddress): boolean => srsForm.test(localPart);

/**
 * Reads an address of ours. Its case does not count, for others may have changed it.
 * @param daysMax for which a stamp is good beyond its own day
 */
export function readRewritten(
  address: MailboxAddress,
  today: number,
  daysMax: number,
  secrets: readonly Bytes[],
): Rewritten {
  if (!looksRewritten(address)) return { kind: 'none' };
  const { localPart } = address;
  const [, hash0 = '', stamp = '', domain = '', local = ''] = srs0.exec(localPart) ?? [];
  if (local !== '') {
    if (!isOurs(hash0, [stamp, domain, local], secrets)) return { kind: 'forged' };
    return ageOf(stamp, today) <= daysMax ? valid(local, domain) : { kind: 'expired' };
  }
  const [, hash1 = '', first = '', rest = ''] = srs1.exec(localPart) ?? [];
  if (rest === '' || !isOurs(hash1, [first, rest], secrets)) return { kind: 'forged' };
  return valid(`SRS0${rest}`, first);
}

function valid(local: string, domain: string): Rewritten {
  const parsed = parseMailDomain(domain);
  return parsed.ok ? { kind: 'valid', author: mailboxAddress(local, parsed.value) } : { kind: 'forged' };
}

const stampOf = (day: number): string =>
  [Math.floor(day / base32.length), day].map((digit) => base32[digit % base32.length]).join('');

/** In days; what was written tomorrow is nearly three years old. */
function ageOf(stamp: string, today: number): number {
  const day = [...stamp.toUpperCase()].reduce((sum, digit) => sum * base32.length + base32.indexOf(digit), 0);
  return (((today - day) % dayCycle) + dayCycle) % dayCycle;
}

const isOurs = (hash: string, parts: readonly string[], secrets: readonly Bytes[]): boolean =>
  secrets.some((secret) =>
    equalSecrets(fromUtf8(hash.toLowerCase()), fromUtf8(hashOf(parts, secret).toLowerCase())),
  );

const hashOf = (parts: readonly string[], secret: Bytes): string =>
  toBase64(hmacSha1(secret, fromUtf8(parts.join('').toLowerCase()))).slice(0, hashLength);
