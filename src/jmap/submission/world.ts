import type { Account, AccountStore } from '../../accounts/accounts.ts';
import type { IdentityStore } from '../../accounts/identities.ts';
import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { ForwardPath, ReversePath } from '../../address/path.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Reply } from '../../envelope/reply.ts';
import type { OutboxStore } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import type { QueueStore } from '../../queue/queue-store.ts';

/** What identities and submissions work on. */
export interface SubmissionWorld {
  readonly outbox: OutboxStore;
  readonly queue: Pick<QueueStore, 'find' | 'history'>;
  readonly identities: IdentityStore;
  readonly directory: Pick<AccountStore, 'findAccountById' | 'listAliases'>;
  /** True if mail of the account may bear this address. */
  readonly ownsAddress: (account: Account['id'], address: MailboxAddress) => Promise<boolean>;
  /** An email of the account, as it lies there; undefined if there is none. */
  readonly readEmail: (account: string, id: string) => Promise<SentEmail | undefined>;
  /** The emails of the account that were accepted under these ids, of those that are still there. */
  readonly blobsOf: (account: string, ids: readonly QueueId[]) => Promise<ReadonlyMap<QueueId, string>>;
  /** Why a recipient of an account's mail would be refused now. */
  readonly objectionTo: (
    path: ForwardPath,
    mail: {
      readonly account: Account['id'];
      readonly reversePath: ReversePath;
      readonly sizeBytes: number;
      /** Its author knows that mail to some of the recipients has failed before. */
      readonly sendAnyway: boolean;
    },
  ) => Promise<Reply | undefined>;
  readonly nextQueueId: () => QueueId;
  /** Something waits for its time. */
  readonly submitted: () => void;
  readonly limits: SubmissionLimits;
}

export interface SentEmail {
  readonly content: Bytes;
  readonly threadId: string;
}

export interface SubmissionLimits {
  readonly recipientsMax: number;
  /** Octets of a message. */
  readonly contentBytesMax: number;
  /** How long a mail can be taken back. */
  readonly undoMs: number;
  /** How long it may be held at its author's wish. */
  readonly holdMsMax: number;
}

export const submissionUri = 'urn:ietf:params:jmap:submission';
