import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { AliasTarget, Addressee as PolicyAddressee } from '../policy/addressees.ts';
import type { Addressee, HandedThrough, Leaf } from '../queue/initial.ts';
import type { Handed } from './hand-through.ts';

/** By what the queue groups the recipients of an address (routing knows). */
export type DestinationOf = (address: MailboxAddress) => string;

/**
 * Who stands behind an address, in the words of the queue.
 * @param handed what came of it, if its sole target has it already
 */
export function queueAddressee(
  address: MailboxAddress,
  addressee: Exclude<PolicyAddressee, { readonly kind: 'unknown' | 'too-deep' }>,
  destinationOf: DestinationOf,
  handed?: Extract<Handed, { readonly kind: 'relayed' }>,
): Addressee {
  const remote = (to: MailboxAddress): Leaf => ({ kind: 'remote', destination: destinationOf(to) });
  const forwarded = (to: MailboxAddress): Leaf | HandedThrough =>
    handed ? { kind: 'relayed', destination: destinationOf(to), result: handed.result } : remote(to);
  const leafOf = ({ address: to, account, owner }: AliasTarget) => ({
    address: to,
    ...(owner && { owner }),
    addressee: account ? ({ kind: 'local', account: account.id } as const) : forwarded(to),
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
