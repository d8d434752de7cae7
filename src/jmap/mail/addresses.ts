import { type Address, type Mailbox, mailboxesOf } from '../../message/address-list.ts';

/** RFC 8621 §4.1.2.3 */
export interface EmailAddress {
  readonly name: string | null;
  /** As found: it need not be a valid address. */
  readonly email: string;
}

/** RFC 8621 §4.1.2.4. Addresses that stand in no group are of one whose name is null. */
export interface EmailAddressGroup {
  readonly name: string | null;
  readonly addresses: readonly EmailAddress[];
}

/** The mailboxes of a list, without its groups. */
export const emailAddresses = (list: readonly Address[]): EmailAddress[] =>
  mailboxesOf(list).map(emailAddress);

/** The list in groups; mailboxes that follow each other outside of any make one. */
export function emailAddressGroups(list: readonly Address[]): EmailAddressGroup[] {
  const groups: { readonly name: string | null; readonly addresses: EmailAddress[] }[] = [];
  let loose: EmailAddress[] | undefined;
  for (const address of list) {
    if (address.kind === 'group') {
      groups.push({ name: address.name.normalize('NFC'), addresses: address.members.map(emailAddress) });
      loose = undefined;
    } else {
      if (!loose) {
        loose = [];
        groups.push({ name: null, addresses: loose });
      }
      loose.push(emailAddress(address));
    }
  }
  return groups;
}

const emailAddress = ({ name, address }: Mailbox): EmailAddress => ({
  // RFC 8621 §4.1.2.3: without blanks at its ends.
  name: name?.trim().normalize('NFC') || null,
  email: address,
});
