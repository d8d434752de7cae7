import type { Domain } from '../../address/domain.ts';
import { type Bytes, toBase64 } from '../../base/bytes.ts';
import type { DkimAlgorithm } from './sign.ts';

/** Where the public key of a selector stands in the DNS (RFC 6376 §3.6.2.1). */
export const keyRecordName = (selector: string, domain: Domain): string => `${selector}._domainkey.${domain}`;

/**
 * The text of the record (RFC 6376 §3.6.1).
 * @param publicKey of RSA a SubjectPublicKeyInfo in DER, of Ed25519 the 32 octets of the key (RFC 8463 §4)
 */
export const keyRecordText = (algorithm: DkimAlgorithm, publicKey: Bytes): string =>
  `v=DKIM1; k=${algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'}; p=${toBase64(publicKey)}`;

/** True if a record gives the same key, however it is spelled and whatever else it says. */
export function isSameKey(record: string, wanted: string): boolean {
  const [there, ours] = [tagsOf(record), tagsOf(wanted)];
  return (there.get('k') ?? 'rsa') === ours.get('k') && there.get('p') === ours.get('p');
}

/** True if a record takes back its key (RFC 6376 §3.6.1: an empty `p` tag). */
export const isRevoked = (record: string): boolean => tagsOf(record).get('p') === '';

/** What a record says of the use of its key (RFC 6376 §3.6.1). */
export interface KeyUse {
  /** Verifiers are to treat what the key signed as if it were not signed (`t=y`). */
  readonly isTest: boolean;
  /** For mail (`s`), and with the hash that we use (`h`). */
  readonly isForUs: boolean;
}

export function keyUse(record: string): KeyUse {
  const tags = tagsOf(record);
  const words = (name: string) => tags.get(name)?.split(':');
  const services = words('s') ?? ['*'];
  return {
    isTest: words('t')?.includes('y') ?? false,
    isForUs:
      ['*', 'email'].some((each) => services.includes(each)) && (words('h')?.includes('sha256') ?? true),
  };
}

/** tag-list (RFC 6376 §3.2). Blanks within a value are left out: they mean nothing in a key. */
function tagsOf(record: string): ReadonlyMap<string, string> {
  const tags = record.split(';').map((tag): [string, string] => {
    const at = tag.indexOf('=');
    return [tag.slice(0, Math.max(at, 0)).trim(), tag.slice(at + 1).replace(/\s+/g, '')];
  });
  return new Map(tags);
}
