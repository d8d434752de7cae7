/** From a domain to the hosts and addresses to try, in order. */
import { ipOfLiteral, isAddressLiteral, type MailDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { Random } from '../base/ports.ts';
import { err, ok, type Result } from '../base/result.ts';
import {
  type Exchanger,
  type LookedUpExchanger,
  type Ourselves,
  selectExchangers,
  selectTargets,
} from '../dns/mx.ts';
import { parseDnsName } from '../dns/name.ts';
import type { Resolver } from '../dns/resolver.ts';
import { failureOf, fixedHopFailure, noSuchDomain, type RoutingFailure } from './failure.ts';
import type { NextHop } from './next-hop.ts';
import { type FixedHop, fixedHopFor, type Routes } from './routes.ts';

export interface RoutingWorld {
  readonly resolver: Resolver;
  readonly random: Random;
}

type NextHops = Result<readonly NextHop[], RoutingFailure>;

/** Where to take mail for a domain: at least one address, best first. All domains of one queue destination have the same. */
export async function resolveNextHop(
  domain: MailDomain,
  routes: Routes,
  world: RoutingWorld,
): Promise<NextHops> {
  const fixed = fixedHopFor(routes, domain);
  if (fixed !== undefined) return resolveFixedHop(fixed, routes, world);
  if (isAddressLiteral(domain)) return resolveLiteral(domain, ipOfLiteral(domain), routes);
  const name = parseDnsName(domain);
  if (name === undefined) return err(noSuchDomain(domain, 'it is too long for the DNS'));
  const answer = await world.resolver.query(name, 'MX');
  const exchangers = selectExchangers(name, answer, routes.ourselves, world.random);
  if (!exchangers.ok) return err(failureOf(domain, exchangers.error));
  const lookedUp = await lookUp(exchangers.value, world.resolver);
  const targets = selectTargets(lookedUp, routes.ourselves, routes.preferredFamily);
  if (!targets.ok) return err(failureOf(domain, targets.error));
  return ok(
    targets.value.map(({ host, ip }) => ({ name: host, ip, port: routes.smtpPort, tls: 'opportunistic' })),
  );
}

// RFC 5321 §4.1.3: a literal is for going around the DNS.
function resolveLiteral(literal: MailDomain, ip: IpAddress, routes: Routes): NextHops {
  if (routes.ourselves.isOurAddress(ip)) {
    return err(failureOf(literal, { kind: 'loop', host: literal }));
  }
  return ok([{ name: literal, ip, port: routes.smtpPort, tls: 'opportunistic' }]);
}

/** The operator chose the host; that it may be our own (a filter on another port, say) is his business. */
const nobody: Ourselves = { isOurName: () => false, isOurAddress: () => false };

async function resolveFixedHop(hop: FixedHop, routes: Routes, { resolver }: RoutingWorld): Promise<NextHops> {
  const { host, port, tls, auth } = hop;
  const nextHop = (ip: IpAddress): NextHop => ({ name: host, ip, port, tls, ...(auth ? { auth } : {}) });
  if (isAddressLiteral(host)) return ok([nextHop(ipOfLiteral(host))]);
  const name = parseDnsName(host);
  if (name === undefined) return err(fixedHopFailure(hop, { kind: 'no-such-domain' }));
  const lookedUp = await lookUp([{ host: name, preference: 0 }], resolver);
  const targets = selectTargets(lookedUp, nobody, routes.preferredFamily);
  if (!targets.ok) return err(fixedHopFailure(hop, targets.error));
  return ok(targets.value.map(({ ip }) => nextHop(ip)));
}

const lookUp = (exchangers: readonly Exchanger[], resolver: Resolver): Promise<LookedUpExchanger[]> =>
  Promise.all(
    exchangers.map(async (exchanger) => {
      const [a, aaaa] = await Promise.all([
        resolver.query(exchanger.host, 'A'),
        resolver.query(exchanger.host, 'AAAA'),
      ]);
      return { ...exchanger, a, aaaa };
    }),
  );
