import { type Domain, parseDomain } from '../address/domain.ts';
import { parseTagList } from '../message/dkim/tag-list.ts';
import type { Header } from '../message/fields.ts';
import { tokenise } from '../message/tokens.ts';
import { isSameOrBelow } from './alignment.ts';

/** Who sealed a mail last (ARC), and what he says that he saw of its author. To be believed of whom one trusts, where the chain passes. */
export interface Seal {
  readonly domain: Domain;
  /** The result of DMARC as it was there (RFC 8617 §4.1.1), in lower case; absent where none was written. */
  readonly dmarc?: string;
  /** The author's domain that this was about; absent where it was not written. */
  readonly author?: string;
}

/** What the last set of a chain says. */
export function lastSeal(header: Header): Seal | undefined {
  const seals = header.values('ARC-Seal').map(parseTagList);
  const last = seals.toSorted((a, b) => instanceOf(b) - instanceOf(a))[0];
  const domain = parseDomain(last?.get('d') ?? '');
  if (!domain.ok) return undefined;
  const results = header
    .values('ARC-Authentication-Results')
    .map(clausesOf)
    .find(([first]) => first?.method === 'i' && Number(first.result) === instanceOf(last));
  const dmarc = results?.find(({ method }) => method === 'dmarc');
  const author = dmarc?.properties.get('header.from');
  return {
    domain: domain.value,
    ...(dmarc && { dmarc: dmarc.result }),
    ...(author !== undefined && { author }),
  };
}

const instanceOf = (tags: ReadonlyMap<string, string> | undefined): number => Number(tags?.get('i') ?? 0);

/** Whether somebody who is trusted says that the author was proven when he got the mail. */
export const vouchesFor = (
  { domain, dmarc, author }: Seal,
  wanted: string | undefined,
  trusted: readonly Domain[],
): boolean =>
  dmarc === 'pass' &&
  (author === undefined || author === wanted) &&
  trusted.some((each) => isSameOrBelow(domain, each));

interface Clause {
  readonly method: string;
  readonly result: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** `method=result ptype.property=value …` between semicolons (RFC 8601 §2.2). Words are in lower case. */
function clausesOf(value: string): readonly Clause[] {
  const clauses: string[][] = [[]];
  for (const { kind, text } of tokenise(value, ';=')) {
    if (kind === 'comment') continue;
    if (kind === 'special' && text === ';') clauses.push([]);
    else clauses.at(-1)?.push(kind === 'special' ? '=' : text.toLowerCase());
  }
  return clauses.map((words) => {
    const pairs = words.flatMap((word, i): [string, string][] =>
      word === '=' ? [[words[i - 1] ?? '', words[i + 1] ?? '']] : [],
    );
    const [[method, result] = ['', ''], ...properties] = pairs;
    return { method: method.split('/')[0] ?? '', result, properties: new Map(properties) };
  });
}
