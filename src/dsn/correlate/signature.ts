import { encodeXtext, type Xtext } from '../../address/xtext.ts';
import { type Bytes, fromLatin1 } from '../../base/bytes.ts';
import { equalSecrets, hmacSha256By } from '../../base/hash.ts';
import { invariant } from '../../base/invariant.ts';

/**
 * Signatures of our own, in what is ours to write on a message: so that a notice can be told which brings back something that only
 * we can have written, and for which message. `7q4k…-3mv8…` is an id, and behind it 2 letters that name the key and 18 of the tag.
 *
 * The tag is HMAC-SHA-256 (RFC 2104), cut to its first 90 bits. Who has seen any number of tags knows no other: not that of another
 * message, nor that of the same message for another purpose. A guess hits once in 2^90. What a tag cannot tell is who shows it:
 * each host on the way of a message, and each of its recipients, has seen the tags in it, and can show them again. So has whoever
 * reads the archive of a list, or a Message-ID in the References of an answer. Such a reader can speak of this one message, and of
 * no other.
 */

/** What a signed id is written for. The tag of one is worth nothing in the place of another. */
export type Purpose = 'received' | 'message-id' | 'envelope-id' | 'reverse-path';

export interface SigningKey {
  /** Tells the keys of a server apart in most cases; where two share a name, both are tried. */
  readonly name: string;
  /** HMAC-SHA-256 by the secret, in letters. */
  readonly mac: (text: string) => string;
}

/** What is to be made of a text in the form of a signed id. */
export interface SignedId {
  /** In lower case, as all ids are. */
  readonly id: string;
  /** `valid`: we wrote this. `forged`: nobody wrote it who has the key that it names. `unknown-key`: we have no such key, any more. */
  readonly verdict: 'valid' | 'forged' | 'unknown-key';
}

/** Base 32 as queue ids have it: no case, and no letter that looks like another (queue-id.ts). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const keyNameLength = 2;
const tagLength = 18;
const secretBytesMin = 32;

/** Letters and digits, a hyphen, and the signature. RFC 5321 §4.4: an Atom, without dots. */
const signedForm = new RegExp(
  `^([0-9a-z]{1,64})-([${alphabet}]{${keyNameLength}})([${alphabet}]{${tagLength}})$`,
);

/** @param secret 32 octets or more, by chance */
export function signingKey(secret: Bytes): SigningKey {
  invariant(secret.length >= secretBytesMin, 'a key has 256 bits or more');
  const hmac = hmacSha256By(secret);
  const mac = (text: string) => base32(hmac(fromLatin1(text)));
  return { name: mac('name of the key').slice(0, keyNameLength), mac };
}

/** @param id lower-case letters and digits, such as a queue id */
export function signId(id: string, purpose: Purpose, key: SigningKey): string {
  invariant(/^[0-9a-z]{1,64}$/.test(id), 'what is signed is made of letters and digits');
  return `${id}-${key.name}${tagOf(id, purpose, key)}`;
}

/** Undefined for what does not have the form of a signed id. Case is passed over: some hosts fold it. */
export function readSignedId(
  text: string,
  purpose: Purpose,
  keys: readonly SigningKey[],
): SignedId | undefined {
  const [, id, name, tag] = signedForm.exec(text.toLowerCase()) ?? [];
  if (id === undefined || tag === undefined) return undefined;
  const named = keys.filter((key) => key.name === name);
  if (named.length === 0) return { id, verdict: 'unknown-key' };
  const isValid = named.some((key) => equalSecrets(fromLatin1(tag), fromLatin1(tagOf(id, purpose, key))));
  return { id, verdict: isValid ? 'valid' : 'forged' };
}

/** The id in a text that is one, signed or not; whether the signature is right is not looked at. */
export const withoutSignature = (text: string): string => signedForm.exec(text.toLowerCase())?.[1] ?? text;

/**
 * The ENVID of a message that enters by an interface of ours. Only there: a relay must not add one to mail that came without (RFC
 * 3461 §5.2.1 (a)).
 */
export const signedEnvelopeId = (id: string, key: SigningKey): Xtext =>
  encodeXtext(signId(id, 'envelope-id', key));

const tagOf = (id: string, purpose: Purpose, { mac }: SigningKey): string =>
  mac(`${purpose} ${id}`).slice(0, tagLength);

/** Five bits for each letter, the first bit first; bits that are left over at the end are dropped. */
function base32(octets: Bytes): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const octet of octets) {
    value = ((value << 8) | octet) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31];
  }
  return text;
}
