import { printable } from '../base/printable.ts';
import type { DnsRecord } from '../server/dns-records/finding.ts';

/** A record as a zone file has it (RFC 1035 §5.1), with TXT in strings of at most 255 octets (§3.3). With the end of the line. */
export function zoneLine({ name, type, data }: DnsRecord): string {
  const strings = data.match(/.{1,255}/gs) ?? [''];
  const text = type === 'TXT' ? strings.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ') : data;
  return `${printable(`${name}. 3600 IN ${type} ${text}`)}\n`;
}
