import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Addressee } from '../queue/initial.ts';
import type { QueuedMessage, QueueId, Recipient, RecipientIndex } from '../queue/message.ts';
import type { Acceptance, QueueStore } from '../queue/queue-store.ts';
import type { PlannedReport } from '../queue/report-plan.ts';
import type { SettleRules } from '../queue/settle.ts';
import type { QueueEvent } from './events.ts';
import type { QueueLimits } from './limits.ts';

/** What the queue manager works with. */
export interface QueueWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly store: QueueStore;
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

/** A way of delivery. */
export interface Transport {
  /** Attempts a delivery. It says something of every recipient, and rejects only for faults of our own. */
  deliver(job: DeliveryJob): Promise<DeliveryReport>;
}

export interface DeliveryJob {
  readonly message: QueuedMessage;
  readonly destination: string;
  readonly recipients: readonly Recipient[];
  /** What is relayed, from its beginning each time it is called. */
  readonly content: () => AsyncIterable<Bytes>;
  /** Aborts when the attempt is called off. */
  readonly signal: AbortSignal;
}

export interface DeliveryReport {
  readonly results: ReadonlyMap<RecipientIndex, AttemptResult>;
  /** `trouble`: it answers, but wants less of us. `dead`: nobody reaches it at present. */
  readonly destination: 'ok' | 'trouble' | 'dead';
}
