import type { AccountId } from '../accounts/accounts.ts';
import { mailboxAddress } from '../address/mailbox-address.ts';
import { type Bytes, concat } from '../base/bytes.ts';
import { dayMs, secondMs } from '../base/instant.ts';
import { blobCapability } from '../jmap/blobs/blob-capability.ts';
import type { Blobs } from '../jmap/blobs/blobs.ts';
import type { Capability } from '../jmap/capability.ts';
import { newsCapability } from '../jmap/news/news-capability.ts';
import { quotaCapability } from '../jmap/quota/quota-capability.ts';
import { submissionCapability } from '../jmap/submission/capability.ts';
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
}

/** How long a submission can be taken back, where its author does not say otherwise; and how long he may have it held. */
const undoMs = 10 * secondMs;
const holdMsMax = 30 * dayMs;

/** What can be done by JMAP here, beside its core. */
export const jmapCapabilities = (
  core: Core,
  surroundings: JmapSurroundings,
  blobs: Blobs,
): readonly Capability[] => [
  submission(core, surroundings),
  news(core),
  blobCapability({ blobs, references: {} }),
  quotas(core),
];

function submission(core: Core, { reception, releaser }: JmapSurroundings): Capability {
  const { config, data, ours } = core;
  return submissionCapability({
    outbox: data.outbox,
    queue: data.queue,
    identities: data.identities,
    directory: data.accounts,
    ownsAddress: (account, address) => ownsAddress(account, address, ours, data.accounts),
    readEmail: async (account, id) => {
      const found = await readEmail(core, account, id);
      return found && { content: found.content, threadId: found.email.thread };
    },
    blobsOf: async (account, ids) => {
      const found = await data.emails.cameInAs(account, ids);
      return new Map([...found].map(([queueId, id]) => [queueId as QueueId, id]));
    },
    objectionTo: async (path, { reversePath, sizeBytes }) => {
      const account = reversePath === 'null-path' ? undefined : await data.accounts.findAccount(reversePath);
      const id = account?.id ?? ('' as AccountId);
      return await objectionToRecipient(path, { account: id, reversePath, sizeBytes }, reception);
    },
    nextQueueId: core.nextQueueId,
    submitted: () => releaser.wake(),
    limits: {
      recipientsMax: config.limits.recipients,
      contentBytesMax: config.limits.message_size,
      undoMs,
      holdMsMax,
    },
  });
}

function news(core: Core): Capability {
  const { data, ours, operations } = core;
  return newsCapability({
    outbox: data.outbox,
    queue: data.queue,
    readEmail: async (account, id) => {
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
  const all: Bytes[] = [];
  for await (const piece of pieces) all.push(piece);
  return { email, content: concat(all) };
}

const quotas = ({ config, data }: Core): Capability =>
  quotaCapability({
    usage: async (id) => {
      const account = await data.accounts.findAccountById(id);
      const { bytes } = await data.mailboxes.usage(id);
      return { usedBytes: bytes, maxBytes: account?.quotaBytes ?? config.limits.mailbox_quota };
    },
  });
