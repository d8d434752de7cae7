import * as v from 'valibot';
import type { Account, AccountId } from '../../accounts/accounts.ts';
import type { Capability, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { changesMethod } from '../standard/changes.ts';
import { type Filter, matchesFilter } from '../standard/filter.ts';
import { getMethod } from '../standard/get.ts';
import { queryMethod } from '../standard/query.ts';
import { queryChangesMethod } from '../standard/query-changes.ts';
import { cutWindow } from '../standard/window.ts';

const quotaUri = 'urn:ietf:params:jmap:quota';

export interface QuotaWorld {
  /** Octets that the mail of an account takes, and those that it may take. */
  usage(account: AccountId): Promise<QuotaUsage>;
}

export interface QuotaUsage {
  readonly usedBytes: number;
  readonly maxBytes: number;
}

/** Each account has one quota: the octets of its mail. */
export const octetsId = 'octets';

const properties = [
  ...['resourceType', 'used', 'hardLimit', 'scope', 'name', 'types', 'warnLimit', 'softLimit', 'description'],
];

/** What of a quota changes, as a rule (RFC 9425 §4.3). */
const usedAlone = ['used'];

/** How full an account is (RFC 9425). */
export function quotaCapability(world: QuotaWorld): Capability {
  const stateOf = async (account: AccountId) => stateText(await world.usage(account));
  return {
    uri: quotaUri,
    ofServer: {},
    ofAccount: (_account: Account) => ({}),
    states: { Quota: stateOf },
    methods: {
      'Quota/get': getMethod({
        capability: quotaUri,
        hasProperty: (name) => name === 'id' || properties.includes(name),
        defaultProperties: properties,
        get: async ({ account, ids }) => {
          const usage = await world.usage(account.id);
          const list = ids === undefined || ids.includes(octetsId) ? [quota(usage)] : [];
          return { state: stateText(usage), list };
        },
      }),
      'Quota/changes': changesMethod({
        capability: quotaUri,
        changes: async ({ account, sinceState }) => {
          const before = parseState(sinceState);
          if (!before) return undefined;
          const usage = await world.usage(account.id);
          const isChanged = stateText(usage) !== sinceState;
          return {
            newState: stateText(usage),
            hasMoreChanges: false,
            created: [],
            updated: isChanged ? [octetsId] : [],
            destroyed: [],
            extra: { updatedProperties: isChanged && before.maxBytes === usage.maxBytes ? usedAlone : null },
          };
        },
      }),
      ...queries(world),
    },
  };
}

/** `Quota/query` and `Quota/queryChanges`: over the one that there is. What they find does not change, but for filters on nothing. */
function queries({ usage }: QuotaWorld): Capability['methods'] {
  const terms = {
    capability: quotaUri,
    condition: {
      name: v.exactOptional(v.string()),
      scope: v.exactOptional(v.string()),
      resourceType: v.exactOptional(v.string()),
      type: v.exactOptional(v.string()),
    },
    sort: { properties: ['name', 'used'] },
  };
  const find = async (account: SessionAccount, filter: Filter<QuotaCondition> | undefined) => {
    const found = quota(await usage(account.id));
    return !filter || matchesFilter(filter, (condition) => meets(found, condition)) ? [octetsId] : [];
  };
  return {
    'Quota/query': queryMethod({
      ...terms,
      idsMax: 1_000,
      query: async ({ account, filter, window }) => {
        const ids = await find(account, filter);
        const cut = cutWindow(ids, window);
        return cut && { queryState: queryState(ids), canCalculateChanges: true, ...cut, total: ids.length };
      },
    }),
    'Quota/queryChanges': queryChangesMethod({
      ...terms,
      queryChanges: async ({ account, filter, sinceQueryState }) => {
        const ids = await find(account, filter);
        if (sinceQueryState !== queryState(ids)) return undefined;
        return { newQueryState: sinceQueryState, removed: [], added: [], total: ids.length };
      },
    }),
  };
}

interface QuotaCondition {
  readonly name?: string;
  readonly scope?: string;
  readonly resourceType?: string;
  readonly type?: string;
}

/** RFC 9425 §4.4: the name holds the text; the others are equal, or among them. */
const meets = (quota: QuotaObject, { name, scope, resourceType, type }: QuotaCondition): boolean =>
  (name === undefined || quota.name.toLowerCase().includes(name.toLowerCase())) &&
  (scope === undefined || quota.scope === scope) &&
  (resourceType === undefined || quota.resourceType === resourceType) &&
  (type === undefined || quota.types.includes(type));

const queryState = (ids: readonly string[]): string => `q${ids.length}`;

interface QuotaObject extends JsonObject {
  readonly name: string;
  readonly scope: string;
  readonly resourceType: string;
  readonly types: readonly string[];
}

/** RFC 9425 §4.1. It warns when nine tenths are taken. */
const quota = ({ usedBytes, maxBytes }: QuotaUsage): QuotaObject => ({
  id: octetsId,
  resourceType: 'octets',
  used: usedBytes,
  hardLimit: maxBytes,
  scope: 'account',
  name: 'Mail',
  types: ['Email'],
  warnLimit: Math.floor(maxBytes * 0.9),
  softLimit: null,
  description: null,
});

const stateText = ({ usedBytes, maxBytes }: QuotaUsage): string => `${usedBytes}-${maxBytes}`;

function parseState(text: string): QuotaUsage | undefined {
  const [, used, max] = /^(\d{1,16})-(\d{1,16})$/.exec(text) ?? [];
  return used === undefined || max === undefined
    ? undefined
    : { usedBytes: Number(used), maxBytes: Number(max) };
}
