import type { Bytes } from '../base/bytes.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { QueuedMessage, Recipient, RecipientIndex } from '../queue/message.ts';
import type { RemoteHost } from '../queue/recipient-state.ts';

/** A way of delivery. */
export interface Transport {
  /** Attempts a delivery. It says something of every recipient, and rejects only for faults of our own. */
  deliver(job: DeliveryJob): Promise<DeliveryReport>;
}

/** One message and those of its recipients that travel together. */
export interface DeliveryJob {
  readonly message: QueuedMessage;
  /** By what the queue groups recipients (routing): the domains of all of them lead to the same hosts. */
  readonly destination: string;
  readonly recipients: readonly Recipient[];
  /** What is relayed, from its beginning each time it is called. @throws StoreError */
  readonly content: () => AsyncIterable<Bytes>;
  /** Aborts when the attempt is called off: end it soon, and say what came of it so far. */
  readonly signal: AbortSignal;
  /** To be called when a host has taken the connection. */
  readonly onConnected: (host: RemoteHost) => void;
}

export interface DeliveryReport {
  readonly results: ReadonlyMap<RecipientIndex, AttemptResult>;
  /** `trouble`: it answers, but wants less of us. `dead`: nobody reaches it at present. */
  readonly destination: 'ok' | 'trouble' | 'dead';
}
