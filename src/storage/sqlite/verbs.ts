import { acceptWithinCaps } from './accept.ts';
import {
  countNotice,
  putFlood,
  putTagException,
  removeFlood,
  removeTagException,
  setTaggedSince,
} from './bounces.ts';
import { claimDue, claimMessage } from './claim.ts';
import {
  addAccount,
  putAlias,
  removeAccount,
  removeAlias,
  setCredentials,
  setLanguage,
} from './directory.ts';
import { expunge } from './expunge.ts';
import { forgetSettled } from './forget.ts';
import { putIdentity, removeIdentity } from './identities.ts';
import { extendLease, releaseExpired } from './leases.ts';
import { putDigests } from './mail/digests.ts';
import { addEmail, changeEmail, destroyEmail } from './mail/emails.ts';
import { addMailbox, changeMailbox, removeMailbox } from './mail/mailboxes.ts';
import { forgetUploads, keepUpload, trimUploads } from './mail/uploads.ts';
import { makeDue, setHeld } from './operate.ts';
import {
  addSubmission,
  cancelSubmission,
  claimSubmissions,
  destroySubmission,
  markSubmissionSent,
} from './outbox.ts';
import { settle } from './settle.ts';
import {
  addSubscription,
  forgetExpiredSubscriptions,
  forgetSubscriptionsOf,
  removeSubscription,
  replaceSubscription,
} from './subscriptions.ts';
import { putSuppression, removeSuppression } from './suppressions.ts';
import { addToken, forgetExpiredTokens, removeToken, removeTokens, useToken } from './tokens.ts';
import { forgetUndeliverable } from './undeliverable.ts';
import { putVacation } from './vacations.ts';
import type { WriteContext } from './write-context.ts';

/** Everything that the writer can be asked. Each is one transaction as far as its caller can tell (group-commit.ts). */
const verbs = {
  accept: acceptWithinCaps,
  claimDue,
  claimMessage,
  settle,
  extendLease,
  releaseExpired,
  setHeld,
  makeDue,
  forgetSettled,
  forgetUndeliverable,
  expunge,
  addMailbox,
  changeMailbox,
  removeMailbox,
  addEmail,
  changeEmail,
  destroyEmail,
  putDigests,
  keepUpload,
  forgetUploads,
  trimUploads,
  addAccount,
  setCredentials,
  setLanguage,
  removeAccount,
  putAlias,
  removeAlias,
  addSubscription,
  replaceSubscription,
  removeSubscription,
  forgetSubscriptionsOf,
  forgetExpiredSubscriptions,
  addToken,
  useToken,
  removeToken,
  removeTokens,
  forgetExpiredTokens,
  addSubmission,
  cancelSubmission,
  destroySubmission,
  claimSubmissions,
  markSubmissionSent,
  putFlood,
  removeFlood,
  countNotice,
  putTagException,
  removeTagException,
  setTaggedSince,
  putIdentity,
  removeIdentity,
  putSuppression,
  removeSuppression,
  putVacation,
};

type Verbs = typeof verbs;
export type VerbName = keyof Verbs;

type Rest<F> = F extends (context: WriteContext, ...rest: infer R) => unknown ? R : never;
export type VerbArguments<V extends VerbName> = Rest<Verbs[V]>;
export type VerbAnswer<V extends VerbName> = ReturnType<Verbs[V]>;

/** A call, as it travels to the writer. */
export interface Request {
  readonly verb: VerbName;
  readonly args: readonly unknown[];
}

/** Who performs the calls. */
export interface Writer {
  /** Resolves when what was asked is durable. @throws StoreFullError, StoreError: then nothing of it happened */
  call<V extends VerbName>(verb: V, ...args: VerbArguments<V>): Promise<VerbAnswer<V>>;
  /** True once the writer is gone, or told to go: what became of calls that were rejected then is not known. */
  readonly isStopped: boolean;
}

export function perform(context: WriteContext, { verb, args }: Request): unknown {
  const action = verbs[verb] as (context: WriteContext, ...args: readonly unknown[]) => unknown;
  return action(context, ...args);
}
