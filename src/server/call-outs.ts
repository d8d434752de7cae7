import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import type { Resolver } from '../dns/resolver.ts';
import { tcpClient } from '../io/tcp-client.ts';
import { resolveNextHop } from '../routing/resolve.ts';
import { fixedHopFor, type Routes } from '../routing/routes.ts';
import { CallOuts } from '../verification/call-outs.ts';
import type { Finding } from '../verification/finding.ts';
import type { Config } from './config.ts';
import { connectingFrom } from './relay.ts';

interface CallOutSurroundings {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly routes: Routes;
  readonly resolver: Resolver;
}

/** Asks the hosts to which mail for an address would go. */
export interface Verifier {
  ask(address: MailboxAddress): Promise<Finding>;
  close(): void;
}

/** By the routes and from the addresses of ordinary mail. */
export function verifier({ config, clock, random, log, routes, resolver }: CallOutSurroundings): Verifier {
  const { verification, relay, hostname } = config;
  const callOuts = new CallOuts(
    {
      ...{ clock, log, random, greetingName: hostname },
      net: connectingFrom(relay.source_addresses, tcpClient()),
      findNextHops: (domain) => resolveNextHop(domain, routes, { resolver, random }),
    },
    {
      patienceMs: verification.timeout,
      atOnceMax: verification.concurrency,
      atOncePerHostMax: verification.host_concurrency,
      inAllMax: verification.rate,
      perHostMax: verification.host_rate,
      goodMs: verification.keep_good,
      badMs: verification.keep_bad,
      findingsMax: verification.remembered,
    },
  );
  return {
    async ask(address) {
      const way = fixedHopFor(routes, address.domain);
      // It takes mail for everybody, and may want a password first.
      if (way !== undefined && way === routes.otherwise)
        return {
          kind: 'unknown',
          text: `Mail for ${address.domain} goes through ${way.host}, which is not asked: it takes mail for everybody.`,
        };
      return await callOuts.ask(address);
    },
    close: () => callOuts.close(),
  };
}
