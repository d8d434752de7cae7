import type { Account, AccountStore, Alias } from '../accounts/accounts.ts';
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
  /** Who is responsible for the alias that names it, or for the one before that; undefined if nobody was named. */
  readonly owner?: MailboxAddress;
}

/** What is asked of the accounts here. */
export type Directory = Pick<AccountStore, 'findAccount' | 'findAlias'>;

/** How many aliases may follow each other before an account or another host comes. */
export const aliasDepthMax = 10;
/** Addresses that one alias leads to, aliases on the way counted in. */
export const aliasTargetsMax = 1_000;

/** Looks up who an address stands for. Sub-addresses (`homer+lists@`) belong to the account or alias before the `+`. */
export async function findAddressee(
  address: MailboxAddress,
  ours: OurDomains,
  directory: Directory,
): Promise<Addressee> {
  const entry = await lookUp(address, ours, directory);
  if (entry.kind !== 'alias') return entry;
  const targets = await expand(address, entry.alias, ours, directory);
  if (targets === 'too-deep') return { kind: 'too-deep' };
  // If nothing that it leads to can be delivered anywhere, nobody is there.
  const isDeadEnd = targets.every((t) => t.account === undefined && isOurDomain(ours, t.address.domain));
  return isDeadEnd ? { kind: 'unknown' } : { kind: 'alias', targets };
}

/** True if the account may call itself this in MAIL FROM: its own address, a sub-address, or an alias that leads to it. */
export async function ownsAddress(
  account: string,
  address: MailboxAddress,
  ours: OurDomains,
  directory: Directory,
): Promise<boolean> {
  const addressee = await findAddressee(address, ours, directory);
  if (addressee.kind === 'local') return addressee.account.id === account;
  return addressee.kind === 'alias' && addressee.targets.some((target) => target.account?.id === account);
}

/** What the directory says of an address, aliases not yet followed. */
type Entry =
  | Extract<Addressee, { readonly kind: 'local' | 'remote' | 'unknown' }>
  | { readonly kind: 'alias'; readonly alias: Alias };

async function lookUp(address: MailboxAddress, ours: OurDomains, directory: Directory): Promise<Entry> {
  if (!isOurDomain(ours, address.domain)) return { kind: 'remote' };
  for (const candidate of candidates(completed(address, ours))) {
    const account = await directory.findAccount(candidate);
    if (account) return { kind: 'local', account };
    const alias = await directory.findAlias(candidate);
    if (alias) return { kind: 'alias', alias };
  }
  return { kind: 'unknown' };
}

/** An address at one of our literals means the same local part in our primary domain. */
function completed(address: MailboxAddress, ours: OurDomains): MailboxAddress {
  return isAddressLiteral(address.domain) ? mailboxAddress(address.localPart, ours.primary) : address;
}

function candidates(address: MailboxAddress): MailboxAddress[] {
  const plus = address.localPart.indexOf('+');
  return plus > 0 ? [address, mailboxAddress(address.localPart.slice(0, plus), address.domain)] : [address];
}

/** Follows an alias, level by level, to its leaves; each comes once. What was seen before, as in a loop, adds nothing. */
async function expand(
  address: MailboxAddress,
  first: Alias,
  ours: OurDomains,
  directory: Directory,
): Promise<readonly AliasTarget[] | 'too-deep'> {
  const leaves: AliasTarget[] = [];
  const seen = new Set([mailboxKey(address)]);
  let level = named(first);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > aliasDepthMax) return 'too-deep';
    const next: Named[] = [];
    for (const { target, owner } of level) {
      const key = mailboxKey(target);
      if (seen.has(key)) continue;
      if (seen.size > aliasTargetsMax) return 'too-deep';
      seen.add(key);
      const entry = await lookUp(target, ours, directory);
      if (entry.kind === 'alias') next.push(...named(entry.alias, owner));
      else {
        const account = entry.kind === 'local' ? entry.account : undefined;
        leaves.push({ address: target, account, ...(owner && { owner }) });
      }
    }
    level = next;
  }
  return leaves;
}

/** A target, and who is responsible for its being one. */
interface Named {
  readonly target: MailboxAddress;
  readonly owner: MailboxAddress | undefined;
}

/** @param before who is responsible for the alias that led here */
const named = ({ targets, owner }: Alias, before?: MailboxAddress): Named[] =>
  targets.map((target) => ({ target, owner: owner ?? before }));
