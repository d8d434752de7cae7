import type { Instant } from '../base/instant.ts';
import type { QueueId, RecipientIndex } from '../queue/message.ts';
import type { Diagnostic, Outcome, RemoteHost } from '../queue/recipient-state.ts';
import type { PlannedReport } from '../queue/report-plan.ts';

/** What the queue manager does and learns. The first two are news of the moment; the others are told when they are durable. */
export type QueueEvent =
  | (About & { readonly kind: 'attempt-begun'; readonly destination: string })
  | (About & { readonly kind: 'connected'; readonly host: RemoteHost })
  | (About & { readonly kind: 'deferred'; readonly diagnostic: Diagnostic; readonly due: Instant })
  | (About & { readonly kind: 'settled'; readonly outcome: Outcome })
  | (About & { readonly kind: 'report-written'; readonly report: PlannedReport });

interface About {
  readonly at: Instant;
  readonly queueId: QueueId;
  readonly recipients: readonly RecipientIndex[];
}
