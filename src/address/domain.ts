import { err, ok, type Result } from '../base/result.ts';
import { type IpAddress, isIpv6, parseIp } from './ip.ts';

/** A domain name in its one canonical form: lower case, A-labels (RFC 5890), no dot at the end. Compare with `===`. */
export type Domain = string & { readonly __brand: 'Domain' };

/** An address literal in canonical form: `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3). */
export type AddressLiteral = `[${string}]`;

/** What may stand behind the `@` of a mailbox address. */
export type MailDomain = Domain | AddressLiteral;

/** RFC 5321 §4.5.3.1.2, in octets. */
const domainLengthMax = 255;
/** RFC 1035 §2.3.4, in octets. */
const labelLengthMax = 63;

/** sub-domain = Let-dig [Ldh-str] (RFC 5321 §4.1.2) */
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Parses a domain name of letters, digits and hyphens, or with U-labels (RFC 5890), into its canonical form. */
export function parseDomain(text: string): Result<Domain> {
  const name = hasNonAscii(text) ? toAscii(text) : text.toLowerCase();
  if (name === undefined) return err('the domain name is not a valid internationalized name');
  if (name.length > domainLengthMax) return err(`the domain name is longer than ${domainLengthMax} octets`);
  for (const part of name.split('.')) {
    if (part.length > labelLengthMax)
      return err(`a label of the domain name is longer than ${labelLengthMax} octets`);
    if (!label.test(part)) return err('the domain name is malformed');
  }
  return ok(name as Domain);
}

/** Parses `[…]` with an IPv4 or tagged IPv6 address in it; other tags are registered nowhere and refused. */
export function parseAddressLiteral(text: string): Result<AddressLiteral> {
  const match = /^\[(IPv6:)?([0-9A-Fa-f.:]+)\]$/i.exec(text);
  const ip = match?.[2] === undefined ? undefined : parseIp(match[2]);
  if (!ip || (match?.[1] !== undefined) !== (match?.[2]?.includes(':') ?? false)) {
    return err('the address literal is malformed');
  }
  return ok(literalOf(ip));
}

/** Parses either of the two. */
export const parseMailDomain = (text: string): Result<MailDomain> =>
  text.startsWith('[') ? parseAddressLiteral(text) : parseDomain(text);

export const isAddressLiteral = (domain: MailDomain): domain is AddressLiteral => domain.startsWith('[');

export const literalOf = (ip: IpAddress): AddressLiteral => (isIpv6(ip) ? `[IPv6:${ip}]` : `[${ip}]`);

export function ipOfLiteral(literal: AddressLiteral): IpAddress {
  return literal.slice(1, -1).replace(/^IPv6:/, '') as IpAddress;
}

export function hasNonAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return true;
  return false;
}

function toAscii(text: string): string | undefined {
  // The URL parser is UTS #46 at hand without an import. It would also take delimiters apart, so they are refused first.
  if (/[\s/:?#@\\%<>[\]^|]/.test(text)) return undefined;
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return undefined;
  }
}
