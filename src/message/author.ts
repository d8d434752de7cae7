import { type Domain, isAddressLiteral } from '../address/domain.ts';
import { parseMailboxAddress } from '../address/mailbox-address.ts';
import { mailboxesOf, parseAddressList } from './address-list.ts';
import type { Header } from './fields.ts';

/**
 * The one domain that a message claims to be from: that of its From field. Undefined if there is no such field or more than one, if
 * its addresses are of several domains, or if one of them is none.
 */
export function authorDomain(header: Header): Domain | undefined {
  const [from, second] = header.values('From');
  if (from === undefined || second !== undefined) return undefined;
  const domains = new Set(
    mailboxesOf(parseAddressList(from)).map(({ address }) => {
      const parsed = parseMailboxAddress(address, { utf8: true });
      return parsed.ok ? parsed.value.domain : undefined;
    }),
  );
  const [domain] = domains;
  return domain === undefined || domains.size > 1 || isAddressLiteral(domain) ? undefined : domain;
}
