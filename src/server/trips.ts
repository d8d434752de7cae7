import type { MailboxAddress } from '../address/mailbox-address.ts';
import { pathText } from '../address/path.ts';
import type { Instant } from '../base/instant.ts';
import type { ReturnPaths } from '../policy/return-paths.ts';
import type { DestinationOf } from '../reception/queue-addressee.ts';
import type { DeliveryJob } from '../transports/transport.ts';

interface TripWorld {
  readonly destinationOf: DestinationOf;
  readonly returnPaths: Pick<ReturnPaths, 'outgoing'>;
}

/**
 * A job for each group of recipients that can travel together. The queue groups by the routes of the day of acceptance, and since
 * then the operator may have changed them; and not everybody is shown the same reverse-path.
 */
export function trips(
  job: DeliveryJob,
  now: Instant,
  { destinationOf, returnPaths }: TripWorld,
): DeliveryJob[] {
  const { origin, envelope, arrivedAt: acceptedAt } = job.message;
  const { reversePath } = envelope;
  const pathFor = (to: MailboxAddress) =>
    origin.kind === 'submission' ? returnPaths.outgoing({ reversePath, to, acceptedAt }, now) : reversePath;
  const groups = Map.groupBy(
    job.recipients,
    ({ address }) => `${pathText(pathFor(address))} ${destinationOf(address)}`,
  );
  return [...groups.values()].map((recipients) => {
    const [first] = recipients;
    const travelling = first ? pathFor(first.address) : reversePath;
    return {
      ...job,
      recipients,
      message: { ...job.message, envelope: { ...envelope, reversePath: travelling } },
    };
  });
}
