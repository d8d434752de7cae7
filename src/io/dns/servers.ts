import { readFileSync } from 'node:fs';
import { type IpAddress, parseIp } from '../../address/ip.ts';

/** Where a DNS server listens. */
export interface DnsServerAddress {
  readonly ip: IpAddress;
  readonly port: number;
}

/** The common resolvers of Unix read three and no more. */
export const serversMax = 3;

const dnsPort = 53;

/** The servers of the machine; the machine itself where nothing is said (resolv.conf(5)). */
export function systemDnsServers(path = '/etc/resolv.conf'): readonly DnsServerAddress[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No such file: the same as an empty one.
  }
  return parseResolvConf(text);
}

/** Reads the `nameserver` lines. Link-local addresses with a zone index are passed over. */
export function parseResolvConf(text: string): readonly DnsServerAddress[] {
  const servers = text
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? '')
    .map(parseIp)
    .filter((ip) => ip !== undefined)
    .map((ip) => ({ ip, port: dnsPort }));
  return servers.length > 0
    ? servers.slice(0, serversMax)
    : [{ ip: '127.0.0.1' as IpAddress, port: dnsPort }];
}
