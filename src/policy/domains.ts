import { type AddressLiteral, type Domain, isAddressLiteral, type MailDomain } from '../address/domain.ts';

/** The domains whose mailboxes are here. */
export interface OurDomains {
  /** The first one completes a bare postmaster and names the sender of our reports. */
  readonly primary: Domain;
  readonly all: ReadonlySet<Domain>;
  /** The literals of our own addresses; postmaster@[our address] is mail for us (RFC 5321 §4.5.1). */
  readonly literals: ReadonlySet<AddressLiteral>;
}

/** True for mail that ends here: it is delivered or refused, never relayed. */
export const isOurDomain = (ours: OurDomains, domain: MailDomain): boolean =>
  isAddressLiteral(domain) ? ours.literals.has(domain) : ours.all.has(domain);
