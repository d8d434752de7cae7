import type { Account } from '../accounts/accounts.ts';
import { fromUtf8, toBase64 } from '../base/bytes.ts';
import { sha256 } from '../base/hash.ts';
import type { Capability, SessionAccount } from './capability.ts';
import type { JsonObject } from './json.ts';

/** What one user may do here (RFC 8620 §2). */
export interface UserSession {
  readonly user: Account;
  readonly accounts: ReadonlyMap<string, SessionAccount>;
  /** Changes whenever anything else in the session object does. */
  readonly state: string;
  /** The Session object, as it is sent. */
  readonly object: JsonObject;
}

/** Where the resources lie, below the URL by which people reach the server. */
export const paths = {
  session: '/jmap/session',
  api: '/jmap/api',
  upload: '/jmap/upload',
  download: '/jmap/download',
  events: '/jmap/events',
};

/** @param publicUrl such as `https://mail.example.org`, without a slash at its end */
export function userSession(
  user: Account,
  capabilities: readonly Capability[],
  publicUrl: string,
): UserSession {
  const own = ownAccount(user, capabilities);
  const { id, ...account } = own;
  const content = {
    capabilities: Object.fromEntries(capabilities.map(({ uri, ofServer }) => [uri, ofServer])),
    accounts: {
      [id]: {
        name: account.name,
        isPersonal: account.isPersonal,
        isReadOnly: account.isReadOnly,
        accountCapabilities: account.capabilities,
      },
    },
    primaryAccounts: Object.fromEntries(Object.keys(account.capabilities).map((uri) => [uri, id])),
    username: account.name,
    apiUrl: publicUrl + paths.api,
    downloadUrl: `${publicUrl}${paths.download}/{accountId}/{blobId}/{name}?accept={type}`,
    uploadUrl: `${publicUrl}${paths.upload}/{accountId}/`,
    eventSourceUrl: `${publicUrl}${paths.events}?types={types}&closeafter={closeafter}&ping={ping}`,
  };
  const state = toBase64(sha256(fromUtf8(JSON.stringify(content)))).slice(0, 16);
  return { user, accounts: new Map([[id, own]]), state, object: { ...content, state } };
}

function ownAccount(user: Account, capabilities: readonly Capability[]): SessionAccount {
  const able = capabilities.flatMap((capability) => {
    const properties = capability.ofAccount(user);
    return properties ? [[capability.uri, properties] as const] : [];
  });
  return {
    id: user.id,
    name: user.address.text,
    isPersonal: true,
    isReadOnly: false,
    capabilities: Object.fromEntries(able),
  };
}
