import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { QueuedMessage, QueueId, RecipientIndex } from './message.ts';
import type { Diagnostic, SuppressionReason } from './recipient-state.ts';
import type { ClaimDecision } from './settle-claim.ts';

/** The reasons for which a failure is filed: somebody might have wanted to know, and must not be told. */
export const filedReasons = [
  'return-path-unproven',
  'null-reverse-path',
  'automatic',
  'cap-address',
  'cap-domain',
  'cap-all',
  'cap-owner',
  'already-told',
] as const satisfies readonly SuppressionReason[];

export type FiledReason = (typeof filedReasons)[number];

/** Recipients of one message that failed together, and whose sender was not told: kept for the postmaster, whole in itself. */
export interface Undeliverable {
  readonly at: Instant;
  readonly reason: FiledReason;
  readonly message: QueuedMessage;
  readonly recipients: readonly FiledRecipient[];
  /** The header section, with the Return-Path field at its top; up to `filedHeaderBytesMax` of it. Empty if it could not be read. */
  readonly header: Bytes;
}

export interface FiledRecipient {
  readonly index: RecipientIndex;
  readonly address: MailboxAddress;
  /** The alias that the sender named, if he did not name the address. */
  readonly alias?: MailboxAddress;
  readonly diagnostic: Diagnostic;
}

/** Octets of a header section that are filed: enough for the trace and the author of nearly all mail. */
export const filedHeaderBytesMax = 8 * 1024;

/** As the store has filed it; later filings have greater numbers. */
export interface Filed extends Omit<Undeliverable, 'header'> {
  readonly number: number;
}

export interface FiledFilter {
  readonly reason?: FiledReason;
  /** Only those with a lower number. */
  readonly before?: number;
  readonly limit: number;
}

/** The port of what is filed; `QueueStore.commit` files. */
export interface UndeliverableStore {
  /** The latest first, at most `limit`. */
  list(filter: FiledFilter): Promise<readonly Filed[]>;

  /** All that is filed of one message, the earliest first. */
  ofMessage(queueId: QueueId): Promise<readonly (Filed & Pick<Undeliverable, 'header'>)[]>;

  /** How much is filed for each reason that there is. */
  counts(): Promise<Partial<Readonly<Record<FiledReason, number>>>>;

  /** Forgets what was filed before `before`, the earliest first, at most `limit`. Answers how many. */
  forget(before: Instant, limit: number): Promise<number>;
}

/** What a settlement has to file, by reason. */
export function undeliverableIn({
  transitions,
}: Pick<ClaimDecision, 'transitions'>): ReadonlyMap<
  FiledReason,
  readonly Pick<FiledRecipient, 'index' | 'diagnostic'>[]
> {
  const failures = transitions.flatMap(({ recipient: index, next }) => {
    if (next.kind !== 'settled' || next.outcome.kind !== 'failed') return [];
    const { report, diagnostic } = next.outcome;
    const reason =
      'suppressed' in report ? filedReasons.find((each) => each === report.suppressed) : undefined;
    return reason === undefined ? [] : [{ reason, index, diagnostic }];
  });
  return Map.groupBy(failures, ({ reason }) => reason);
}
