import { type IpNetwork, parseNetwork } from '../../address/ip.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { literalEnd, type MacroString, parseMacroString } from './macros.ts';

/** An SPF record (RFC 7208 §4.6.1). */
export interface SpfRecord {
  readonly directives: readonly Directive[];
  readonly redirect?: MacroString;
  readonly explanation?: MacroString;
}

export interface Directive {
  readonly result: 'pass' | 'fail' | 'softfail' | 'neutral';
  readonly mechanism: Mechanism;
  /** As it stands in the record. */
  readonly text: string;
}

/** RFC 7208 §5. Without a target, the domain of the record is meant. */
export type Mechanism =
  | { readonly kind: 'all' }
  | { readonly kind: 'include' | 'exists'; readonly target: MacroString }
  | ({ readonly kind: 'a' | 'mx'; readonly target?: MacroString } & PrefixLengths)
  | { readonly kind: 'ptr'; readonly target?: MacroString }
  | { readonly kind: 'ip'; readonly network: IpNetwork };

/** How many bits of an address have to be the same. */
export interface PrefixLengths {
  readonly ipv4Prefix: number;
  readonly ipv6Prefix: number;
}

const results = { '+': 'pass', '-': 'fail', '~': 'softfail', '?': 'neutral' } as const;

/** RFC 7208 §4.5 */
export const isSpfRecord = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

/** Reads a record that begins with its version. The error is a phrase for who publishes it. */
export function parseSpfRecord(text: string): Result<SpfRecord> {
  const [, ...terms] = text.split(' ').filter((term) => term !== '');
  const directives: Directive[] = [];
  const modifiers: { redirect?: MacroString; exp?: MacroString } = {};
  for (const term of terms) {
    // RFC 7208 §3.1; a tab is no separator either.
    if (!/^[!-~]+$/.test(term)) return err('it has characters that no record may have');
    const [, name = '', value = ''] = /^([a-z][-a-z0-9_.]*)=(.*)$/i.exec(term) ?? [];
    const modifier = name.toLowerCase();
    if (modifier === 'redirect' || modifier === 'exp') {
      // RFC 7208 §6
      if (modifiers[modifier] !== undefined) return err(`it has ${modifier}= twice`);
      const target = parseTarget(value);
      if (!target.ok) return target;
      modifiers[modifier] = target.value;
    } else if (modifier !== '') {
      const ignored = parseMacroString(value, 'explanation');
      if (!ignored.ok) return ignored;
    } else {
      const directive = parseDirective(term);
      if (!directive.ok) return directive;
      directives.push(directive.value);
    }
  }
  const { redirect, exp } = modifiers;
  return ok({ directives, ...(redirect && { redirect }), ...(exp && { explanation: exp }) });
}

function parseDirective(text: string): Result<Directive> {
  const match = /^([-+?~]?)([a-z][a-z0-9]*)(?:$|(?=[:/]))(.*)$/i.exec(text);
  if (!match) return err(`"${text}" is no term of SPF`);
  const [, qualifier = '', name = '', rest = ''] = match;
  const mechanism = parseMechanism(name.toLowerCase(), rest, text);
  if (!mechanism.ok) return mechanism;
  const result = results[(qualifier || '+') as keyof typeof results];
  return ok({ result, mechanism: mechanism.value, text });
}

/** @param rest from the `:` or `/` on, if there is one */
function parseMechanism(name: string, rest: string, text: string): Result<Mechanism> {
  const argument = rest.startsWith(':') ? rest.slice(1) : undefined;
  switch (name) {
    case 'all':
      return rest === '' ? ok({ kind: 'all' }) : err(`"${text}": "all" has no argument`);
    case 'include':
    case 'exists': {
      const target = parseTarget(argument ?? '');
      return target.ok ? ok({ kind: name, target: target.value }) : target;
    }
    case 'a':
    case 'mx':
      return parseHosts(name, rest, text);
    case 'ptr': {
      if (rest === '') return ok({ kind: 'ptr' });
      const target = parseTarget(argument ?? '');
      return target.ok ? ok({ kind: 'ptr', target: target.value }) : target;
    }
    case 'ip4':
    case 'ip6':
      return parseAddresses(name, argument ?? '', text);
    default:
      return err(`SPF has no mechanism "${name}"`);
  }
}

function parseHosts(kind: 'a' | 'mx', rest: string, text: string): Result<Mechanism> {
  const [, argument = '', ipv4, ipv6] = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? [];
  const lengths = { ipv4Prefix: prefixOf(ipv4, 32), ipv6Prefix: prefixOf(ipv6, 128) };
  if (Number.isNaN(lengths.ipv4Prefix + lengths.ipv6Prefix))
    return err(`"${text}" has no such prefix length`);
  if (argument === '') return ok({ kind, ...lengths });
  const target = parseTarget(argument.startsWith(':') ? argument.slice(1) : '');
  return target.ok ? ok({ kind, target: target.value, ...lengths }) : target;
}

function parseAddresses(name: 'ip4' | 'ip6', argument: string, text: string): Result<Mechanism> {
  const [, address = '', length] = /^([^/]*)(?:\/(\d+))?$/.exec(argument) ?? [];
  const isIpv4 = name === 'ip4';
  // RFC 7208 §5.6: no leading zeros.
  const isOfKind = isIpv4 ? /^(?:(?:0|[1-9]\d*)(?:\.(?!$)|$)){4}$/.test(address) : address.includes(':');
  const prefixLength = prefixOf(length, isIpv4 ? 32 : 128);
  const network = isOfKind && !Number.isNaN(prefixLength) ? parseNetwork(address) : undefined;
  if (network === undefined) return err(`"${text}" names no network of ${isIpv4 ? 'IPv4' : 'IPv6'}`);
  // RFC 7208 §5: what stands behind "ip6" never means a host of IPv4.
  const isMapped = !isIpv4 && network.octets.length === 4;
  const octets = isMapped ? [...mappedPrefix, ...network.octets] : network.octets;
  return ok({ kind: 'ip', network: { octets, prefixLength } });
}

/** The first 96 bits of an IPv4 address in the form of IPv6. */
const mappedPrefix = [...Array<number>(10).fill(0), 255, 255];

/** domain-spec (RFC 7208 §7.1): it ends in a macro, or in a label that a top-level domain could have. */
function parseTarget(text: string): Result<MacroString> {
  if (text === '') return err('a term lacks its domain');
  const target = parseMacroString(text, 'term');
  if (!target.ok) return target;
  const end = literalEnd(text);
  return end === undefined || hasTopLabel(end) ? target : err(`"${text}" is no domain name`);
}

/** toplabel (RFC 7208 §7.1), behind a dot: letters, digits and hyphens, and not digits alone. */
function hasTopLabel(end: string): boolean {
  const name = end.endsWith('.') ? end.slice(0, -1) : end;
  const dot = name.lastIndexOf('.');
  const label = name.slice(dot + 1);
  return dot !== -1 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label) && /[a-z-]/i.test(label);
}

/** A prefix length; NaN for none that there is. */
function prefixOf(digits: string | undefined, max: number): number {
  if (digits === undefined) return max;
  return /^(?:0|[1-9]\d*)$/.test(digits) && Number(digits) <= max ? Number(digits) : Number.NaN;
}
