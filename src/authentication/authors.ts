import { type Domain, parseDomain } from '../address/domain.ts';
import { mailboxesOf, parseAddressList } from '../message/address-list.ts';
import type { Header } from '../message/fields.ts';

/** The domains in whose names a mail is written (RFC 9989 §5.3.1). */
export interface Authors {
  /** Each once, in the order of the mail. */
  readonly domains: readonly Domain[];
  /** There is one From field, and all of its addresses have a domain that is named here. */
  readonly isComplete: boolean;
}

/** Domains that are asked about; each may take eight look-ups and more (RFC 9989 §11.5). */
export const authorDomainsMax = 4;

/** What a reader may take for an author: all From fields count, since nobody knows which one a mail program shows. */
export function authorsOf(header: Header): Authors {
  const fields = header.values('From');
  const found = fields.flatMap((field) =>
    mailboxesOf(parseAddressList(field)).map(({ address }) => domainIn(address)),
  );
  const domains = [...new Set(found.filter((domain) => domain !== undefined))];
  return {
    domains: domains.slice(0, authorDomainsMax),
    // RFC 5322 §3.6 allows one From field; with two, a signature may be about the one that nobody sees.
    isComplete: fields.length === 1 && !found.includes(undefined) && domains.length <= authorDomainsMax,
  };
}

function domainIn(address: string): Domain | undefined {
  const parsed = parseDomain(address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, ''));
  return address.includes('@') && parsed.ok ? parsed.value : undefined;
}
