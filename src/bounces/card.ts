import type { Account } from '../accounts/accounts.ts';
import { type MailboxAddress, needsSmtpUtf8 } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { concat, fromLatin1, isAscii } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { buildForgeryCard } from '../dsn/build/forgery-card.ts';
import type { Overrides } from '../dsn/languages/overrides.ts';
import { parseHeader } from '../message/fields.ts';
import { messageIdOf } from '../message/message-id.ts';
import { decodeWords } from '../message/words.ts';
import { planAcceptance } from '../queue/initial.ts';
import type { QueuedMessage, QueueId } from '../queue/message.ts';
import type { Acceptance } from '../queue/queue-store.ts';
import { expiryOf, type RetrySchedule } from '../queue/retry-schedule.ts';
import type { Flood } from './flood.ts';

export interface CardManner {
  readonly hostname: string;
  /** Writes the card, and reads the answers to it. */
  readonly postmaster: MailboxAddress;
  readonly defaultLanguage: string;
  readonly overrides?: Overrides;
  readonly schedule: RetrySchedule;
}

/** RFC 5321 §4.5.5: nobody is to answer it automatically. */
const returnPath = fromLatin1('Return-Path: <>\r\n');

/**
 * The mail that tells the owner of an account that somebody forges its address, ready to be delivered into the inbox.
 * @param quietSince if it is to say that it is over
 */
export function cardFor(
  account: Account,
  flood: Flood,
  id: QueueId,
  at: Instant,
  { hostname, postmaster, defaultLanguage, overrides, schedule }: CardManner,
  quietSince?: Instant,
): Acceptance {
  const octets = buildForgeryCard(
    { ...flood, hostname, ...(quietSince !== undefined && { quietSince }) },
    {
      at,
      id,
      to: account.address,
      postmaster,
      language: account.language ?? defaultLanguage,
      allows8bit: true,
      ...(overrides && { overrides }),
    },
  );
  const header = parseHeader(octets);
  const messageId = messageIdOf(header);
  const message: QueuedMessage = {
    queueId: id,
    envelope: {
      reversePath: NULL_PATH,
      body: '8bitmime',
      smtpUtf8: needsSmtpUtf8(account.address),
    },
    origin: { kind: 'card' },
    arrivedAt: at,
    expiresAt: expiryOf(schedule, NULL_PATH, at),
    sizeBytes: octets.length,
    returnPathBytes: returnPath.length,
    facts: {
      ...(messageId !== undefined && { messageId }),
      subject: decodeWords(header.value('Subject') ?? ''),
      isAutomatic: true,
      is8bit: !isAscii(octets.subarray(header.bodyStart)),
      isHeaderUtf8: !isAscii(octets.subarray(0, header.bodyStart)),
    },
  };
  const to = {
    address: account.address,
    parameters: {},
    addressee: { kind: 'local' as const, account: account.id },
  };
  const { recipients, deliveries } = planAcceptance(message, [to], () => false);
  return { message, content: { kind: 'bytes', bytes: concat([returnPath, octets]) }, recipients, deliveries };
}
