import {
  addressLengthMax,
  type MailboxAddress,
  mailboxAddress,
  mailboxKey,
  octetLength,
} from '../address/mailbox-address.ts';
import { type Bytes, fromUtf8 } from '../base/bytes.ts';
import { equalSecrets, hmacSha1 } from '../base/hash.ts';
import { dayMs, type Instant } from '../base/instant.ts';

/**
 * Tags in our reverse-paths (bounce address tag validation, draft-levine-smtp-batv): `prvs=KDDDSSSSSS=homer@springfield.test`. K is
 * the number of a key, DDD the last day on which the tag is good, SSSSSS the first 24 bits of HMAC-SHA-1 over K, DDD and the
 * address. Exim's `prvs` and `prvscheck` write and read the same.
 *
 * 24 bits are few: a guess hits once in 16 million. And whoever has had mail from an address knows a tag of it, until the day is
 * over. A tag proves that a mail answers something that went out under this address, and no more.
 */

/** A key of tags. Former ones are still known; their numbers tell them apart in most cases, and where they do not, each is tried. */
export interface TagKey {
  /** 0 … 9 */
  readonly number: number;
  /** 64 octets at most: Exim takes no more. */
  readonly secret: Bytes;
}

/** `none`: there is no tag at all. */
export type TagVerdict = 'valid' | 'expired' | 'forged' | 'none';

/** What is left of an address without its tag, and what the tag was worth. */
export interface Untagged {
  readonly address: MailboxAddress;
  readonly tag: TagVerdict;
}

/** A day, counted from 1970-01-01 in UTC. */
export const dayOf = (at: Instant): number => Math.floor(at / dayMs);

/** How far in the future the last day of a tag may lie, so that one that was seen long ago does not come into force again. */
export const tagDaysMax = 14;
/** Days are written in three digits. */
const dayCycle = 1_000;
/** RFC 5321 §4.5.3.1.1: in octets. Some hosts take no more, so that an address whose tag would not fit goes without. */
const localPartLengthMax = 64;

const hashBytes = 3;

const tagForm = /^prvs=([0-9])([0-9]{3})([0-9a-f]{6})=(?=.)/i;
const tagLength = 'prvs=0000000000='.length;

/** True of an address in front of which stands what has the form of a tag, whatever it is worth. */
export const hasTag = ({ localPart }: MailboxAddress): boolean => tagForm.test(localPart);

/** True if the address, and its tag, fit into what hosts take. */
export const mayBearTag = ({ localPart, text }: MailboxAddress): boolean =>
  octetLength(localPart) + tagLength <= localPartLengthMax &&
  octetLength(text) + tagLength <= addressLengthMax;

/**
 * The address with a tag. The hash is over its canonical form, because hosts on the way may change its case.
 * @param lastDay on which the tag is good
 */
export function withTag(
  address: MailboxAddress,
  lastDay: number,
  { number, secret }: TagKey,
): MailboxAddress {
  const day = String(lastDay % dayCycle).padStart(3, '0');
  const hash = hashOf(`${number}${day}`, mailboxKey(address), secret);
  const tag = `prvs=${number}${day}${hash}=`;
  const quote = address.text.startsWith('"') ? '"' : '';
  return {
    text: quote + tag + address.text.slice(quote.length),
    localPart: tag + address.localPart,
    domain: address.domain,
  };
}

/** Takes off the tag, whatever it is worth. */
export function withoutTag(address: MailboxAddress, today: number, keys: readonly TagKey[]): Untagged {
  const [tag = '', number = '', day = '', hash = ''] = tagForm.exec(address.localPart) ?? [];
  if (tag === '') return { address, tag: 'none' };
  const plain = mailboxAddress(address.localPart.slice(tag.length), address.domain);
  // As written: so Exim hashes an address.
  const forms = [mailboxKey(plain), address.text.replace(/^"?prvs=[^=]*=/i, '')];
  const isOurs = keys
    .filter((key) => key.number === Number(number))
    .some(({ secret }) =>
      forms.some((form) =>
        equalSecrets(fromUtf8(hash.toLowerCase()), fromUtf8(hashOf(number + day, form, secret))),
      ),
    );
  if (!isOurs) return { address: plain, tag: 'forged' };
  return { address: plain, tag: daysLeft(Number(day), today) <= tagDaysMax ? 'valid' : 'expired' };
}

/** 0 on the last day; beyond tagDaysMax, that day is over. */
const daysLeft = (lastDay: number, today: number): number =>
  (((lastDay - today) % dayCycle) + dayCycle) % dayCycle;

const hashOf = (numberAndDay: string, address: string, secret: Bytes): string =>
  [...hmacSha1(secret, fromUtf8(numberAndDay + address)).subarray(0, hashBytes)]
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join('');
