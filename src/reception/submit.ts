import type { Account } from '../accounts/accounts.ts';
import type { IpAddress } from '../address/ip.ts';
import { mailboxAddress } from '../address/mailbox-address.ts';
import { type ForwardPath, POSTMASTER, type ReversePath } from '../address/path.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Reply } from '../envelope/reply.ts';
import type { QueueId } from '../queue/message.ts';
import type { Transaction } from '../smtp/server/dialogue.ts';
import { type AcceptVerdict, acceptMessage, beginMessage } from './acceptance.ts';
import type { AuthorsWish } from './preflight.ts';
import { judgeRecipient, type TakenRecipient } from './rcpt.ts';
import type { ReceptionWorld } from './world.ts';

/** A mail that a person of ours sends by another way than SMTP. */
export interface OwnMail {
  /** Under which it is accepted; never used for another. */
  readonly queueId: QueueId;
  readonly account: Account['id'];
  readonly transaction: Transaction;
  readonly content: Bytes;
}

/** Octets that are handed on at once. */
const pieceBytes = 64 * 1024;

/**
 * Accepts such a mail as an SMTP session of its author's would: the same recipients, limits and reports, in one transaction. A recipient
 * who has gone since he was asked for (objectionToRecipient) is left to the queue, whose attempt fails and is told.
 * @throws StoreFullError, StoreError
 */
export async function submitMail(mail: OwnMail, world: ReceptionWorld): Promise<AcceptVerdict> {
  const { queueId, account, transaction, content } = mail;
  const taken: TakenRecipient[] = [];
  const { preflight: _, ...lookedAt } = world;
  for (const { path } of transaction.recipients) {
    const { reversePath } = transaction.envelope;
    const said = { reversePath, account, announcedBytes: content.length };
    const verdict = await judgeRecipient(path, said, lookedAt);
    taken.push(verdict.kind === 'taken' ? verdict.recipient : leftToQueue(path, world));
  }
  const sender = { ...ourselves, greetingName: world.hostname, account };
  const announced = { announcedBytes: content.length, wantsEach: false };
  const incoming = beginMessage(transaction, taken, sender, announced, {
    ...world,
    nextQueueId: () => queueId,
  });
  for (let at = 0; at < content.length; at += pieceBytes)
    await incoming.draft.push(content.subarray(at, at + pieceBytes));
  return await acceptMessage(incoming, world);
}

interface RecipientQuestion extends AuthorsWish {
  readonly account: Account['id'];
  readonly reversePath: ReversePath;
  readonly sizeBytes: number;
}

/** Why a recipient would be refused if the mail were sent now; undefined if he would not. */
export async function objectionToRecipient(
  path: ForwardPath,
  { account, reversePath, sizeBytes, sendAnyway = false }: RecipientQuestion,
  world: ReceptionWorld,
): Promise<Reply | undefined> {
  const said = { reversePath, account, announcedBytes: sizeBytes };
  const { preflight } = world;
  const willing: ReceptionWorld = preflight
    ? { ...world, preflight: (address, author) => preflight(address, author, { sendAnyway }) }
    : world;
  const verdict = await judgeRecipient(path, said, willing);
  return verdict.kind === 'refused' ? verdict.reply : undefined;
}

function leftToQueue(path: ForwardPath, world: ReceptionWorld): TakenRecipient {
  const address = path === POSTMASTER ? mailboxAddress('postmaster', world.ours.primary) : path;
  return { address, addressee: { kind: 'remote' }, tag: 'none', isOpen: false };
}

/** The way from our own web server is no network that anybody should look at. */
const ourselves = { ip: '127.0.0.1' as IpAddress, isExtended: true };
