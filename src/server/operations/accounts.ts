import * as v from 'valibot';
import type { Account, AccountId, AccountStore, Alias, Credentials } from '../../accounts/accounts.ts';
import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { toBase64 } from '../../base/bytes.ts';
import type { Clock, Random } from '../../base/ports.ts';
import { printable } from '../../base/printable.ts';
import type { Result } from '../../base/result.ts';
import { aliasTargetsMax, findAddressee } from '../../policy/addressees.ts';
import { isOurDomain, type OurDomains } from '../../policy/domains.ts';
import { hasTag } from '../../policy/prvs.ts';
import { looksRewritten } from '../../policy/srs.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

export interface AccountOperationsWorld {
  readonly accounts: AccountStore;
  readonly ours: OurDomains;
  readonly clock: Clock;
  readonly random: Random;
  readonly makeCredentials: (password: string) => Promise<Result<Credentials>>;
  readonly makePassword: () => string;
  /** Signs the account out of all browsers. */
  readonly endSessions: (account: AccountId) => Promise<unknown>;
}

const passwordArgument = v.optional(v.pipe(v.string(), v.minLength(1, 'the password is empty')));
/** A tag in its canonical form (RFC 5646 §4.5), or null to have none. */
const languageArgument = v.nullable(
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      try {
        return Intl.getCanonicalLocales(dataset.value)[0] ?? NEVER;
      } catch {
        addIssue({
          message: `${printable(dataset.value, 100)} is not a language tag such as "de" or "pt-BR"`,
        });
        return NEVER;
      }
    }),
  ),
);
const oneAddress = v.strictObject({ address: addressArgument });
const addressAndPassword = v.strictObject({ address: addressArgument, password: passwordArgument });
const newAccount = v.strictObject({
  ...addressAndPassword.entries,
  language: v.optional(languageArgument),
});

/** `account add|list|passwd|language|remove`, `alias add|list|remove`. */
export function accountOperations(world: AccountOperationsWorld): Operations {
  const { accounts } = world;
  return {
    'account.add': operation(newAccount, (wanted) => addAccount(wanted, world)),
    'account.list': operation(v.strictObject({}), async () =>
      (await accounts.listAccounts()).map(accountView),
    ),
    'account.passwd': operation(addressAndPassword, ({ address, password }) =>
      setPassword(address, password, world),
    ),
    'account.language': operation(
      v.strictObject({ address: addressArgument, language: languageArgument }),
      ({ address, language }) => setLanguage(address, language ?? undefined, world),
    ),
    'account.remove': operation(oneAddress, async ({ address }) => {
      const account = await findAccount(address, world);
      await accounts.removeAccount(account.id);
      return accountView(account);
    }),
    'alias.add': operation(
      v.strictObject({
        address: addressArgument,
        targets: v.pipe(
          v.array(addressArgument),
          v.minLength(1, 'an alias needs a target'),
          v.maxLength(aliasTargetsMax, `an alias has at most ${aliasTargetsMax} targets`),
        ),
        owner: v.optional(addressArgument),
      }),
      (alias) => addAlias(alias, world),
    ),
    'alias.list': operation(v.strictObject({}), async () => (await accounts.listAliases()).map(aliasView)),
    'alias.remove': operation(oneAddress, async ({ address }) => {
      const result = await accounts.removeAlias(address);
      if (result === 'no-such-alias') throw new OperationError(`there is no alias ${address.text}`);
      return { address: address.text };
    }),
  };
}

const accountView = (account: Account) => ({
  address: account.address.text,
  id: account.id,
  createdAt: new Date(account.createdAt).toISOString(),
  ...(account.quotaBytes !== undefined && { quotaBytes: account.quotaBytes }),
  ...(account.language !== undefined && { language: account.language }),
});

async function addAccount(wanted: v.InferOutput<typeof newAccount>, world: AccountOperationsWorld) {
  const { address, language, password: given } = wanted;
  demandReachable(address, world);
  const password = given ?? world.makePassword();
  const account: Account = {
    id: toBase64(world.random.bytes(12)).replace(/[+/]/g, '0') as AccountId,
    address,
    ...(language && { language }),
    createdAt: world.clock.now(),
  };
  const result = await world.accounts.addAccount(account, await credentialsOf(password, world));
  if (result === 'address-taken') throw new OperationError(`${address.text} exists already`);
  return { ...accountView(account), ...(given === undefined && { password }) };
}

async function setPassword(
  address: MailboxAddress,
  given: string | undefined,
  world: AccountOperationsWorld,
) {
  const account = await findAccount(address, world);
  const password = given ?? world.makePassword();
  await world.accounts.setCredentials(account.id, await credentialsOf(password, world));
  // Whoever knew the former one may be signed in.
  await world.endSessions(account.id);
  return { ...accountView(account), ...(given === undefined && { password }) };
}

async function setLanguage(
  address: MailboxAddress,
  language: string | undefined,
  world: AccountOperationsWorld,
) {
  const { language: _, ...account } = await findAccount(address, world);
  await world.accounts.setLanguage(account.id, language);
  return accountView(language === undefined ? account : { ...account, language });
}

const aliasView = ({ address, targets, owner }: Alias) => ({
  address: address.text,
  targets: targets.map(({ text }) => text),
  ...(owner && { owner: owner.text }),
});

interface WantedAlias extends Omit<Alias, 'owner'> {
  readonly owner?: MailboxAddress | undefined;
}

async function addAlias({ address, targets, owner }: WantedAlias, world: AccountOperationsWorld) {
  demandReachable(address, world);
  if (owner) await demandReader(owner, world);
  if (targets.some((target) => mailboxKey(target) === mailboxKey(address))) {
    throw new OperationError(`the alias ${address.text} would point to itself`);
  }
  const alias = { address, targets, ...(owner && { owner }) };
  const result = await world.accounts.putAlias(alias);
  if (result === 'address-taken') throw new OperationError(`${address.text} is the address of an account`);
  return aliasView(alias);
}

/** What goes wrong has to be told to somebody here: a notice to another host could fail as well. */
async function demandReader(
  owner: MailboxAddress,
  { ours, accounts }: AccountOperationsWorld,
): Promise<void> {
  const { kind } = await findAddressee(owner, ours, accounts);
  if (kind === 'remote') throw new OperationError(`the owner ${owner.text} is not an address of this server`);
  if (kind === 'unknown') throw new OperationError(`there is nobody ${owner.text} who could be the owner`);
}

async function findAccount(address: MailboxAddress, world: AccountOperationsWorld): Promise<Account> {
  const account = await world.accounts.findAccount(address);
  if (!account) throw new OperationError(`there is no account ${address.text}`);
  return account;
}

async function credentialsOf(password: string, world: AccountOperationsWorld): Promise<Credentials> {
  const made = await world.makeCredentials(password);
  if (!made.ok) throw new OperationError(made.error);
  return made.value;
}

/** What RCPT takes for something else would be an address that nobody can write to. */
function demandReachable(address: MailboxAddress, { ours }: AccountOperationsWorld): void {
  if (!isOurDomain(ours, address.domain))
    throw new OperationError(
      `${address.domain} is not a domain of this server (see "domains" in the configuration)`,
    );
  if (!hasTag(address) && !looksRewritten(address)) return;
  throw new OperationError(
    `${address.text} has the form of a reverse-path that this server writes itself (prvs= and SRS); mail to it would never get there`,
  );
}
