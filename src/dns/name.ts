/** A name in the DNS as we compare it: lower case, no dot at the end. Compare with `===`. */
export type DnsName = string & { readonly __brand: 'DnsName' };

/** The empty name. As the target of an MX record it says that there is no mail here (RFC 7505 §3). */
export const ROOT = '.' as DnsName;

/** RFC 1035 §2.3.4: 255 octets on the wire, which is 253 characters of text. */
export const nameLengthMax = 253;

/** Labels of 1 to 63 printable ASCII characters. Wider than a host name, since `_dmarc` and the like are names too. */
const labels = /^[ -\-/-[\]-~]{1,63}(?:\.[ -\-/-[\]-~]{1,63})*$/;

/** Reads a name with or without its dot at the end. Undefined if no server could be asked for it in our spelling. */
export const parseDnsName = (text: string): DnsName | undefined =>
  text.includes(' ') ? undefined : parseQueryName(text);

/** Reads a name that may have blanks. No host has such a name, but an SPF record can ask for one (RFC 7208 §7.1). */
export function parseQueryName(text: string): DnsName | undefined {
  if (text === '.') return ROOT;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return name.length <= nameLengthMax && labels.test(name) ? (name.toLowerCase() as DnsName) : undefined;
}
