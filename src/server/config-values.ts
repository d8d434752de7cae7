/** How durations, sizes and addresses are written in the configuration. Each parser answers undefined for what it cannot read. */
import { type IpAddress, parseIp } from '../address/ip.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../base/instant.ts';

const durationUnits: Readonly<Record<string, number>> = { s: secondMs, m: minuteMs, h: hourMs, d: dayMs };
const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

/** `90s`, `5m`, `4h`, `5d` → milliseconds */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(s|m|h|d)$/.exec(text);
  return match ? Number(match[1]) * (durationUnits[match[2] ?? ''] ?? 0) : undefined;
}

/** `512B`, `100KiB`, `25MiB`, `2GiB` → octets */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,9})(B|KiB|MiB|GiB|TiB)$/.exec(text);
  return match ? Number(match[1]) * (sizeUnits[match[2] ?? ''] ?? 0) : undefined;
}

export interface HostAndPort {
  /** A domain name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `mail.example.org:25`, `192.0.2.1:25`, `[2001:db8::1]:25`; without a port, `defaultPort` is taken. */
export function parseHostAndPort(text: string, defaultPort: number): HostAndPort | undefined {
  const match = /^(?:\[([^\]]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  if (match?.[1] !== undefined && parseIp(host) === undefined) return undefined;
  return { host, port };
}

export interface IpAndPort {
  readonly ip: IpAddress;
  readonly port: number;
}

/** As parseHostAndPort, for places where only an IP address will do. Port 0 is any free port. */
export function parseIpAndPort(text: string, defaultPort: number): IpAndPort | undefined {
  const whole = parseIp(text);
  if (whole) return { ip: whole, port: defaultPort };
  const match = /^(?:\[([^\]]+)\]|([\d.]+)):(\d{1,5})$/.exec(text);
  const ip = parseIp(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3]);
  return ip && port <= 65_535 ? { ip, port } : undefined;
}
