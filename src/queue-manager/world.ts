import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import type { Addressee } from '../queue/initial.ts';
import type { QueueId } from '../queue/message.ts';
import type { Acceptance, QueueStore } from '../queue/queue-store.ts';
import type { PlannedReport } from '../queue/report-plan.ts';
import type { SettleRules } from '../queue/settle.ts';
import type { UndeliverableStore } from '../queue/undeliverable.ts';
import type { Transport } from '../transports/transport.ts';
import type { QueueEvent } from './events.ts';
import type { QueueLimits } from './limits.ts';
import type { Suppressor } from './suppressor.ts';

export type { Transport };

/** What the queue manager works with. */
export interface QueueWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: QueueStore;
  readonly undeliverable: Pick<UndeliverableStore, 'forget'>;
  /** Learns from what was settled; without it, nobody does. */
  readonly suppressor?: Pick<Suppressor, 'settled'>;
  readonly transport: Transport;
  readonly findAddressee: FindAddressee;
  readonly writeReports: WriteReports;
  readonly rules: SettleRules;
  readonly limits: QueueLimits;
  readonly nextQueueId: () => QueueId;
  /** Told of what happens, as it happens. */
  readonly onEvent?: (event: QueueEvent) => void;
}

/** Who stands behind an address, as things are now. `unknown`: our domain, but nobody of that name. */
export type FindAddressee = (address: MailboxAddress) => Promise<Addressee | { readonly kind: 'unknown' }>;

/** Makes the reports that a settlement owes, ready for its transaction. */
export type WriteReports = (reports: readonly PlannedReport[]) => Promise<readonly Acceptance[]>;
