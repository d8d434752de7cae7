/** How durations, sizes and addresses are written in the configuration. Each parser answers undefined for what it cannot read. */
import { parseDomain } from '../address/domain.ts';
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

/** Ten years: what is added to the time of day stays a date. */
export const durationMsMax = 3_650 * dayMs;
/** 1024 TiB: sizes stay whole numbers. */
export const sizeBytesMax = 1024 ** 5;

/** `90s`, `5m`, `4h`, `5d` → milliseconds */
export const parseDuration = (text: string): number | undefined =>
  parseQuantity(/^(\d{1,12})(s|m|h|d)$/.exec(text), durationUnits, durationMsMax);

/** `512B`, `100KiB`, `25MiB`, `2GiB` → octets */
export const parseSize = (text: string): number | undefined =>
  parseQuantity(/^(\d{1,16})(B|KiB|MiB|GiB|TiB)$/.exec(text), sizeUnits, sizeBytesMax);

function parseQuantity(
  match: RegExpExecArray | null,
  units: Readonly<Record<string, number>>,
  max: number,
): number | undefined {
  const value = Number(match?.[1]) * (units[match?.[2] ?? ''] ?? Number.NaN);
  return value <= max ? value : undefined;
}

export interface HostAndPort {
  /** A domain name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** `https://mail.example.org`, without a path or anything behind it → the same without a slash at its end */
export function parseHttpUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isHttp && `${url.origin}/` === url.href ? url.origin : undefined;
}

/** `mail.example.org:25`, `192.0.2.1:25`, `[2001:db8::1]:25`; without a port, `defaultPort` is taken. */
export function parseHostAndPort(text: string, defaultPort: number): HostAndPort | undefined {
  const match = /^(?:\[([^\]]+)\]|([A-Za-z0-9.-]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  const isHost = parseIp(host) !== undefined || (match?.[1] === undefined && parseDomain(host).ok);
  return isHost ? { host, port } : undefined;
}

export interface IpAndPort {
  readonly ip: IpAddress;
  readonly port: number;
}

/** As parseHostAndPort, for places where only an IP address will do; without a port, IPv6 needs no brackets. */
export function parseIpAndPort(text: string, defaultPort: number): IpAndPort | undefined {
  const whole = parseIp(text);
  if (whole) return { ip: whole, port: defaultPort };
  const found = parseHostAndPort(text, defaultPort);
  const ip = found && parseIp(found.host);
  return ip && { ip, port: found.port };
}
