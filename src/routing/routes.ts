/** Where mail goes by configuration, before the DNS is asked. */
import {
  type Domain,
  ipOfLiteral,
  isAddressLiteral,
  literalOf,
  type MailDomain,
  parseDomain,
  parseMailDomain,
} from '../address/domain.ts';
import { type IpAddress, isLoopback, parseIp } from '../address/ip.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { AddressFamily, Ourselves } from '../dns/mx.ts';
import type { Credential, TlsPolicy } from './next-hop.ts';

/** What an operator says about routing. Made into Routes by buildRoutes. */
export interface RouteSettings {
  /** By pattern: a domain, `.domain` for all domains below it, or `*` for all. The most exact one counts. */
  readonly staticRoutes?: Readonly<Record<string, HopSettings>>;
  /** Takes all mail that no static route takes. */
  readonly smartHost?: HopSettings;
  /** The port of mail exchangers. */
  readonly smtpPort?: number;
  /** The names and addresses of this host: exchangers that are ourselves are not sent to (RFC 5321 §5.1). */
  readonly ourNames?: readonly Domain[];
  readonly ourAddresses?: readonly IpAddress[];
  /** Also take loopback addresses for ourselves. Off only where several hosts live on one machine, as in the try-it mode. */
  readonly isLoopbackOurs?: boolean;
  readonly preferredFamily?: AddressFamily;
}

export interface HopSettings {
  /** A domain name, or an IP address without brackets. Its mail exchangers are not looked up. */
  readonly host: string;
  readonly port: number;
  /** Without it: required where there is a password, else opportunistic. */
  readonly tls?: TlsPolicy;
  readonly auth?: Credential;
}

/** A next hop by configuration. */
export interface FixedHop {
  readonly host: MailDomain;
  readonly port: number;
  readonly tls: TlsPolicy;
  readonly auth?: Credential;
}

export interface Routes {
  readonly exact: ReadonlyMap<MailDomain, FixedHop>;
  /** By the domain above. */
  readonly below: ReadonlyMap<Domain, FixedHop>;
  readonly otherwise?: FixedHop;
  readonly smtpPort: number;
  readonly ourselves: Ourselves;
  readonly preferredFamily: AddressFamily;
}

/** RFC 5321 §4.5.4.2 */
const defaultSmtpPort = 25;

/** Reads and checks the settings. The error is one sentence for the operator. */
export function buildRoutes(settings: RouteSettings): Result<Routes> {
  const exact = new Map<MailDomain, FixedHop>();
  const below = new Map<Domain, FixedHop>();
  let otherwise: FixedHop | undefined;
  const { staticRoutes = {}, smartHost } = settings;
  if (smartHost !== undefined && '*' in staticRoutes) {
    return err('a route for * and a smart host say the same thing; give one of them');
  }
  const wanted = [...Object.entries(staticRoutes), ...(smartHost ? [['*', smartHost] as const] : [])];
  for (const [pattern, hopSettings] of wanted) {
    const hop = fixedHop(hopSettings);
    if (!hop.ok) return err(`the route for ${pattern}: ${hop.error}`);
    const domain = parseMailDomain(pattern.replace(/^\./, ''));
    if (pattern === '*') otherwise = hop.value;
    else if (!domain.ok) return err(`the route for ${pattern}: ${domain.error}`);
    else if (!pattern.startsWith('.')) exact.set(domain.value, hop.value);
    else if (!isAddressLiteral(domain.value)) below.set(domain.value, hop.value);
    else return err(`the route for ${pattern}: there are no domains below an address`);
  }
  const clash = findClash([...exact.values(), ...below.values(), ...(otherwise ? [otherwise] : [])]);
  if (clash !== undefined) return err(clash);
  return ok({
    exact,
    below,
    ...(otherwise === undefined ? {} : { otherwise }),
    smtpPort: settings.smtpPort ?? defaultSmtpPort,
    ourselves: ourselvesOf(settings),
    preferredFamily: settings.preferredFamily ?? 'ipv6',
  });
}

/** The fixed hop of a domain, if configuration has one; otherwise the DNS decides. */
export function fixedHopFor(routes: Routes, domain: MailDomain): FixedHop | undefined {
  const exact = routes.exact.get(domain);
  if (exact !== undefined || isAddressLiteral(domain)) return exact ?? routes.otherwise;
  for (let dot = domain.indexOf('.'); dot !== -1; dot = domain.indexOf('.', dot + 1)) {
    const above = routes.below.get(domain.slice(dot + 1) as Domain);
    if (above !== undefined) return above;
  }
  return routes.otherwise;
}

/**
 * The key by which the queue groups recipients: those with equal keys go to the same hosts. `smtp:[host]:port` for a fixed hop,
 * else the domain.
 */
export function queueDestination(domain: MailDomain, routes: Routes): string {
  const hop = fixedHopFor(routes, domain);
  return hop === undefined ? domain : destinationOf(hop);
}

const destinationOf = ({ host, port }: FixedHop): string =>
  `smtp:[${isAddressLiteral(host) ? ipOfLiteral(host) : host}]:${port}`;

function fixedHop({ host, port, tls, auth }: HopSettings): Result<FixedHop> {
  const ip = parseIp(host);
  const domain = ip === undefined ? parseDomain(host) : ok(literalOf(ip));
  if (!domain.ok) return domain;
  if (auth !== undefined && tls === 'none') return err('a password is not sent without TLS');
  const policy = tls ?? (auth === undefined ? 'opportunistic' : 'required');
  return ok({ host: domain.value, port, tls: policy, ...(auth === undefined ? {} : { auth }) });
}

/** Recipients of one queue destination travel together, so they must not differ in TLS or account. */
function findClash(hops: readonly FixedHop[]): string | undefined {
  const byDestination = Map.groupBy(hops, destinationOf);
  for (const [destination, [first, ...others]] of byDestination) {
    const differs = others.some(
      (hop) => hop.tls !== first?.tls || hop.auth?.username !== first.auth?.username,
    );
    if (differs) return `the routes to ${destination} differ in TLS or account`;
  }
  return undefined;
}

function ourselvesOf(settings: RouteSettings): Ourselves {
  const { ourNames = [], ourAddresses = [], isLoopbackOurs = true } = settings;
  const names = new Set<string>(ourNames);
  const addresses = new Set<IpAddress>(ourAddresses);
  return {
    isOurName: (name) => names.has(name),
    isOurAddress: (ip) => addresses.has(ip) || (isLoopbackOurs && isLoopback(ip)),
  };
}
