import * as v from 'valibot';
import type { AccessToken, AccessTokenStore, AccessTokens } from '../../accounts/access-tokens.ts';
import { tokensMax } from '../../accounts/access-tokens.ts';
import type { Account, AccountStore } from '../../accounts/accounts.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

export interface TokenOperationsWorld {
  readonly accounts: Pick<AccountStore, 'findAccount'>;
  readonly store: AccessTokenStore;
  readonly tokens: AccessTokens;
}

/** Characters of the name of a token. */
export const tokenNameLengthMax = 100;

const nameArgument = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'a token needs a name that says what it is for'),
  v.maxLength(tokenNameLengthMax, `the name of a token has at most ${tokenNameLengthMax} characters`),
);

/** `account token add|list|remove`: secrets for programs, in place of the password. */
export function tokenOperations({ accounts, store, tokens }: TokenOperationsWorld): Operations {
  const accountAt = async (address: MailboxAddress): Promise<Account> => {
    const account = await accounts.findAccount(address);
    if (!account) throw new OperationError(`there is no account ${address.text}`);
    return account;
  };
  return {
    'token.add': operation(
      v.strictObject({ address: addressArgument, name: nameArgument }),
      async ({ address, name }) => {
        const { id } = await accountAt(address);
        const issued = await tokens.issue(id, 'token', name);
        if (!issued) throw new OperationError(`${address.text} has ${tokensMax} tokens; remove one first`);
        return { ...tokenView(issued.token), secret: issued.secret };
      },
    ),
    'token.list': operation(v.strictObject({ address: addressArgument }), async ({ address }) =>
      (await store.listTokens((await accountAt(address)).id)).map(tokenView),
    ),
    'token.remove': operation(
      v.strictObject({ address: addressArgument, id: v.string() }),
      async ({ address, id }) => {
        const { id: account } = await accountAt(address);
        const found = (await store.listTokens(account)).find((token) => token.id === id);
        if (!found || (await store.removeToken(account, id)) === 'no-such-token')
          throw new OperationError(`${address.text} has no such token; "account token list" shows their ids`);
        return tokenView(found);
      },
    ),
  };
}

/** What an operator sees of a token: never its secret. */
export interface TokenView {
  readonly id: string;
  readonly kind: AccessToken['kind'];
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt?: string;
  /** Told once, when it is made. */
  readonly secret?: string;
}

const tokenView = ({ id, kind, name, createdAt, lastUsedAt, expiresAt }: AccessToken): TokenView => ({
  id,
  kind,
  name,
  createdAt: new Date(createdAt).toISOString(),
  lastUsedAt: new Date(lastUsedAt).toISOString(),
  ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt).toISOString() }),
});
