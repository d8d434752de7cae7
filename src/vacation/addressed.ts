import { type MailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';
import { mailboxesOf, parseAddressList } from '../message/address-list.ts';
import type { Header } from '../message/fields.ts';
import { type Directory, findAddressee } from '../policy/addressees.ts';
import { isOurDomain, type OurDomains } from '../policy/domains.ts';

/** Fields that name a recipient (RFC 3834 §2). */
const recipientFields = ['To', 'Cc', 'Bcc', 'Resent-To', 'Resent-Cc', 'Resent-Bcc'];

/** Octets of one of them that are read. */
const fieldLengthMax = 20_000;

/** Addresses of ours that are looked up; a message that names more is no letter to a person. */
export const addressedMax = 50;

/**
 * Whom of these accounts a message names, and by which address: its own, a sub-address, or an alias that leads to nobody else. A list of
 * the house is no address of a person, and what came in blind copy names nobody.
 */
export async function addressedAccounts(
  header: Header,
  accounts: readonly string[],
  ours: OurDomains,
  directory: Directory,
): Promise<ReadonlyMap<string, MailboxAddress>> {
  const addressed = new Map<string, MailboxAddress>();
  for (const address of namedAddresses(header, ours)) {
    if (addressed.size === accounts.length) break;
    const account = await personAt(address, ours, directory);
    if (account !== undefined && accounts.includes(account) && !addressed.has(account))
      addressed.set(account, address);
  }
  return addressed;
}

/** The account that alone has this address; undefined if there is none. */
export async function personAt(
  address: MailboxAddress,
  ours: OurDomains,
  directory: Directory,
): Promise<string | undefined> {
  const addressee = await findAddressee(address, ours, directory);
  if (addressee.kind === 'local') return addressee.account.id;
  if (addressee.kind !== 'alias' || addressee.targets.length > 1) return undefined;
  return addressee.targets[0]?.account?.id;
}

function namedAddresses(header: Header, ours: OurDomains): readonly MailboxAddress[] {
  const mailboxes = recipientFields
    .flatMap((name) => header.values(name))
    .flatMap((value) => mailboxesOf(parseAddressList(value.slice(0, fieldLengthMax))));
  return mailboxes
    .flatMap(({ address }) => {
      const parsed = parseMailboxAddress(address, { utf8: true });
      return parsed.ok && isOurDomain(ours, parsed.value.domain) ? [parsed.value] : [];
    })
    .slice(0, addressedMax);
}
