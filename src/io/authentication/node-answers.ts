/** Our answers in the shape of Node's own resolver, which mailauth expects. They can be sent to a worker as they are. */
import { parseDnsName } from '../../dns/name.ts';
import type { DnsAnswer, Resolver } from '../../dns/resolver.ts';

export type NodeAnswer =
  | { readonly records: readonly unknown[] }
  | { readonly code: 'ENOTFOUND' | 'ENODATA' | 'ETIMEOUT' | 'ESERVFAIL' | 'EBADNAME' | 'ENOTIMP' };

/** As `dns.promises.resolve`. */
export type NodeResolve = (name: string, type: string) => Promise<readonly unknown[]>;

/** Asks our resolver. It never rejects. */
export async function askForNode(resolver: Resolver, text: string, asked: string): Promise<NodeAnswer> {
  const name = parseDnsName(text);
  if (name === undefined) return { code: 'EBADNAME' };
  // Keys of signatures are all that is asked for.
  if (asked !== 'TXT') return { code: 'ENOTIMP' };
  return inNodesShape(await resolver.query(name, asked));
}

function inNodesShape(answer: DnsAnswer<'TXT'>): NodeAnswer {
  switch (answer.kind) {
    case 'no-such-domain':
      return { code: 'ENOTFOUND' };
    case 'no-data':
      return { code: 'ENODATA' };
    case 'failure':
      return { code: answer.reason === 'timeout' ? 'ETIMEOUT' : 'ESERVFAIL' };
    case 'records':
      return { records: answer.records };
  }
}

/** What Node's resolver would do with this answer. @throws an Error with a `code` */
export function asNodeWould(answer: NodeAnswer, name: string): readonly unknown[] {
  if ('records' in answer) return answer.records;
  throw Object.assign(new Error(`${answer.code} ${name}`), { code: answer.code });
}
