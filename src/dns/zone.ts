/** A little piece of the DNS in memory: for the try-it mode, the simulator and tests. */
import { isIpv6, parseIp } from '../address/ip.ts';
import { invariant } from '../base/invariant.ts';
import { type DnsName, parseDnsName, parseQueryName } from './name.ts';
import {
  failure,
  type LookUpFailure,
  type RecordData,
  type RecordType,
  type Resolver,
  type TlsaRecord,
} from './resolver.ts';
import { type DnsResponse, type ResourceRecord, resolverOver } from './response.ts';

/** What stands under each name. */
export type ZoneData = Readonly<Record<string, ZoneNode | ZoneFault>>;

export interface ZoneNode {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  /** An alias; a name that has one has nothing else (RFC 1034 §3.6.2). */
  readonly CNAME?: string;
  /** Pairs of preference and host; `[0, '.']` is the null MX. */
  readonly MX?: readonly (readonly [preference: number, exchange: string])[];
  readonly PTR?: readonly string[];
  readonly TLSA?: readonly TlsaRecord[];
  /** One text each; longer ones than 255 octets are cut into strings. Latin-1. */
  readonly TXT?: readonly string[];
}

/** All questions about the name fail in this way. */
export interface ZoneFault {
  readonly fault: 'servfail' | 'refused' | 'timeout';
}

export interface ZoneSettings {
  readonly ttlSeconds?: number;
  readonly negativeTtlSeconds?: number;
  /** Answer as if all of it were signed and validated (AD). */
  readonly authenticated?: boolean;
}

export interface Zone {
  answer(name: DnsName, type: RecordType): DnsResponse | LookUpFailure;
}

/** @throws InvariantError if a name or an address is malformed */
export function zone(data: ZoneData, settings: ZoneSettings = {}): Zone {
  const { ttlSeconds = 300, negativeTtlSeconds = 60, authenticated = false } = settings;
  const records = new Map<DnsName, readonly ResourceRecord[]>();
  const faults = new Map<DnsName, ZoneFault['fault']>();
  for (const [text, node] of Object.entries(data)) {
    const name = nameOf(text, parseQueryName);
    if ('fault' in node) faults.set(name, node.fault);
    else records.set(name, recordsOf(name, node, ttlSeconds));
  }
  return {
    answer(name, type) {
      const { end, trail } = followAliases(records, name, type);
      const fault = faults.get(end);
      if (fault !== undefined) return failure(fault, `the zone says so of ${end}`);
      const answers = [...trail, ...(records.get(end) ?? []).filter((record) => record.type === type)];
      const response = { authenticated, answers, hasMalformedRecords: false };
      if (answers.length > trail.length) return { ...response, code: 'no-error' };
      return { ...response, code: exists(records, end) ? 'no-error' : 'no-such-domain', negativeTtlSeconds };
    },
  };
}

/** A resolver that answers from the zone at once: no sockets, no time. */
export const zoneResolver = (source: Zone): Resolver =>
  resolverOver(async (name, type) => source.answer(name, type));

function followAliases(
  records: ReadonlyMap<DnsName, readonly ResourceRecord[]>,
  start: DnsName,
  type: RecordType,
) {
  const trail = new Set<ResourceRecord>();
  let end = start;
  while (type !== 'CNAME') {
    const alias = records.get(end)?.find((record) => record.type === 'CNAME');
    // A circle is shown once round; whoever asked has to see that it is one.
    if (alias === undefined || trail.has(alias)) break;
    trail.add(alias);
    end = alias.data;
  }
  return { end, trail: [...trail] };
}

/** A name exists if it has records, or if a name below it has (RFC 8020 §2). */
const exists = (records: ReadonlyMap<DnsName, unknown>, name: DnsName): boolean =>
  records.has(name) || records.keys().some((other) => other.endsWith(`.${name}`));

function recordsOf(name: DnsName, node: ZoneNode, ttlSeconds: number): readonly ResourceRecord[] {
  const of = <T extends RecordType>(type: T, data: readonly RecordData[T][]) =>
    data.map((datum) => ({ name, type, ttlSeconds, data: datum }));
  const { A = [], AAAA = [], CNAME, MX = [], PTR = [], TLSA = [], TXT = [] } = node;
  return [
    ...of(
      'A',
      A.map((text) => ipOf(text, false)),
    ),
    ...of(
      'AAAA',
      AAAA.map((text) => ipOf(text, true)),
    ),
    ...of('CNAME', CNAME === undefined ? [] : [nameOf(CNAME)]),
    ...of(
      'MX',
      MX.map(([preference, exchange]) => ({ preference, exchange: nameOf(exchange) })),
    ),
    ...of(
      'PTR',
      PTR.map((text) => nameOf(text)),
    ),
    ...of('TLSA', TLSA),
    ...of(
      'TXT',
      TXT.map((text) => text.match(/.{1,255}/gs) ?? ['']),
    ),
  ];
}

function nameOf(text: string, parse = parseDnsName): DnsName {
  const name = parse(text);
  invariant(name !== undefined, `not a DNS name: ${text}`);
  return name;
}

function ipOf(text: string, wantsIpv6: boolean) {
  const ip = parseIp(text);
  invariant(ip !== undefined && isIpv6(ip) === wantsIpv6, `not an address of its record type: ${text}`);
  return ip;
}
