import type { MailDomain } from '../address/domain.ts';
import { pathText } from '../address/path.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { replyText } from '../envelope/reply.ts';
import type { ReturnPaths } from '../policy/return-paths.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { DeliveryJob, DeliveryReport, Transport } from '../transports/transport.ts';
import { boundReply } from './return-paths.ts';

interface PlainAgainWorld {
  readonly relay: Transport;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly returnPaths: Pick<ReturnPaths, 'learn'>;
}

/**
 * Makes a trip; where a host refuses the sender for good, the tag may be why, and it is shown the plain reverse-path at once. If it
 * takes that one, its recipients see no more tags. No mail fails for its tag.
 */
export async function deliverPlainAgain(
  trip: DeliveryJob,
  plain: Envelope,
  { relay, clock, log, returnPaths }: PlainAgainWorld,
): Promise<DeliveryReport> {
  const report = await relay.deliver(trip);
  const recipients = trip.recipients.filter(({ index }) => isSenderRefused(report.results.get(index)));
  const isTagged = pathText(trip.message.envelope.reversePath) !== pathText(plain.reversePath);
  if (!isTagged || recipients.length === 0 || trip.signal.aborted) return report;
  const again = await relay.deliver({ ...trip, recipients, message: { ...trip.message, envelope: plain } });
  const taken = recipients.filter(({ index }) => again.results.get(index)?.kind === 'relayed');
  const byDomain = new Map(taken.map(({ address, index }): [MailDomain, number] => [address.domain, index]));
  for (const [domain, index] of byDomain) {
    const reply = replyOf(report.results.get(index));
    returnPaths.learn({ domain, learntAt: clock.now(), reply });
    log.warn('a host takes no tagged reverse-path: its domain sees no more tags for now', { domain, reply });
  }
  return { results: new Map([...report.results, ...again.results]), destination: again.destination };
}

function replyOf(result: AttemptResult | undefined): string {
  if (result?.kind !== 'permanent') return '';
  const { reply, text } = result.diagnostic;
  return boundReply(reply ? replyText(reply) : text);
}

/** At MAIL; or later, by hosts that put all refusals off until RCPT. Those quote what they refuse, or give a status for senders (RFC 3463 §3.2). */
function isSenderRefused(result: AttemptResult | undefined): boolean {
  if (result?.kind !== 'permanent') return false;
  const { stage, status, reply } = result.diagnostic;
  if (stage === 'mail') return true;
  const isAboutSender = /^5\.1\.[78]$/.test(status) || reply?.lines.some((line) => /prvs=/i.test(line));
  return stage === 'rcpt' && isAboutSender === true;
}
