import { parseDnsName } from '../../dns/name.ts';
import type { DnsAnswer, RecordType, Resolver } from '../../dns/resolver.ts';

/** Asks for a name in text; what is no name has no records. */
export async function look<T extends RecordType>(
  resolver: Resolver,
  text: string,
  type: T,
): Promise<DnsAnswer<T>> {
  const name = parseDnsName(text);
  return name === undefined
    ? { kind: 'no-such-domain', ttlSeconds: 0, authenticated: false }
    : await resolver.query(name, type);
}

/** The records of a type; none where there are none. The failure is a phrase. */
export type Looked<T> =
  | { readonly kind: 'known'; readonly records: readonly T[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** The TXT records of a name, each as one text. */
export async function textsOf(resolver: Resolver, name: string): Promise<Looked<string>> {
  const answer = await look(resolver, name, 'TXT');
  if (answer.kind === 'failure') return { kind: 'unknown', why: answer.detail };
  const records = answer.kind === 'records' ? answer.records.map((strings) => strings.join('')) : [];
  return { kind: 'known', records };
}
