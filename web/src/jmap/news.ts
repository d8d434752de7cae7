import type { NoticeContent } from '../../../src/dsn/notice/blocks.ts';
import type { Id } from './protocol.ts';

/** The capability by which the server tells what became of a mail (docs/jmap.md). */

export interface Delivery {
  readonly id: Id;
  readonly emailId: Id;
  readonly phase: 'pending' | 'sending' | 'sent' | 'canceled';
  readonly sendAt: string;
  readonly resendOf: Id | null;
  readonly resends: readonly Id[];
  readonly recipients: readonly DeliveryRecipient[];
  readonly events: readonly DeliveryEvent[];
}

export type RecipientState =
  | 'waiting'
  | 'trying'
  | 'delayed'
  | 'delivered'
  | 'relayed'
  | 'expanded'
  | 'failed';

export interface DeliveryRecipient {
  readonly address: string;
  readonly state: RecipientState;
  readonly attempts?: number;
  readonly nextAttemptAt?: string;
  readonly settledAt?: string;
  readonly host?: string;
  readonly failure: { readonly cause: string; readonly owner: string; readonly text: string } | null;
  readonly heard: { readonly action: string; readonly at: string; readonly by: string | null } | null;
}

export interface DeliveryEvent {
  readonly at: string;
  readonly kind: 'attempt' | 'report' | 'heard';
  readonly recipients: readonly string[];
  readonly result?: 'delivered' | 'relayed' | 'transient' | 'permanent';
  readonly action?: string;
  readonly host?: string | null;
  readonly tls?: string | null;
  readonly reply?: string | null;
  readonly text?: string | null;
  readonly by?: string | null;
}

export interface Notice {
  readonly id: Id;
  readonly kind: 'failure' | 'delay' | 'success' | 'relay' | 'arf';
  /** What the server found of a notice that came in; null for one that it wrote. */
  readonly verdict: 'about-mail-you-sent' | 'cannot-be-proven' | 'forged' | null;
  /** Of the mail that it is about. */
  readonly queueId: Id | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly content: NoticeContent;
  readonly recipients: readonly NoticeRecipient[];
}

export interface NoticeRecipient {
  readonly address: string;
  readonly action: string | null;
  readonly cause: string;
  readonly owner: string;
  readonly permanence: string;
  readonly didYouMean: readonly string[];
}
