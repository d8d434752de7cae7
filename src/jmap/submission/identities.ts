import type { AccountId } from '../../accounts/accounts.ts';
import type { Identity } from '../../accounts/identities.ts';
import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { fromUtf8, toBase64 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import type { SubmissionWorld } from './world.ts';

/** An identity, and whether its owner may do away with it. */
export interface ShownIdentity extends Identity {
  readonly mayDelete: boolean;
}

export interface IdentityBook {
  readonly state: string;
  /** That of the account's own address first. */
  readonly list: readonly ShownIdentity[];
}

/** Aliases of an account that have identities of their own accord. */
const ownAliasesMax = 50;

/**
 * All identities of an account: one for each of its addresses, as it is or as its owner has changed it, and those that he made himself
 * as long as he may use their addresses.
 */
export async function identityBook(account: AccountId, world: SubmissionWorld): Promise<IdentityBook> {
  const addresses = await ownAddresses(account, world);
  const stored = new Map((await world.identities.list(account)).map((each) => [each.id, each]));
  const given = addresses.map((address): ShownIdentity => {
    const identity = stored.get(givenId(address)) ?? blankIdentity(address);
    stored.delete(identity.id);
    return { ...identity, email: address.text, mayDelete: false };
  });
  const made = [...stored.values()].filter(({ id }) => id.startsWith(madePrefix));
  const list = [...given, ...made.map((each) => ({ ...each, mayDelete: true }))];
  return { state: stateOf(await world.identities.state(account), addresses), list };
}

/** The number of the last change that its owner made, out of a state; undefined if the addresses are others now. */
export async function changesKnownAt(
  state: string,
  account: AccountId,
  world: SubmissionWorld,
): Promise<number | undefined> {
  const [, number, mark] = /^(\d{1,15})-(\w+)$/.exec(state) ?? [];
  const isSame = mark === markOf(await ownAddresses(account, world));
  return number !== undefined && isSame ? Number(number) : undefined;
}

export async function identityState(account: AccountId, world: SubmissionWorld): Promise<string> {
  return stateOf(await world.identities.state(account), await ownAddresses(account, world));
}

/** @param number of its last change */
export const stateOf = (number: number, addresses: readonly MailboxAddress[]): string =>
  `${number}-${markOf(addresses)}`;

/** The id of an identity that its owner makes. */
export const madeId = (unique: string): string => madePrefix + unique;

const madePrefix = 'IM';

/** The account's own address, and the aliases that lead to it alone. */
export async function ownAddresses(
  account: AccountId,
  { directory, ownsAddress }: SubmissionWorld,
): Promise<readonly MailboxAddress[]> {
  const own = await directory.findAccountById(account);
  if (!own) return [];
  const addresses = [own.address];
  for (const { address, targets } of await directory.listAliases()) {
    if (targets.length !== 1 || addresses.length > ownAliasesMax) continue;
    if (await ownsAddress(account, address)) addresses.push(address);
  }
  return addresses;
}

const givenId = (address: MailboxAddress): string => `IG${digestOf(mailboxKey(address))}`;

const markOf = (addresses: readonly MailboxAddress[]): string =>
  digestOf(addresses.map(mailboxKey).join('\n'));

const digestOf = (text: string): string =>
  toBase64(sha256(fromUtf8(text)))
    .replace(/[+/=]/g, '')
    .slice(0, 16);

const blankIdentity = (address: MailboxAddress): Identity => ({
  id: givenId(address),
  email: address.text,
  name: '',
  replyTo: null,
  bcc: null,
  textSignature: '',
  htmlSignature: '',
});
