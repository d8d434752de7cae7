import type { Account } from '../accounts/accounts.ts';
import { type MailboxAddress, mailboxAddress } from '../address/mailbox-address.ts';
import { type ForwardPath, isPostmaster, NULL_PATH, POSTMASTER, type ReversePath } from '../address/path.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import { type Addressee, findAddressee } from '../policy/addressees.ts';
import { isOurDomain } from '../policy/domains.ts';
import type { TagVerdict } from '../policy/prvs.ts';
import type { ExpectedSize, Room } from '../policy/quota.ts';
import type { Rewritten } from '../policy/srs.ts';
import { postmasterOf } from './forward-returns.ts';
import { type Handed, soleTarget } from './hand-through.ts';
import { question } from './preflight.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** A recipient that we took, and who stands behind it. */
export interface TakenRecipient {
  /** Without a tag. */
  readonly address: MailboxAddress;
  readonly addressee: Exclude<Addressee, { readonly kind: 'unknown' | 'too-deep' }>;
  /** What the tag was worth that we took off the address. */
  readonly tag: TagVerdict;
  /** Of an address to which notices about forwarded mail come: whose message it was. */
  readonly author?: MailboxAddress;
  /** What came of it where it was handed through to the host of its target. */
  readonly handed?: Extract<Handed, { readonly kind: 'relayed' }>;
  /** Only with the content does it show whether the message can be taken for this recipient. */
  readonly isOpen: boolean;
}

export type RcptVerdict =
  | { readonly kind: 'taken'; readonly recipient: TakenRecipient }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** What was said before RCPT. */
interface RcptContext {
  readonly reversePath: ReversePath;
  /** Who has logged in: he alone may write to other hosts. */
  readonly account: string | undefined;
  /** 0 if nothing was said of the size. */
  readonly announcedBytes: number;
}

/**
 * Judges RCPT while the sending host is on the line: whoever does not exist, whose mailbox is full, or who is no business of
 * ours is refused here, so that no notice is owed later (RFC 5321 §3.6.2).
 */
export async function judgeRecipient(
  path: ForwardPath,
  { reversePath, account, announcedBytes }: RcptContext,
  world: ReceptionWorld,
): Promise<RcptVerdict> {
  // RFC 5321 §4.5.1: postmaster is served in every domain, and without one.
  const written = path === POSTMASTER ? mailboxAddress('postmaster', world.ours.primary) : path;
  // Whatever the tag is worth: who may not use it could as well have written the plain address.
  const { address, tag } = world.returnPaths.incoming(written, world.clock.now());
  const returned = world.forwardPaths.incoming(address, world.clock.now());
  if (returned.kind !== 'none') return await judgeReturn(address, returned, reversePath, world);
  const addressee = await findAddressee(address, world.ours, world.directory);
  switch (addressee.kind) {
    case 'unknown':
      return refused(
        isPostmaster(address) ? replies.postmasterMissing : await noSuchUser(address, account, world),
      );
    case 'too-deep':
      return refused(replies.aliasTooDeep);
    case 'remote':
      return await judgeRemote({ address, addressee, tag, isOpen: false }, account, world);
    case 'local':
    case 'alias': {
      if (leadsToNobody(addressee, world)) return refused(replies.forwardBroken);
      const size = { announcedBytes, bytesMax: world.contentBytesMax };
      const room = await roomIn(accountsOf(addressee), size, world);
      return room.kind === 'none'
        ? refused(room.reply)
        : taken({
            address,
            addressee,
            tag,
            isOpen: room.kind === 'unsure' || mayBeHandedThrough(addressee, account, world),
          });
    }
  }
}

/** True if each target of an alias is known to fail, so that nobody would get the message. */
const leadsToNobody = (addressee: Addressee, { badTargets, ours }: ReceptionWorld): boolean =>
  addressee.kind === 'alias' &&
  addressee.targets.every(
    ({ account, address }) => !account && (badTargets.isBad(address) || isOurDomain(ours, address.domain)),
  );

/** Only who has logged in is told whom he may have meant. */
async function noSuchUser(
  address: MailboxAddress,
  account: string | undefined,
  { meant }: ReceptionWorld,
): Promise<Reply> {
  const near = account === undefined ? [] : ((await meant?.(address, account)) ?? []);
  const { code, status, lines } = replies.noSuchUser;
  return near.length === 0 ? replies.noSuchUser : reply(code, status, `${lines.join(' ')}.${question(near)}`);
}

async function judgeRemote(
  recipient: TakenRecipient,
  account: string | undefined,
  { preflight }: ReceptionWorld,
): Promise<RcptVerdict> {
  if (account === undefined) return refused(replies.relayingDenied);
  const objection = await preflight?.(recipient.address, account);
  return objection ? refused(objection) : taken(recipient);
}

/** People who have logged in are not kept waiting: they can be told later. */
function mayBeHandedThrough(
  addressee: Addressee,
  account: string | undefined,
  world: ReceptionWorld,
): boolean {
  const target = soleTarget(addressee, world.ours);
  return (
    account === undefined &&
    target !== undefined &&
    world.handThrough?.isReady(world.destinationOf(target.address)) === true
  );
}

/** An address that we wrote when we forwarded a message. It exists as long as it is good, and takes nothing but notices. */
async function judgeReturn(
  address: MailboxAddress,
  returned: Exclude<Rewritten, { readonly kind: 'none' }>,
  reversePath: ReversePath,
  world: ReceptionWorld,
): Promise<RcptVerdict> {
  if (returned.kind !== 'valid') return refused(replies.returnUnknown[returned.kind]);
  if (reversePath !== NULL_PATH) return refused(replies.returnTakesNotices);
  const addressee = await postmasterOf(world);
  if (!addressee) return refused(replies.postmasterMissing);
  return taken({ address, addressee, tag: 'valid', author: returned.author, isOpen: true });
}

const taken = (recipient: TakenRecipient): RcptVerdict => ({ kind: 'taken', recipient });

const refused = (reply: Reply): RcptVerdict => ({ kind: 'refused', reply });

/** The accounts here that stand behind an address. */
export function accountsOf(addressee: TakenRecipient['addressee']): readonly Account[] {
  if (addressee.kind === 'remote') return [];
  if (addressee.kind === 'local') return [addressee.account];
  return addressee.targets.flatMap(({ account }) => account ?? []);
}

type RoomVerdict =
  | { readonly kind: Exclude<Room, 'none'> }
  | { readonly kind: 'none'; readonly reply: Reply };

/** Whether all of these accounts have room for a message: it is delivered to each of them, or to none. */
export async function roomIn(
  accounts: readonly Account[],
  size: ExpectedSize,
  world: Pick<ReceptionWorld, 'quotas' | 'quotaBytes'>,
): Promise<RoomVerdict> {
  let kind: Exclude<Room, 'none'> = 'enough';
  for (const account of accounts) {
    const quotaBytes = account.quotaBytes ?? world.quotaBytes;
    if (size.announcedBytes > quotaBytes) return { kind: 'none', reply: replies.mailboxTooSmall };
    const room = await world.quotas.roomFor(account.id, quotaBytes, size);
    if (room === 'none') return { kind: 'none', reply: replies.mailboxFull };
    if (room === 'unsure') kind = room;
  }
  return { kind };
}
