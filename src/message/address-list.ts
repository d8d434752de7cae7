import { type Token, tokenise } from './tokens.ts';
import { decodeWords, encodePhrase, quote } from './words.ts';

/** One entry of an address list: a mailbox or a group (RFC 5322 §3.4). */
export type Address = Mailbox | Group;

export interface Mailbox {
  readonly kind: 'mailbox';
  /** The display name, decoded; else a comment, which older programs write in its place. Untrusted. */
  readonly name?: string;
  /** The addr-spec without blanks and comments; as found, so it need not be a valid address. */
  readonly address: string;
}

export interface Group {
  readonly kind: 'group';
  readonly name: string;
  readonly members: readonly Mailbox[];
}

/**
 * Parses the value of a From, To, Cc, Reply-To … field. Obsolete forms are understood (RFC 5322 §4.4: routes,
 * empty entries, blanks and comments anywhere) and common mistakes forgiven (RFC 7103 §7.1); an entry without
 * an address is left out.
 */
export function parseAddressList(value: string): Address[] {
  const list: Address[] = [];
  let group: { readonly name: string; readonly members: Mailbox[] } | undefined;
  let entry = new Entry();
  const endEntry = () => {
    const mailbox = entry.mailbox();
    if (mailbox) (group?.members ?? list).push(mailbox);
    entry = new Entry();
  };
  const endGroup = () => {
    endEntry();
    if (group) list.push({ kind: 'group', ...group });
    group = undefined;
  };
  for (const token of tokenise(value, '<>,;:')) {
    const special = token.kind === 'special' ? token.text : undefined;
    if (special === ',' && !entry.isInRoute) endEntry();
    else if (special === ';') endGroup();
    else if (special === ':' && !entry.isInAngle && !group) {
      group = { name: entry.phrase(), members: [] };
      entry = new Entry();
    } else entry.add(token);
  }
  endGroup();
  return list;
}

/** All mailboxes of a list, those in groups too. */
export const mailboxesOf = (list: readonly Address[]): Mailbox[] =>
  list.flatMap((each) => (each.kind === 'group' ? each.members : [each]));

/**
 * Writes a list for a header field: names quoted or encoded as they need it. Blanks stand where it may be
 * folded.
 */
export const formatAddressList = (list: readonly Address[]): string => list.map(formatAddress).join(', ');

function formatAddress(address: Address): string {
  if (address.kind === 'group') {
    return `${encodePhrase(address.name)}: ${address.members.map(formatAddress).join(', ')};`;
  }
  return address.name === undefined ? address.address : `${encodePhrase(address.name)} <${address.address}>`;
}

/** The tokens of one entry, sorted as they come. */
class Entry {
  readonly #outside: Token[] = [];
  readonly #comments: string[] = [];
  /** What stands in angle brackets; undefined while no `<` was seen. */
  #inside: string | undefined;
  #isInAngle = false;

  get isInAngle(): boolean {
    return this.#isInAngle;
  }

  /** obs-route: `@one,@two:` before an address in angle brackets, which is passed over (RFC 5322 §4.4). */
  get isInRoute(): boolean {
    return this.#isInAngle && this.#inside?.startsWith('@') === true;
  }

  add(token: Token): void {
    if (token.kind === 'comment') this.#comments.push(token.text);
    else if (token.kind === 'special') this.#addSpecial(token.text);
    else if (this.#isInAngle) this.#inside += token.kind === 'quoted' ? quote(token.text) : token.text;
    else this.#outside.push(token);
  }

  #addSpecial(special: string): void {
    if (special === '<') this.#isInAngle = true;
    if (special === '<') this.#inside ??= '';
    else if (special === '>') this.#isInAngle = false;
    else if (this.isInRoute) this.#inside = special === ':' ? '' : this.#inside;
    else if (this.#isInAngle) this.#inside += special;
  }

  phrase(): string {
    return phraseOf(this.#outside);
  }

  mailbox(): Mailbox | undefined {
    const chunks = chunksOf(this.#outside);
    const at = this.#inside ? -1 : chunks.findLastIndex((chunk) => chunk.some(hasAt));
    const address = this.#inside || (chunks[at] ?? []).map(addressText).join('');
    if (address === '') return undefined;
    const name = phraseOf(chunks.toSpliced(at === -1 ? chunks.length : at, 1).flat()) || this.#lastComment();
    return name === '' ? { kind: 'mailbox', address } : { kind: 'mailbox', name, address };
  }

  #lastComment(): string {
    return decodeWords(this.#comments.at(-1) ?? '');
  }
}

/** Tokens that belong together: not separated by blanks, or only by such as may stand around `.` and `@`. */
function chunksOf(tokens: readonly Token[]): Token[][] {
  const chunks: Token[][] = [];
  for (const token of tokens) {
    const chunk = chunks.at(-1);
    const before = chunk?.at(-1);
    const isJoined = before && (!token.isSpaced || /[.@]$/.test(before.text) || /^[.@]/.test(token.text));
    if (isJoined) chunk?.push(token);
    else chunks.push([token]);
  }
  return chunks;
}

const hasAt = (token: Token): boolean => token.kind === 'atom' && token.text.includes('@');

const addressText = (token: Token): string => (token.kind === 'quoted' ? quote(token.text) : token.text);

const phraseOf = (tokens: readonly Token[]): string =>
  decodeWords(tokens.map((token, i) => (token.isSpaced && i > 0 ? ' ' : '') + token.text).join(''));
