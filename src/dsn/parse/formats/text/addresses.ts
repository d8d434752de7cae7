/** An address in running text. */
export interface FoundAddress {
  /** As it is written, without brackets. */
  readonly address: string;
  /** Where it stands in the line; angle brackets and quotes around it counted in. */
  readonly start: number;
  readonly end: number;
}

/** Addresses of one line that are looked at. */
const addressesMax = 100;
const localLengthMax = 128;
const domainLengthMax = 255;

const isLocal = (c: string | undefined): boolean => c !== undefined && /[\w!#$%&*+\-/=?^{|}~.]/.test(c);
const isDomain = (c: string | undefined): boolean => c !== undefined && /[\w.-]/.test(c);
const isLetterBeyondAscii = (c: string | undefined): boolean =>
  c !== undefined && /[^\x00-\x7f]/.test(c) && /[\p{L}\p{N}\p{M}]/u.test(c);

/** All addresses of a line, in time linear in it. Text in any language may stand around them without a blank. */
export function addressesIn(line: string): FoundAddress[] {
  const found: FoundAddress[] = [];
  let from = 0;
  for (let at = line.indexOf('@'); at !== -1 && found.length < addressesMax; at = line.indexOf('@', at + 1)) {
    const address = bracketed(line, at, from) ?? bare(line, at, from);
    if (!address) continue;
    found.push(address);
    from = address.end;
    at = Math.max(at, address.end - 1);
  }
  return found;
}

/** In angle brackets anything may stand: letters of other scripts, quoted strings, a route before the address. */
function bracketed(line: string, at: number, from: number): FoundAddress | undefined {
  const floor = Math.max(from, at - localLengthMax);
  const open = line.lastIndexOf('<', at);
  if (open < floor) return undefined;
  const close = line.indexOf('>', at);
  if (close === -1 || close - at > domainLengthMax) return undefined;
  const inside = line
    .slice(open + 1, close)
    .replace(/^(?:mailto|smtp|rfc822)[:;]/i, '')
    .replace(/^@[^:\s]*:/, '')
    .trim();
  if (!/^(?:"[^"]+"|[^\s"<>@,;:()]+)@[^\s"<>@,;:()]+$/.test(inside)) return undefined;
  return { address: inside.replace(/\.+$/, ''), start: open, end: close + 1 };
}

function bare(line: string, at: number, from: number): FoundAddress | undefined {
  const start = localStart(line, at, from);
  const end = domainEnd(line, at);
  if (start === at || end === at + 1) return undefined;
  const address = line.slice(start, end);
  if (address.includes('//')) return undefined;
  const isQuoted = isQuote(line[start - 1]) && isQuote(line[end]);
  return { address, start: isQuoted ? start - 1 : start, end: isQuoted ? end + 1 : end };
}

const isQuote = (c: string | undefined): boolean =>
  c !== undefined && `"'\u2018\u2019\u201c\u201d\``.includes(c);

function localStart(line: string, at: number, from: number): number {
  const floor = Math.max(from, at - localLengthMax);
  if (line[at - 1] === '"') {
    const open = line.lastIndexOf('"', at - 2);
    return open >= floor && at - open > 2 ? open : at;
  }
  let start = at;
  while (start > floor && (isLocal(line[start - 1]) || isApostrophe(line, start - 1))) start--;
  const local = line.slice(start, at);
  // `to=user@…`, `email=…`: the name of a value, not a part of it; and dots or marks of a list before the address.
  const named = /^(?:to|from|rcpt|recipient|user|e?mail|address|orig_to|for|smtp)=/i.exec(local);
  if (named) return start + named[0].length;
  return start + (/^[.*#|]+/.exec(local)?.[0].length ?? 0);
}

/** As in `o'brien@…`, not as a quotation mark. */
const isApostrophe = (line: string, at: number): boolean =>
  line[at] === "'" && /\w/.test(line[at - 1] ?? '') && /\w/.test(line[at + 1] ?? '');

function domainEnd(line: string, at: number): number {
  const ceiling = Math.min(line.length, at + 1 + domainLengthMax);
  if (line[at + 1] === '[') {
    const close = line.indexOf(']', at);
    return close === -1 || close > ceiling ? at + 1 : close + 1;
  }
  let end = at + 1;
  while (end < ceiling && isDomain(line[end])) end++;
  // A domain that is complete is not gone on with by the text behind it, which may be of a language without blanks.
  if (isLetterBeyondAscii(line[end]) && !/\.[a-z]{2,}$/i.test(line.slice(at + 1, end))) {
    while (end < ceiling && (isDomain(line[end]) || isLetterBeyondAscii(line[end]))) end++;
  }
  while (end > at + 1 && /[._-]/.test(line[end - 1] ?? '')) end--;
  return end;
}

/** Two spellings of one address, for our purposes: hosts write it back in other case. */
export const addressKey = (address: string): string => address.toLowerCase();
