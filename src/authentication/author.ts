import { type Domain, parseDomain } from '../address/domain.ts';
import { mailboxesOf, parseAddressList } from '../message/address-list.ts';
import type { Header } from '../message/fields.ts';

/** The domain in whose name a mail is written (RFC 9989 §5.3.1). */
export type Author =
  | { readonly kind: 'one'; readonly domain: Domain }
  /** No From field, or no domain in it. */
  | { readonly kind: 'none' }
  /** Several From fields, or authors of several domains, or one whose domain cannot be read beside others. */
  | { readonly kind: 'several' };

export function authorOf(header: Header): Author {
  const [from, second] = header.values('From');
  if (from === undefined) return { kind: 'none' };
  // RFC 5322 §3.6 allows one; with two, a signature may be about the one that nobody sees.
  if (second !== undefined) return { kind: 'several' };
  const domains = new Set(mailboxesOf(parseAddressList(from)).map(({ address }) => domainIn(address)));
  const [domain] = domains;
  if (domains.size > 1) return { kind: 'several' };
  return domain === undefined ? { kind: 'none' } : { kind: 'one', domain };
}

function domainIn(address: string): Domain | undefined {
  const parsed = parseDomain(address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, ''));
  return address.includes('@') && parsed.ok ? parsed.value : undefined;
}
