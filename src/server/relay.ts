import { type IpAddress, isIpv6 } from '../address/ip.ts';
import type { Net } from '../base/ports-net.ts';
import { tcpClient } from '../io/tcp-client.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { RecipientIndex } from '../queue/message.ts';
import { SigningTransport } from '../queue-manager/signing-transport.ts';
import { resolveNextHop } from '../routing/resolve.ts';
import { SmtpRelay } from '../transports/smtp-relay.ts';
import type { DeliveryJob, DeliveryReport, Transport } from '../transports/transport.ts';
import type { Core } from './core.ts';
import { deliverPlainAgain } from './plain-again.ts';
import { trips } from './trips.ts';
import { watchingForwards } from './watched-forwards.ts';

export interface Relay {
  readonly transport: Transport;
  /** Takes leave of the hosts with which a session is still open. */
  close(): Promise<void>;
}

/** The way out: routes, signatures, and SMTP to the next hop. */
export function createRelay(core: Core): Relay {
  const { config, clock, random, log, routes, resolver, returnPaths, dkimKeys, badTargets } = core;
  const relay = new SmtpRelay({
    clock,
    log,
    net: connectingFrom(config.relay.source_addresses, tcpClient()),
    greetingName: config.hostname,
    findNextHops: ({ address }) => resolveNextHop(address.domain, routes, { resolver, random }),
  });
  const transport: Transport = {
    async deliver(job) {
      // Who forwards shows nobody whose message it was.
      const deliver = (trip: DeliveryJob) =>
        trip.recipients.some(({ forward }) => forward)
          ? relay.deliver(trip)
          : deliverPlainAgain(trip, job.message.envelope, { relay, clock, log, returnPaths });
      const reports = await Promise.all(trips(job, clock.now(), core).map(deliver));
      return reports.length === 1 && reports[0] ? reports[0] : together(reports);
    },
  };
  const signing = new SigningTransport(watchingForwards(transport, badTargets), {
    clock,
    log,
    signersOf: (domain) => dkimKeys.signersOf(domain),
  });
  return { transport: signing, close: () => relay.close() };
}

/** A network that is entered by these addresses of ours: one of each family, or none. */
export const connectingFrom = (sources: readonly IpAddress[], net: Net): Net => ({
  connect(target, signal) {
    const source = sources.find((each) => isIpv6(each) === target.ip.includes(':'));
    return net.connect(source === undefined ? target : { ...target, localAddress: source }, signal);
  },
});

/** What groups that went different ways came to says nothing of the destination that they once had in common. */
function together(reports: readonly DeliveryReport[]): DeliveryReport {
  const results = new Map<RecipientIndex, AttemptResult>(reports.flatMap((report) => [...report.results]));
  return { results, destination: 'ok' };
}
