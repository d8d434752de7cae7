/** From a server's response to an answer. What was not asked for is not looked at. */
import type { DnsName } from './name.ts';
import {
  type DnsAnswer,
  type FoundRecords,
  failure,
  type LookUpFailure,
  type Negative,
  type RecordData,
  type RecordType,
  type Resolver,
} from './resolver.ts';

/** What we read of a response. Its additional section is not in here: nobody asked for that. */
export interface DnsResponse {
  readonly code: 'no-error' | 'no-such-domain';
  readonly authenticated: boolean;
  readonly answers: readonly ResourceRecord[];
  /** What the SOA record of the authority section allows; absent if there was none. */
  readonly negativeTtlSeconds?: number;
  /** Records of the answer section made no sense and were left out. */
  readonly hasMalformedRecords: boolean;
}

export type ResourceRecord = { readonly [T in RecordType]: RecordOf<T> }[RecordType];

export interface RecordOf<T extends RecordType> {
  readonly name: DnsName;
  readonly type: T;
  readonly ttlSeconds: number;
  readonly data: RecordData[T];
}

/** CNAMEs followed on the way to one answer. */
export const aliasesMax = 8;
/** Records of one answer that we look at. */
export const recordsMax = 128;

/** Asks one question, aliases not followed. */
export type Ask = (name: DnsName, type: RecordType) => Promise<DnsResponse | LookUpFailure>;

/** A resolver over single questions, following aliases to where they lead. */
export function resolverOver(ask: Ask): Resolver {
  return {
    async query<T extends RecordType>(name: DnsName, type: T): Promise<DnsAnswer<T>> {
      let at: Trail = { name, aliases: 0, ttlSeconds: Number.POSITIVE_INFINITY, authenticated: true };
      for (;;) {
        const response = await ask(at.name, type);
        if ('kind' in response) return response;
        const next = readResponse(response, type, at);
        if (next.kind !== 'trail') return next;
        at = next.trail;
      }
    },
  };
}

/** Where following aliases has led, and what the answer will be worth: as much as its weakest link. */
interface Trail {
  readonly name: DnsName;
  readonly aliases: number;
  readonly ttlSeconds: number;
  readonly authenticated: boolean;
}

type Reading<T extends RecordType> = DnsAnswer<T> | { readonly kind: 'trail'; readonly trail: Trail };

function readResponse<T extends RecordType>(response: DnsResponse, type: T, start: Trail): Reading<T> {
  let at: Trail = { ...start, authenticated: start.authenticated && response.authenticated };
  for (;;) {
    const records = recordsAt(response, at.name, type);
    if (records.length > 0) return found(records, at);
    // RFC 1034 §3.6.2: an alias stands for the name, unless it is the alias itself that was asked for.
    const alias = type === 'CNAME' ? undefined : recordsAt(response, at.name, 'CNAME')[0];
    if (alias === undefined) break;
    if (at.aliases === aliasesMax)
      return failure('alias-loop', `more than ${aliasesMax} aliases from ${start.name}`);
    at = {
      name: alias.data,
      aliases: at.aliases + 1,
      ttlSeconds: Math.min(at.ttlSeconds, alias.ttlSeconds),
      authenticated: at.authenticated,
    };
  }
  return emptyHanded(response, start, at);
}

function recordsAt<T extends RecordType>(
  response: DnsResponse,
  name: DnsName,
  type: T,
): readonly RecordOf<T>[] {
  return response.answers
    .filter((record): record is RecordOf<T> & ResourceRecord => record.type === type && record.name === name)
    .slice(0, recordsMax);
}

function found<T extends RecordType>(records: readonly RecordOf<T>[], at: Trail): FoundRecords<T> {
  return {
    kind: 'records',
    records: records.map((record) => record.data),
    ttlSeconds: Math.min(at.ttlSeconds, ...records.map((record) => record.ttlSeconds)),
    authenticated: at.authenticated,
  };
}

/** The end of the aliases in this response, and no record there. */
function emptyHanded(
  response: DnsResponse,
  start: Trail,
  at: Trail,
): Negative | LookUpFailure | { readonly kind: 'trail'; readonly trail: Trail } {
  // What we could not read may be what we were asked for: then "no" would be a guess.
  if (response.hasMalformedRecords) return failure('malformed', `records of ${at.name} make no sense`);
  // A server that knows of the alias but not of its target says so by giving no SOA; the target is asked for by itself.
  const isLeftOpen = response.code === 'no-error' && response.negativeTtlSeconds === undefined;
  if (isLeftOpen && at.name !== start.name) return { kind: 'trail', trail: at };
  return {
    // RFC 6604 §3: the code speaks of the last name of the chain.
    kind: response.code === 'no-such-domain' ? 'no-such-domain' : 'no-data',
    // RFC 2308 §5: without an SOA record there is no telling for how long this holds.
    ttlSeconds: Math.min(at.ttlSeconds, response.negativeTtlSeconds ?? 0),
    authenticated: at.authenticated,
  };
}
