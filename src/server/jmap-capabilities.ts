import type { AccountId } from '../accounts/accounts.ts';
import { mailboxAddress } from '../address/mailbox-address.ts';
import { type Bytes, collect } from '../base/bytes.ts';
import { dayMs } from '../base/instant.ts';
import { type BlobReferences, blobCapability } from '../jmap/blobs/blob-capability.ts';
import type { Blobs } from '../jmap/blobs/blobs.ts';
import type { Capability } from '../jmap/capability.ts';
import { mailCapability } from '../jmap/mail/mail-capability.ts';
import { newsCapability } from '../jmap/news/news-capability.ts';
import { quotaCapability } from '../jmap/quota/quota-capability.ts';
import { submissionCapability } from '../jmap/submission/capability.ts';
import { vacationCapability } from '../jmap/vacation/vacation-capability.ts';
import type { EmailId, StoredEmail } from '../mailbox/email.ts';
import type { Releaser } from '../outbox/releaser.ts';
import { ownsAddress } from '../policy/addressees.ts';
import type { QueueId } from '../queue/message.ts';
import { objectionToRecipient } from '../reception/submit.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { Core } from './core.ts';
import type { VerifiedAddress } from './operations/verify.ts';

/** What JMAP needs of the running server beside its core. */
export interface JmapSurroundings {
  readonly reception: ReceptionWorld;
  readonly releaser: Releaser;
  /** Resolves when all that has come in for the account shows. */
  readonly catchUp: (account: AccountId) => Promise<void>;
}

/** How long a mail may be held at its author's wish. */
const holdMsMax = 30 * dayMs;

/** What can be done by JMAP here, beside its core. */
export const jmapCapabilities = (
  core: Core,
  surroundings: JmapSurroundings,
  blobs: Blobs,
): readonly Capability[] => [
  mail(core, surroundings),
  submission(core, surroundings),
  vacationCapability(core.data),
  news(core, surroundings),
  blobCapability({ blobs, references: { Email: emailsOf } }),
  quotas(core),
];

/** Octets that a mail has beside its attachments once they are encoded in base64, as a share of them. */
const encodingShare = 0.37;

function mail({ config, data, random, ours }: Core, { catchUp }: JmapSurroundings): Capability {
  const messageBytesMax = config.limits.message_size;
  return mailCapability({
    emails: data.emails,
    catchUp,
    roomOf: async (id) => {
      const account = await data.accounts.findAccountById(id);
      const { bytes } = await data.mailboxes.usage(id);
      return (account?.quotaBytes ?? config.limits.mailbox_quota) - bytes;
    },
    random,
    domain: ours.primary,
    limits: { messageBytesMax, attachmentBytesMax: Math.floor(messageBytesMax / (1 + encodingShare)) },
  });
}

/** RFC 9404 §4.3: the email of a blob, whose id begins with its own. */
const emailsOf: BlobReferences = async (_account, blobId) => /^E\d+/.exec(blobId) ?? [];

function submission(core: Core, { reception, releaser, catchUp }: JmapSurroundings): Capability {
  const { config, data, ours } = core;
  return submissionCapability({
    outbox: data.outbox,
    queue: data.queue,
    identities: data.identities,
    directory: data.accounts,
    ownsAddress: (account, address) => ownsAddress(account, address, ours, data.accounts),
    readEmail: async (account, id) => {
      await catchUp(account as AccountId);
      const found = await readEmail(core, account, id);
      return found && { content: found.content, threadId: found.email.thread };
    },
    blobsOf: async (account, ids) => {
      await catchUp(account as AccountId);
      const found = await data.emails.cameInAs(account, ids);
      return new Map([...found].map(([queueId, id]) => [queueId as QueueId, id]));
    },
    objectionTo: (path, own) => objectionToRecipient(path, own, reception),
    nextQueueId: core.nextQueueId,
    submitted: () => releaser.wake(),
    limits: {
      recipientsMax: config.limits.recipients,
      contentBytesMax: config.limits.message_size,
      undoMs: config.submission.undo_time,
      holdMsMax,
    },
  });
}

function news(core: Core, { catchUp }: JmapSurroundings): Capability {
  const { data, ours, operations } = core;
  return newsCapability({
    outbox: data.outbox,
    queue: data.queue,
    readEmail: async (account, id) => {
      await catchUp(account);
      const found = await readEmail(core, account, id);
      const queueId = found?.email.queueId as QueueId | undefined;
      return found && { content: found.content, ...(queueId !== undefined && { queueId }) };
    },
    checkAddress: async (address) => {
      const verified = (await operations.verify?.({ addresses: [address] })) as readonly VerifiedAddress[];
      const [{ verdict, reason, status, didYouMean } = unasked] = verified;
      return { verdict, reason, status, didYouMean };
    },
    postmaster: mailboxAddress('postmaster', ours.primary),
  });
}

const unasked: VerifiedAddress = {
  ...{ address: '', verdict: 'unknown', reason: 'Nobody could be asked.', status: null },
  didYouMean: [],
};

async function readEmail(
  { data }: Core,
  account: string,
  id: string,
): Promise<{ readonly email: StoredEmail; readonly content: Bytes } | undefined> {
  const [email] = await data.emails.emails(account, [id as EmailId]);
  const pieces = email && (await data.emails.readEmail(account, email.id, 0));
  if (!pieces) return undefined;
  return { email, content: await collect(pieces) };
}

const quotas = ({ config, data }: Core): Capability =>
  quotaCapability({
    usage: async (id) => {
      const account = await data.accounts.findAccountById(id);
      const { bytes } = await data.mailboxes.usage(id);
      return { usedBytes: bytes, maxBytes: account?.quotaBytes ?? config.limits.mailbox_quota };
    },
  });
