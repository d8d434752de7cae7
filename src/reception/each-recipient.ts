import type { Reply } from '../envelope/reply.ts';
import type { QueuedMessage } from '../queue/message.ts';
import type { EachReply } from '../smtp/server/dialogue.ts';
import type { Incoming } from './acceptance.ts';
import type { CompleteDraft } from './draft.ts';
import { type Handed, type HandedMail, soleTarget } from './hand-through.ts';
import { accountsOf, roomIn, type TakenRecipient } from './rcpt.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** What the recipients of a message came to, each for itself. */
interface EachDecision {
  /** The message as it is taken: without those who are refused. */
  readonly served: Incoming;
  /** If nobody is served. */
  readonly refusal?: Reply;
  /** What is said of each, if they disagree. */
  readonly each?: EachReply;
}

/**
 * Decides what could not be decided before all of the content was there. A mailbox may have no room for a message of which nobody said,
 * or somebody said wrongly, how large it is; and what is forwarded to one address is handed to its host now, so that its answer goes
 * back to who is on the line. Nothing is accepted that would have to be given back.
 */
export async function decideEach(
  incoming: Incoming,
  message: QueuedMessage,
  draft: Pick<CompleteDraft, 'content' | 'sizeBytes'>,
  world: ReceptionWorld,
): Promise<EachDecision> {
  const refusals = await refusalsForSize(incoming, draft.sizeBytes, world);
  const handed = await handThrough(incoming, refusals, { message, content: draft.content }, world);
  return conclude({ ...incoming, taken: handed.taken }, handed.refusals);
}

function conclude(incoming: Incoming, refusals: Refusals): EachDecision {
  const refused = refusals.filter((refusal) => refusal !== undefined);
  const [first] = refused;
  if (first === undefined) return { served: incoming };
  const { wantsEach } = incoming.announced;
  const each = wantsEach && refusals.length > 1 && { each: refusals };
  if (refused.length === refusals.length)
    return { served: incoming, refusal: summaryOf(refused, first), ...each };
  if (each) return { served: without(incoming, refusals), ...each };
  // Whoever has logged in wants to be rid of his mail at once; a mailbox may be over its quota by one message.
  if (incoming.sender.account !== undefined) return { served: incoming };
  // Who comes again has to come otherwise.
  return { served: incoming, refusal: replies.recipientsDisagree };
}

/** In the order of the recipients; undefined for those who are served. */
type Refusals = readonly (Reply | undefined)[];

async function refusalsForSize(
  { taken, announced }: Incoming,
  sizeBytes: number,
  world: ReceptionWorld,
): Promise<Refusals> {
  const isLarger = announced.announcedBytes > 0 && sizeBytes > announced.announcedBytes;
  const refusals: (Reply | undefined)[] = [];
  for (const recipient of taken) {
    const isAsked = recipient.isOpen || isLarger;
    refusals.push(isAsked ? await refusalForSize(recipient, sizeBytes, world) : undefined);
  }
  return refusals;
}

async function refusalForSize(
  { addressee }: TakenRecipient,
  sizeBytes: number,
  world: ReceptionWorld,
): Promise<Reply | undefined> {
  const size = { announcedBytes: sizeBytes, bytesMax: sizeBytes };
  const room = await roomIn(accountsOf(addressee), size, world);
  return room.kind === 'none' ? room.reply : undefined;
}

/** For all together: for good only if it is so for each. */
const summaryOf = (refused: readonly Reply[], first: Reply): Reply =>
  refused.find(({ code }) => code < 500) ?? first;

function without(incoming: Incoming, refusals: Refusals): Incoming {
  const { taken, transaction } = incoming;
  const isServed = (_: unknown, index: number) => refusals[index] === undefined;
  const recipients = transaction.recipients.filter(isServed);
  return { ...incoming, taken: taken.filter(isServed), transaction: { ...transaction, recipients } };
}

/** Hands the message through to the targets of all that are forwarded to one, where that is possible now. */
async function handThrough(
  { taken, transaction, announced, sender }: Incoming,
  before: Refusals,
  mail: Pick<HandedMail, 'message' | 'content'>,
  world: ReceptionWorld,
): Promise<{ readonly taken: readonly TakenRecipient[]; readonly refusals: Refusals }> {
  // Once one of several has it, all would have to be accepted.
  const mayDisagree = announced.wantsEach || transaction.recipients.length === 1;
  if (!world.handThrough || !mayDisagree || sender.account !== undefined) return { taken, refusals: before };
  const answers = await Promise.all(
    taken.map(async (each, i) => (before[i] || !each.isOpen ? undefined : await handOne(each, mail, world))),
  );
  return {
    taken: taken.map((each, i) => {
      const handed = answers[i];
      return handed?.kind === 'relayed' ? { ...each, handed } : each;
    }),
    refusals: answers.map((handed, i) => (handed?.kind === 'refused' ? handed.reply : before[i])),
  };
}

async function handOne(
  { addressee }: TakenRecipient,
  mail: Pick<HandedMail, 'message' | 'content'>,
  world: ReceptionWorld,
): Promise<Handed | undefined> {
  const target = soleTarget(addressee, world.ours);
  if (!target) return undefined;
  const { address, owner } = target;
  const destination = world.destinationOf(address);
  return await world.handThrough?.hand({
    ...mail,
    target: address,
    destination,
    forward: owner ? { owner } : {},
  });
}
