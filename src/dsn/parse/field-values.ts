import { parseIp } from '../../address/ip.ts';
import { decodeUtf8AddressXtext, isUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { type Action, type DiagnosticCode, dnsName, type MtaName, type TypedAddress } from '../report.ts';

/** A value such as `rfc822; homer@springfield.test`, whose type may be missing (RFC 3464 §2.1.2). */
interface TypedValue {
  readonly type: string | undefined;
  readonly value: string;
}

function typedValue(text: string): TypedValue {
  const semicolon = text.indexOf(';');
  const type = text.slice(0, Math.max(0, semicolon)).trim();
  if (!/^[A-Za-z0-9][\w.+-]{0,60}$/.test(type)) return { type: undefined, value: text.trim() };
  return { type, value: text.slice(semicolon + 1).trim() };
}

/** An address field (RFC 3464 §2.1.2 (a)); undefined where no address stands in it. */
export function addressOf(text: string | undefined): TypedAddress | undefined {
  const { type = 'rfc822', value } = typedValue(text ?? '');
  const address = isMailType(type) ? bareAddress(value) : value;
  if (address === '' || address.length > addressLengthMax) return undefined;
  const isEncoded = type.toLowerCase() === 'utf-8' && isUtf8AddressXtext(address);
  return { type, address: isEncoded ? decodeUtf8AddressXtext(address) : address };
}

/** Characters of an address that we repeat; the longest of X.400 are shorter. */
const addressLengthMax = 1_000;

/** Types under which programs write addresses of mail; the address of another type is kept as it is. */
const isMailType = (type: string): boolean => !/^(?:x-?400|x-?500|mrs|x-?121)$/i.test(type);

/** An address without what programs wrongly put around it: brackets, quotes, comments, a name, a comma. */
function bareAddress(text: string): string {
  const quoted = /^"(?:[^"\\]|\\.)*"@[^\s>]+/.exec(text)?.[0];
  if (quoted !== undefined) return quoted;
  const bracketed = /<([^<>]+)>/.exec(text)?.[1];
  const bare = (bracketed ?? withoutComment(text)).trim().replace(/^(?:mailto|smtp)[:=]/i, '');
  return stripped(stripped(bare, '<,; ', '>,;: ').replace(/^(['"])(.*)\1$/, '$2'), '<', '>');
}

/** Without these characters at its ends. */
function stripped(text: string, before: string, behind: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && before.includes(text.charAt(start))) start++;
  while (end > start && behind.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Without one comment at the end. */
function withoutComment(text: string): string {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  return open > 0 ? text.slice(0, open) : text;
}

/** The name of a host (RFC 3464 §2.1.2 (c)) and, in a comment, its address (§2.2.4). */
export function mtaNameOf(text: string | undefined): MtaName | undefined {
  const { type, value } = typedValue(text ?? '');
  const open = value.indexOf('(');
  const name = (open > 0 ? value.slice(0, open) : value).trim();
  if (name === '') return undefined;
  const comment = open > 0 ? value.slice(open + 1).replace(/\).*$/s, '') : '';
  const ip = parseIp(comment.trim().replace(/^\[(?:IPv6:)?|\]$/gi, ''));
  return ip ? { ...dnsName(name, ip), ...(type && { type }) } : { type: type ?? 'dns', name };
}

/** RFC 3464 §2.3.6. Without a type it is taken for a reply if it begins like one. */
export function diagnosticOf(text: string | undefined): DiagnosticCode | undefined {
  const { type, value: folded } = typedValue(text ?? '');
  // Blanks at a fold are an indentation.
  const value = folded.replace(/\s{2,}/g, ' ');
  if (value === '') return undefined;
  return { type: type ?? (/^[245]\d\d\b/.test(value) ? 'smtp' : 'x-unknown'), text: value };
}

const actionWords: readonly (readonly [RegExp, Action])[] = [
  [/delay|defer|warn|temporar|retry/i, 'delayed'],
  [/^(?:un|not|non)[- ]?deliver|fail|reject|refus|bounce|expire|undeliver|error|drop|discard/i, 'failed'],
  [/relay|forward/i, 'relayed'],
  [/expand/i, 'expanded'],
  [/deliver|success|accept/i, 'delivered'],
];

/** RFC 3464 §2.3.3, and the other words that programs use in its place. */
export const actionOf = (text: string | undefined): Action | undefined =>
  text === undefined ? undefined : actionWords.find(([word]) => word.test(text.slice(0, 60)))?.[1];
