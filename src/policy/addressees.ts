import type { Account, AccountStore } from '../accounts/accounts.ts';
import { isAddressLiteral } from '../address/domain.ts';
import { type MailboxAddress, mailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { isOurDomain, type OurDomains } from './domains.ts';

/** Who stands behind an address: the answer to "is this a recipient, and where does its mail go?" */
export type Addressee =
  | { readonly kind: 'local'; readonly account: Account }
  | { readonly kind: 'remote' }
  | { readonly kind: 'alias'; readonly targets: readonly AliasTarget[] }
  /** Our domain, but nobody of that name. */
  | { readonly kind: 'unknown' }
  /** An alias beyond aliasDepthMax or aliasTargetsMax: a fault of the operator's, to be mended by him. */
  | { readonly kind: 'too-deep' };

/** A leaf of an alias. One in our domain without an account is a target whose delivery will fail, and be told. */
export interface AliasTarget {
  readonly address: MailboxAddress;
  readonly account: Account | undefined;
}

/** Aliases may point to aliases; this deep and this many, so that a loop or a bomb ends. */
export const aliasDepthMax = 10;
export const aliasTargetsMax = 1_000;

/** Looks up who an address stands for. Sub-addresses (`homer+lists@`) belong to the account before the `+`. */
export async function findAddressee(
  address: MailboxAddress,
  ours: OurDomains,
  directory: AccountStore,
): Promise<Addressee> {
  if (!isOurDomain(ours, address.domain)) return { kind: 'remote' };
  for (const candidate of candidates(completed(address, ours))) {
    const account = await directory.findAccount(candidate);
    if (account) return { kind: 'local', account };
    const leaves = await expandAlias(candidate, ours, directory);
    if (leaves === 'too-deep') return { kind: 'too-deep' };
    if (leaves) return aliasOf(leaves, ours);
  }
  return { kind: 'unknown' };
}

/** True if the account may call itself this in MAIL FROM: its own address, a sub-address, or an alias that leads to it. */
export async function ownsAddress(
  account: string,
  address: MailboxAddress,
  ours: OurDomains,
  directory: AccountStore,
): Promise<boolean> {
  const addressee = await findAddressee(address, ours, directory);
  if (addressee.kind === 'local') return addressee.account.id === account;
  return addressee.kind === 'alias' && addressee.targets.some((target) => target.account?.id === account);
}

/** An address at one of our literals means the same local part in our primary domain. */
function completed(address: MailboxAddress, ours: OurDomains): MailboxAddress {
  return isAddressLiteral(address.domain) ? mailboxAddress(address.localPart, ours.primary) : address;
}

function candidates(address: MailboxAddress): MailboxAddress[] {
  const plus = address.localPart.indexOf('+');
  return plus > 0 ? [address, mailboxAddress(address.localPart.slice(0, plus), address.domain)] : [address];
}

type Leaves = ReadonlyMap<string, AliasTarget>;

/** The leaves of an alias, each once; undefined if the address is no alias. A loop adds nothing. */
async function expandAlias(
  address: MailboxAddress,
  ours: OurDomains,
  directory: AccountStore,
): Promise<Leaves | 'too-deep' | undefined> {
  const first = await directory.findAlias(address);
  if (!first) return undefined;
  const leaves = new Map<string, AliasTarget>();
  const seen = new Set([mailboxKey(address)]);
  let level: readonly MailboxAddress[] = first.targets;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > aliasDepthMax || seen.size > aliasTargetsMax) return 'too-deep';
    const next: MailboxAddress[] = [];
    for (const target of level) {
      const key = mailboxKey(target);
      if (seen.has(key)) continue;
      seen.add(key);
      const alias = isOurDomain(ours, target.domain) ? await directory.findAlias(target) : undefined;
      if (alias) next.push(...alias.targets);
      else leaves.set(key, { address: target, account: await localAccount(target, ours, directory) });
    }
    level = next;
  }
  return leaves;
}

/** What an alias comes to. If none of its leaves can be delivered anywhere, nobody is there. */
function aliasOf(leaves: Leaves, ours: OurDomains): Addressee {
  const targets = [...leaves.values()];
  const isDeadEnd = targets.every((t) => t.account === undefined && isOurDomain(ours, t.address.domain));
  return isDeadEnd ? { kind: 'unknown' } : { kind: 'alias', targets };
}

async function localAccount(
  target: MailboxAddress,
  ours: OurDomains,
  directory: AccountStore,
): Promise<Account | undefined> {
  if (!isOurDomain(ours, target.domain)) return undefined;
  for (const candidate of candidates(target)) {
    const account = await directory.findAccount(candidate);
    if (account) return account;
  }
  return undefined;
}
