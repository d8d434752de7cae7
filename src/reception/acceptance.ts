import { pathText } from '../address/path.ts';
import { concat } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import { makeMessageId, messageIdOf } from '../message/message-id.ts';
import { decodeWords } from '../message/words.ts';
import { type AcceptedRecipient, planAcceptance } from '../queue/initial.ts';
import { whyNotReport } from '../queue/may-report.ts';
import type { ContentFacts, QueuedMessage, QueueId } from '../queue/message.ts';
import type { CapObjection } from '../queue/objection.ts';
import { expiryOf } from '../queue/retry-schedule.ts';
import type { EachReply, Transaction } from '../smtp/server/dialogue.ts';
import { AttachmentWatch } from './attachments.ts';
import { filed, isStranger } from './bounces.ts';
import { type CompleteDraft, Draft, type DraftResult } from './draft.ts';
import { decideEach } from './each-recipient.ts';
import { type Examination, examine, forgedResultsIn, logOf, reservedBytesFor } from './examine.ts';
import { forgedNotices } from './forged-notices.ts';
import { broughtToOwners } from './forward-returns.ts';
import { isAutomatic, mayBeNotice } from './hearing.ts';
import { prefixOf } from './prefix.ts';
import { queueAddressee } from './queue-addressee.ts';
import type { TakenRecipient } from './rcpt.ts';
import * as replies from './replies.ts';
import type { SessionFacts } from './session-facts.ts';
import type { ReceptionWorld } from './world.ts';

/** Characters of the Subject that are kept beside the message, for notices and operators. */
const subjectLengthMax = 500;

/** The session behind a message. */
export interface Sender extends SessionFacts {
  /** The account that authenticated. */
  readonly account: string | undefined;
}

/** A message whose content is coming in. */
export interface Incoming {
  readonly queueId: QueueId;
  readonly arrivedAt: Instant;
  readonly transaction: Transaction;
  /** One for each recipient of the transaction, in its order. */
  readonly taken: readonly TakenRecipient[];
  readonly sender: Sender;
  readonly announced: Announced;
  readonly draft: Draft;
  /** Of mail of strangers, where there are kinds of files that are not let in. */
  readonly attachments?: AttachmentWatch;
}

/** What MAIL said, beside the envelope. */
export interface Announced {
  /** 0 if it said nothing. */
  readonly announcedBytes: number;
  /** It wants to hear of each recipient. */
  readonly wantsEach: boolean;
}

export interface AcceptVerdict {
  readonly isAccepted: boolean;
  readonly reply: Reply;
  /** What is said of each recipient, where that is not the same and the sending host understands it. */
  readonly each?: EachReply;
}

export function beginMessage(
  transaction: Transaction,
  taken: readonly TakenRecipient[],
  sender: Sender,
  announced: Announced,
  world: ReceptionWorld,
): Incoming {
  const queueId = world.nextQueueId();
  const arrivedAt = world.clock.now();
  const stamp = stampOf(queueId, arrivedAt, transaction, taken, sender, world);
  const kinds = world.refusedFiles;
  const attachments = kinds?.size && isStranger(sender, world) ? new AttachmentWatch(kinds) : undefined;
  const draft = new Draft(world.spool, world.memory, {
    prefixFor: (header, results) =>
      prefixOf(
        transaction.envelope.reversePath,
        stamp,
        header,
        sender.account === undefined
          ? undefined
          : { at: arrivedAt, uniqueText: world.sign(queueId, 'message-id'), domain: world.hostname },
        results,
      ),
    keepsHead: (header) => mayBeNotice(transaction.envelope, header),
    forgedResults: (header) => forgedResultsIn(header, sender, world),
    forgedNotices,
    reservedBytes: (header) => reservedBytesFor(header, transaction, { sender, taken }, world),
    ...(attachments && { watch: attachments }),
  });
  return {
    queueId,
    arrivedAt,
    transaction,
    taken,
    sender,
    announced,
    draft,
    ...(attachments && { attachments }),
  };
}

/**
 * Takes responsibility for a complete message, or refuses it. Accepted means: durable, its local recipients in their mailboxes,
 * the reports that this owes written, all in one transaction. @throws StoreFullError, StoreError
 */
export async function acceptMessage(incoming: Incoming, world: ReceptionWorld): Promise<AcceptVerdict> {
  try {
    const { result, examination, brought } = await finish(incoming, world);
    if (examination.refusal) return { isAccepted: false, reply: examination.refusal };
    if (result.kind !== 'complete') return { isAccepted: false, reply: refusals[result.kind] };
    const message = messageOf(brought, result.draft, examination, world);
    const { served, refusal: refusalOfAll, each } = await decideEach(brought, message, result.draft, world);
    if (refusalOfAll) return { isAccepted: false, reply: refusalOfAll, ...(each && { each }) };
    await store(served, message, result.draft, examination, world);
    const isQueued = served.taken.some(({ handed }) => !handed);
    return {
      isAccepted: true,
      reply: reply(250, '2.0.0', `${isQueued ? 'Queued' : 'Handed on'} as ${incoming.queueId}`),
      ...(each && { each }),
    };
  } finally {
    await incoming.draft.discard();
  }
}

interface Finished {
  readonly result: DraftResult;
  readonly examination: Examination;
  /** The same message; notices about what was forwarded go to the owners of the forwards. */
  readonly brought: Incoming;
}

async function finish(incoming: Incoming, world: ReceptionWorld): Promise<Finished> {
  let brought = incoming;
  let examination: Examination = { fields: '', heard: [] };
  const result = await incoming.draft.finish(async (message) => {
    examination = await examine(incoming, message, world);
    brought = await broughtToOwners(incoming, message, examination.verdict, world);
    return examination.refusal ? undefined : examination.fields;
  });
  return { result, examination, brought };
}

const refusals: Readonly<Record<Exclude<DraftResult['kind'], 'complete'>, Reply>> = {
  'header-too-large': replies.headerTooLarge,
  'too-many-hops': replies.mailLoop,
  'no-memory': replies.noRoom,
  refused: replies.ownFault,
};

async function store(
  { transaction, taken }: Incoming,
  message: QueuedMessage,
  draft: CompleteDraft,
  { heard }: Examination,
  world: ReceptionWorld,
): Promise<void> {
  const accepted = taken.map((each, i) => acceptedRecipient(each, transaction, i, world));
  const plan = planAcceptance(message, accepted, world.isTrusted);
  const { recipients, deliveries: planned, notices, history } = plan;
  const deliveries = message.notice?.isFiled ? filed(planned, recipients, taken) : planned;
  const reports =
    notices.length === 0
      ? []
      : await world.writeReports(
          message,
          notices,
          recipients,
          concat([draft.prefix.bytes.subarray(message.returnPathBytes), draft.headerSection]),
        );
  const acceptance = { message, content: draft.content, recipients, deliveries, history, heard };
  const inboxes = deliveries.filter(({ mailbox }) => mailbox !== 'junk').map(({ account }) => account);
  const answers = (await world.answerer?.answersTo(message, draft.header, inboxes)) ?? [];
  const answer = await world.queue.accept([acceptance, ...reports, ...answers]);
  logAcceptance(message, recipients.length, deliveries.length, world);
  logUntoldSuccess(message, accepted, answer, world);
  if (deliveries.length < recipients.length || reports.length + answers.length > 0) world.wake();
}

function acceptedRecipient(
  { address, addressee, handed }: TakenRecipient,
  { recipients }: Transaction,
  index: number,
  world: ReceptionWorld,
): AcceptedRecipient {
  const { notify, originalRecipient } = recipients[index] ?? {};
  return {
    address,
    parameters: { ...(notify && { notify }), ...(originalRecipient && { originalRecipient }) },
    addressee: queueAddressee(address, addressee, world.destinationOf, handed),
  };
}

function messageOf(
  incoming: Incoming,
  draft: CompleteDraft,
  { verdict, notice }: Examination,
  world: ReceptionWorld,
): QueuedMessage {
  const { queueId, arrivedAt, transaction, sender } = incoming;
  const { envelope } = transaction;
  const { returnPathBytes, bytes } = draft.prefix;
  return {
    queueId,
    envelope,
    origin:
      sender.account === undefined ? { kind: 'relay-in' } : { kind: 'submission', account: sender.account },
    arrival: {
      ip: sender.ip,
      greetingName: sender.greetingName,
      ...(sender.tls !== undefined && { tls: sender.tls }),
    },
    ...(verdict && { verdict }),
    ...(notice && { notice }),
    arrivedAt,
    expiresAt: expiryOf(world.schedule, envelope.reversePath, arrivedAt),
    sizeBytes: draft.sizeBytes + bytes.length - returnPathBytes,
    returnPathBytes,
    facts: factsOf(draft, queueId, sender, world),
  };
}

function factsOf(
  { header, isBody8bit, isHeader8bit }: CompleteDraft,
  id: QueueId,
  sender: Sender,
  world: ReceptionWorld,
): ContentFacts {
  const messageId =
    messageIdOf(header) ??
    (sender.account === undefined ? undefined : makeMessageId(world.sign(id, 'message-id'), world.hostname));
  const subject = header.value('Subject');
  return {
    ...(messageId !== undefined && { messageId }),
    ...(subject !== undefined && { subject: decodeWords(subject).slice(0, subjectLengthMax).toWellFormed() }),
    ...(isAutomatic(header) && { isAutomatic: true }),
    is8bit: isBody8bit,
    isHeaderUtf8: isHeader8bit,
  };
}

function stampOf(
  id: QueueId,
  at: Instant,
  { envelope }: Transaction,
  [sole, second]: readonly TakenRecipient[],
  sender: Sender,
  world: ReceptionWorld,
) {
  return {
    greetingName: sender.greetingName,
    ip: sender.ip,
    by: world.hostname,
    protocol: {
      kind: sender.isExtended ? ('EHLO' as const) : ('HELO' as const),
      isSmtpUtf8: envelope.smtpUtf8,
      hasTls: sender.tls !== undefined,
      isAuthenticated: sender.account !== undefined,
    },
    ...(sender.tls !== undefined && { tls: sender.tls }),
    id: world.sign(id, 'received'),
    ...(sole && !second && { soleRecipient: sole.address }),
    at,
  };
}

function logAcceptance(
  message: QueuedMessage,
  recipients: number,
  delivered: number,
  world: ReceptionWorld,
): void {
  const { queueId, envelope, sizeBytes, arrival, facts, verdict, notice } = message;
  world.log.info('accepted', {
    queueId,
    from: pathText(envelope.reversePath),
    recipients,
    delivered,
    sizeBytes,
    messageId: facts.messageId,
    ip: arrival?.ip,
    ...(verdict && logOf(verdict)),
    ...(notice && { notice: notice.verdict }),
  });
}

/** Somebody may wait for a report that we do not send (may-report.ts): the operator can find out why. */
function logUntoldSuccess(
  message: QueuedMessage,
  accepted: readonly AcceptedRecipient[],
  answer: 'accepted' | CapObjection,
  { log, isTrusted }: ReceptionWorld,
): void {
  const isAskedFor = accepted.some(({ parameters: { notify } }) => notify !== 'never' && notify?.success);
  const cap = answer === 'accepted' ? undefined : answer.because;
  const because = isAskedFor && (whyNotReport(message, isTrusted) ?? cap);
  if (because)
    log.info('reports of success are asked for, and not sent', { queueId: message.queueId, because });
}
