import { type Bytes, NO_BYTES } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Log } from '../base/ports.ts';
import type { Recipient } from '../queue/message.ts';
import type { Claim, QueueStore } from '../queue/queue-store.ts';
import type { ClaimDecision } from '../queue/settle-claim.ts';
import {
  type FiledRecipient,
  filedHeaderBytesMax,
  type Undeliverable,
  undeliverableIn,
} from '../queue/undeliverable.ts';
import { readOriginal } from './original.ts';

interface FilingWorld {
  readonly store: Pick<QueueStore, 'find' | 'readContent'>;
  readonly log: Log;
}

/** What has to be filed with a settlement, as nobody may be told of it. @throws StoreError */
export async function fileUntold(
  world: FilingWorld,
  { message, recipients }: Claim,
  decision: Pick<ClaimDecision, 'transitions'>,
  at: Instant,
): Promise<readonly Undeliverable[]> {
  const failures = undeliverableIn(decision);
  if (failures.size === 0) return [];
  const header = await headerOf(message, world);
  const all = recipients.some(({ parent }) => parent !== undefined)
    ? ((await world.store.find(message.queueId))?.recipients ?? [])
    : recipients;
  return [...failures].map(([reason, failed]) => ({
    at,
    reason,
    message,
    recipients: failed.flatMap(({ index, diagnostic }) => filedRecipient(all, index, diagnostic)),
    header,
  }));
}

function filedRecipient(
  all: readonly Recipient[],
  index: number,
  diagnostic: FiledRecipient['diagnostic'],
): FiledRecipient[] {
  const recipient = all.find((each) => each.index === index);
  if (!recipient) return [];
  const alias = all.find((each) => each.index === recipient.parent)?.address;
  return [{ index, address: recipient.address, ...(alias && { alias }), diagnostic }];
}

/** That it failed is worth filing, even if what it was cannot be read any more. */
async function headerOf(message: Claim['message'], { store, log }: FilingWorld): Promise<Bytes> {
  const { queueId } = message;
  try {
    const wish = { isWhole: false, withReturnPath: true };
    const original = await readOriginal(message, (offset) => store.readContent(queueId, offset), wish);
    return original.message.slice(0, filedHeaderBytesMax);
  } catch (error) {
    log.error('what cannot be delivered is filed without its header', { queueId, error });
    return NO_BYTES;
  }
}
