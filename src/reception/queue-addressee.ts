import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { AliasTarget, Addressee as PolicyAddressee } from '../policy/addressees.ts';
import type { Addressee, Leaf } from '../queue/initial.ts';

/** By what the queue groups the recipients of an address (routing knows). */
export type DestinationOf = (address: MailboxAddress) => string;

/** Who stands behind an address, in the words of the queue. */
export function queueAddressee(
  address: MailboxAddress,
  addressee: Exclude<PolicyAddressee, { readonly kind: 'unknown' | 'too-deep' }>,
  destinationOf: DestinationOf,
): Addressee {
  const remote = (to: MailboxAddress): Leaf => ({ kind: 'remote', destination: destinationOf(to) });
  const leafOf = ({ address: to, account, owner }: AliasTarget) => ({
    address: to,
    ...(owner && { owner }),
    addressee: account ? ({ kind: 'local', account: account.id } as const) : remote(to),
  });
  switch (addressee.kind) {
    case 'local':
      return { kind: 'local', account: addressee.account.id };
    case 'remote':
      return remote(address);
    case 'alias':
      return { kind: 'alias', targets: addressee.targets.map(leafOf) };
  }
}
