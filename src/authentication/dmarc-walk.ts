import { type DnsName, parseDnsName } from '../dns/name.ts';
import type { Resolver } from '../dns/resolver.ts';
import { type DmarcRecord, parseDmarcRecord } from './dmarc-record.ts';

/** A record, and the domain that has it. */
export interface FoundRecord {
  readonly domain: string;
  readonly record: DmarcRecord;
}

/** What a DNS tree walk found (RFC 9989 §4.10). */
export type Walk =
  | {
      readonly kind: 'walked';
      /** From the domain upwards. */
      readonly found: readonly FoundRecord[];
      readonly organizationalDomain: string;
    }
  | { readonly kind: 'failed' };

/** RFC 9989 §4.10: names of more labels are asked about once, and then from here on. */
const labelsMax = 7;

/** Looks for records from a domain upwards, in at most eight questions. */
export async function walk(domain: string, resolver: Resolver): Promise<Walk> {
  const found: FoundRecord[] = [];
  for (const name of namesAbove(domain)) {
    const record = await recordAt(name, resolver);
    if (record === 'failed') return { kind: 'failed' };
    if (record === undefined) continue;
    found.push({ domain: name, record });
    if (record.isPublicSuffix !== undefined) break;
  }
  return { kind: 'walked', found, organizationalDomain: organizationalDomainOf(domain, found) };
}

/** The domain and what lies above it; single labels are asked about as well, since a registry may have a record. */
export function namesAbove(domain: string): readonly string[] {
  const labels = domain.split('.');
  const above = labels.slice(1).slice(-labelsMax);
  return [domain, ...above.map((_, i) => above.slice(i).join('.'))];
}

// RFC 9989 §4.10.2
function organizationalDomainOf(domain: string, found: readonly FoundRecord[]): string {
  const own = found.find(({ record }) => record.isPublicSuffix === false);
  if (own) return own.domain;
  const suffix = found.find((each) => each.record.isPublicSuffix && each.domain !== domain);
  if (suffix) return namesAbove(domain).findLast((name) => name.endsWith(`.${suffix.domain}`)) ?? domain;
  return found.at(-1)?.domain ?? domain;
}

async function recordAt(domain: string, resolver: Resolver): Promise<DmarcRecord | undefined | 'failed'> {
  const name: DnsName | undefined = parseDnsName(`_dmarc.${domain}`);
  if (name === undefined) return undefined;
  const answer = await resolver.query(name, 'TXT');
  if (answer.kind === 'failure') return 'failed';
  if (answer.kind !== 'records') return undefined;
  const records = answer.records
    .map((strings) => parseDmarcRecord(strings.join('')))
    .filter((record) => record !== undefined);
  // RFC 9989 §4.10: several records are as good as none.
  return records.length === 1 ? records[0] : undefined;
}
