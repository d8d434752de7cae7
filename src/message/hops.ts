import { type IpAddress, parseIp } from '../address/ip.ts';
import type { Instant } from '../base/instant.ts';
import { parseDate } from './dates.ts';
import type { Header } from './fields.ts';
import { type Token, tokenise } from './tokens.ts';

/** One step of a message's way, as a Received field tells it. All of it is hearsay. */
export interface Hop {
  /** The name by which the sending host introduced itself. */
  readonly from?: string;
  /** The address from which it connected. */
  readonly ip?: IpAddress;
  readonly by?: string;
  readonly via?: string;
  readonly with?: string;
  readonly id?: string;
  readonly for?: string;
  /** A comment that speaks of TLS. */
  readonly tls?: string;
  readonly at?: Instant;
}

const clauses = ['from', 'by', 'via', 'with', 'id', 'for'] as const;
type Clause = (typeof clauses)[number];

/** The hops of a message, the first one first: each host puts its field before the others (RFC 5321 §4.4). */
export const hopsOf = (header: Header): Hop[] => header.values('Received').map(parseReceived).reverse();

/** Reads what it can of the value of a Received field. Of a clause given twice the first counts. */
export function parseReceived(value: string): Hop {
  const tokens = withoutOuterComment(tokenise(value, ';'));
  const semicolon = tokens.findLastIndex((token) => token.kind === 'special');
  const stamp = semicolon === -1 ? tokens : tokens.slice(0, semicolon);
  const at = parseDate(value.slice(tokens[semicolon]?.end ?? value.length));
  const comments = stamp.filter((token) => token.kind === 'comment');
  const tls = comments.find((token) => /\b(?:tls|cipher)/i.test(token.text))?.text;
  const ip = sourceIp(stamp);
  return { ...clausesOf(stamp), ...(ip && { ip }), ...(tls && { tls }), ...(at !== undefined && { at }) };
}

/** sendmail puts the from clause of local mail into a comment as a whole. */
function withoutOuterComment(tokens: Token[]): Token[] {
  const [first, ...rest] = tokens;
  return first?.kind === 'comment' && /^from /i.test(first.text)
    ? [...tokenise(first.text, ''), ...rest]
    : tokens;
}

function clausesOf(tokens: readonly Token[]): Partial<Record<Clause, string>> {
  const found = new Map<Clause, string[]>();
  let words: string[] | undefined;
  for (const token of tokens) {
    const clause = clauseOf(token);
    if (clause) {
      // A second clause of the same name is read, and dropped.
      words = [];
      if (!found.has(clause)) found.set(clause, words);
    } else if (token.kind === 'comment') words = undefined;
    else words?.push(token.text);
  }
  const values = [...found].map(([clause, all]): [Clause, string] => [clause, clauseValue(clause, all)]);
  return Object.fromEntries(values.filter(([, text]) => text !== ''));
}

/** Only the protocol is sometimes more than one word: `with Microsoft SMTP Server`. */
const clauseValue = (clause: Clause, words: readonly string[]): string =>
  clause === 'with' ? words.join(' ') : (words[0] ?? '').replace(/^<|>$/g, '');

const clauseOf = (token: Token): Clause | undefined =>
  token.kind === 'atom' ? clauses.find((clause) => clause === token.text.toLowerCase()) : undefined;

/**
 * The address of the client: in a comment behind `from`, where the receiving host puts it, else the name
 * itself.
 */
function sourceIp(tokens: readonly Token[]): IpAddress | undefined {
  const start = tokens.findIndex((token) => clauseOf(token) === 'from');
  if (start === -1) return undefined;
  const by = tokens.findIndex((token) => clauseOf(token) === 'by');
  const clause = tokens.slice(start + 1, by > start ? by : undefined);
  const comments = clause.filter((token) => token.kind === 'comment').map((token) => token.text);
  for (const text of [...comments, ...clause.map((token) => token.text)]) {
    for (const word of text.split(/[\s()[\],]+/)) {
      const ip = parseIp(word.replace(/^IPv6:/i, '').replace(/^([\d.]+):\d+$/, '$1'));
      if (ip) return ip;
    }
  }
  return undefined;
}
