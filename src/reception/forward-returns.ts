import { mailboxAddress } from '../address/mailbox-address.ts';
import type { Verdict } from '../authentication/verdict.ts';
import { type Addressee, findAddressee } from '../policy/addressees.ts';
import type { Incoming } from './acceptance.ts';
import type { WholeMessage } from './draft.ts';
import { incomingMail } from './hearing.ts';
import type { TakenRecipient } from './rcpt.ts';
import type { ReceptionWorld } from './world.ts';

type Somebody = TakenRecipient['addressee'];

/**
 * Brings a notice about mail that was forwarded to whoever is responsible for the forward, as far as the notice tells which it was; else
 * it stays with the postmaster, where RCPT put it. Never to the author of the message, as other forwarders would: he knows nothing of
 * the target, and is not to learn of it.
 */
export async function broughtToOwners(
  incoming: Incoming,
  message: Pick<WholeMessage, 'header' | 'head'>,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<Incoming> {
  if (!incoming.taken.some(({ author }) => author)) return incoming;
  const owner = await ownerIn(incoming, message, verdict, world);
  if (!owner) return incoming;
  const taken = incoming.taken.map((each) => (each.author ? { ...each, addressee: owner } : each));
  return { ...incoming, taken };
}

async function ownerIn(
  incoming: Incoming,
  message: Pick<WholeMessage, 'header' | 'head'>,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<Somebody | undefined> {
  try {
    const forward = await world.forwardOf(incomingMail(incoming, message, verdict, false));
    if (!forward?.owner) return undefined;
    const addressee = await findAddressee(forward.owner, world.ours, world.directory);
    return isSomebody(addressee) ? addressee : undefined;
  } catch (error) {
    world.log.error('the owner of a forward could not be found', { queueId: incoming.queueId, error });
    return undefined;
  }
}

/** Who takes a notice about mail that was forwarded as long as nobody knows whose forward it was. */
export async function postmasterOf({ ours, directory }: ReceptionWorld): Promise<Somebody | undefined> {
  const addressee = await findAddressee(mailboxAddress('postmaster', ours.primary), ours, directory);
  return isSomebody(addressee) ? addressee : undefined;
}

const isSomebody = (addressee: Addressee): addressee is Somebody =>
  addressee.kind !== 'unknown' && addressee.kind !== 'too-deep';
