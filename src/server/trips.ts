import { pathText, type ReversePath } from '../address/path.ts';
import type { Instant } from '../base/instant.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { ForwardPaths } from '../policy/forward-paths.ts';
import type { ReturnPaths } from '../policy/return-paths.ts';
import type { Recipient } from '../queue/message.ts';
import type { DestinationOf } from '../reception/queue-addressee.ts';
import type { DeliveryJob } from '../transports/transport.ts';

interface TripWorld {
  readonly destinationOf: DestinationOf;
  readonly returnPaths: Pick<ReturnPaths, 'outgoing'>;
  readonly forwardPaths: Pick<ForwardPaths, 'outgoing'>;
}

/**
 * A job for each group of recipients that can travel together. The queue groups by the routes of the day of acceptance, and since
 * then the operator may have changed them; and not everybody is shown the same reverse-path.
 */
export function trips(
  job: DeliveryJob,
  now: Instant,
  { destinationOf, returnPaths, forwardPaths }: TripWorld,
): DeliveryJob[] {
  const { origin, envelope, arrivedAt: acceptedAt } = job.message;
  const { reversePath } = envelope;
  const envelopeFor = ({ address: to, forward }: Recipient): Envelope => {
    if (forward) return forwarded(envelope, forwardPaths.outgoing(reversePath, acceptedAt));
    if (origin.kind !== 'submission') return envelope;
    return { ...envelope, reversePath: returnPaths.outgoing({ reversePath, to, acceptedAt }, now) };
  };
  const seats = job.recipients.map((recipient) => ({ recipient, envelope: envelopeFor(recipient) }));
  const groups = Map.groupBy(
    seats,
    (seat) =>
      `${seat.recipient.forward !== undefined} ${pathText(seat.envelope.reversePath)} ${destinationOf(seat.recipient.address)}`,
  );
  return [...groups.values()].map((group) => ({
    ...job,
    recipients: group.map(({ recipient }) => recipient),
    message: { ...job.message, envelope: group[0]?.envelope ?? envelope },
  }));
}

/** RFC 3461 §5.2.7.1 (b): what the author wished to hear of his message ends where it is forwarded. */
const forwarded = ({ body, smtpUtf8 }: Envelope, reversePath: ReversePath): Envelope => ({
  reversePath,
  body,
  smtpUtf8,
});
