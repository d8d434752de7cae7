import { isPostmaster, NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Incoming, Sender } from './acceptance.ts';
import type { CompleteDraft } from './draft.ts';
import { incomingMail } from './hearing.ts';
import { accountsOf, type TakenRecipient } from './rcpt.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/**
 * Judges mail with the null reverse-path that comes from other hosts. Where somebody forges an address of ours, the answers to his
 * mail come to us. What answers our own has the tag of a reverse-path; or, where no tag was shown or it was lost, names a message
 * that was sent from here. Anything else is refused, or, while tags are only monitored, written down and taken.
 */
export async function refusalOfBounce(
  incoming: Incoming,
  draft: CompleteDraft,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<Reply | undefined> {
  if (!isBounce(incoming.transaction.envelope, incoming.sender, world)) return undefined;
  const untagged = incoming.taken.filter((each) => each.tag !== 'valid' && isSender(each, world));
  if (untagged.length === 0 || (await isAnswer(incoming, draft, verdict, world))) return undefined;
  const isRefused = world.returnPaths.mode === 'enforce';
  const { queueId, sender } = incoming;
  world.log.info(isRefused ? 'a bounce is refused' : 'a bounce that enforcement would refuse', {
    queueId,
    ip: sender.ip,
    to: untagged.map(({ address, tag }) => (tag === 'none' ? address.text : `${address.text} (tag ${tag})`)),
  });
  return isRefused ? replies.bounceUnproven : undefined;
}

/**
 * True where the recipients of a bounce come one by one. The answer after the content is for all of them, and a real bounce, which has
 * one recipient, must not get lost for the sake of others.
 */
export const goesAlone = (envelope: Envelope, sender: Sender, world: ReceptionWorld): boolean =>
  world.returnPaths.mode === 'enforce' && isBounce(envelope, sender, world);

const isBounce = (
  { reversePath }: Envelope,
  { account, ip, greetingName }: Sender,
  { isTrusted }: ReceptionWorld,
): boolean => reversePath === NULL_PATH && account === undefined && !isTrusted({ ip, greetingName });

/** Somebody whose own mail goes out with a tag. What comes to postmaster is read, whatever it is (RFC 5321 §4.5.1). */
const isSender = ({ address, addressee }: TakenRecipient, { returnPaths }: ReceptionWorld): boolean =>
  accountsOf(addressee).length > 0 && !isPostmaster(address) && returnPaths.tags(address);

async function isAnswer(
  incoming: Incoming,
  draft: CompleteDraft,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<boolean> {
  // Large, and there was no memory to keep its start: nobody can say.
  if (draft.head.length === 0 && draft.sizeBytes > 0) return true;
  try {
    return await world.isAnswer(incomingMail(incoming, draft, verdict));
  } catch (error) {
    // Nobody's news is refused for a fault of ours.
    world.log.error('an answer could not be looked up', { queueId: incoming.queueId, error });
    return true;
  }
}
