import { isPostmaster, NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { LogFields } from '../base/ports.ts';
import type { FloodAnswer, UnprovenNotice } from '../bounces/flood.ts';
import { type NoticeFinding, notExamined } from '../dsn/correlate/finding.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { Reply } from '../envelope/reply.ts';
import { decodeWords } from '../message/words.ts';
import type { Heard, NoticeReading } from '../queue/heard.ts';
import type { Recipient } from '../queue/message.ts';
import type { MailboxDelivery } from '../queue/queue-store.ts';
import type { Incoming, Sender } from './acceptance.ts';
import type { WholeMessage } from './draft.ts';
import { incomingMail } from './hearing.ts';
import { accountsOf, type TakenRecipient } from './rcpt.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** What is to be done with a mail that may be a notice. */
export interface NoticeJudgement extends Pick<Disposal, 'refusal'> {
  /** Absent if it is none. */
  readonly notice?: NoticeFinding;
  readonly heard: readonly Heard[];
}

/** What becomes of a notice: it is delivered as any mail, or into the junk mailboxes of its readers, or refused. */
interface Disposal {
  readonly isJunk?: true;
  readonly refusal?: Reply;
}

/**
 * Judges a notice that other hosts bring. Where somebody forges an address of ours, the answers to his mail come to us. What
 * answers our own has the tag of a reverse-path; or, where no tag was shown or it was lost, names a message that was sent from here.
 */
export async function judgeNotice(
  incoming: Incoming,
  message: WholeMessage,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<NoticeJudgement> {
  const { finding, heard } = await read(incoming, message, verdict, world);
  if (!finding) return { heard };
  const { sender, taken } = incoming;
  if (!isStranger(sender, world) || !taken.some(isReader)) return { notice: finding, heard };
  const subject = decodeWords(message.header.value('Subject') ?? '');
  count(finding, subject, incoming, world);
  const { isJunk, refusal } = await disposalOf(finding, subject, incoming, world);
  if (refusal) return { notice: finding, heard, refusal };
  return { notice: isJunk ? { ...finding, isFiled: true } : finding, heard };
}

/**
 * True where the recipients of a notice come one by one. The answer after the content is for all of them, and a real bounce, which
 * has one recipient, must not get lost for the sake of others.
 */
export const goesAlone = (envelope: Envelope, sender: Sender, world: ReceptionWorld): boolean =>
  envelope.reversePath === NULL_PATH && isStranger(sender, world);

export const isStranger = ({ account, ip, greetingName }: Sender, { isTrusted }: ReceptionWorld): boolean =>
  account === undefined && !isTrusted({ ip, greetingName });

async function read(
  incoming: Incoming,
  message: WholeMessage,
  verdict: Verdict | undefined,
  world: ReceptionWorld,
): Promise<NoticeReading> {
  const { queueId, taken, sender, arrivedAt } = incoming;
  // Large, and there was no memory to keep its start.
  if (message.head.length === 0 && message.sizeBytes > 0) return { finding: notExamined, heard: [] };
  const isTagRequired =
    isStranger(sender, world) &&
    taken.every((each) => isReader(each) && world.returnPaths.isRequired(each.address, arrivedAt));
  try {
    return await world.readNotice(incomingMail(incoming, message, verdict, isTagRequired));
  } catch (error) {
    // Nobody's news is refused for a fault of ours.
    world.log.error('a notice could not be read', { queueId, error });
    return { finding: notExamined, heard: [] };
  }
}

/** Puts what is filed into the junk mailboxes of its readers. @param recipients all of the message, those behind aliases too */
export const filed = (
  deliveries: readonly MailboxDelivery[],
  recipients: readonly Recipient[],
  taken: readonly TakenRecipient[],
): readonly MailboxDelivery[] =>
  deliveries.map((delivery) => {
    const named = taken[recipients[delivery.recipient]?.parent ?? delivery.recipient];
    return named && isReader(named) ? { ...delivery, mailbox: 'junk' } : delivery;
  });

/** Somebody here who reads it. What comes to postmaster is read, whatever it is (RFC 5321 §4.5.1). */
const isReader = ({ address, addressee }: TakenRecipient): boolean =>
  accountsOf(addressee).length > 0 && !isPostmaster(address);

/** Nobody's news is refused for a fault of ours: what was not looked into is kept. */
async function disposalOf(
  finding: NoticeFinding,
  subject: string,
  incoming: Incoming,
  world: ReceptionWorld,
): Promise<Disposal> {
  const { verdict } = finding;
  if (verdict === 'about-mail-you-sent') return {};
  if (finding === notExamined) return { isJunk: true };
  const answer = await askShield(verdict, subject, incoming, world);
  const isForged = verdict === 'forged';
  if (answer === 'sample') return { isJunk: true };
  if (answer === 'usual' && world.bounces[isForged ? 'forged' : 'unproven'] === 'file')
    return { isJunk: true };
  const refusal = isForged ? refusalOfForged(finding) : refusalOfUnproven(answer, world);
  world.log.info(isForged ? 'a forged notice is refused' : 'a notice is refused that cannot be proven', {
    ...about(incoming),
    evidence: finding.evidence,
  });
  return { refusal };
}

const refusalOfForged = ({ evidence }: NoticeFinding): Reply =>
  evidence.some(({ kind }) => kind === 'signature') ? replies.noticeForged : replies.bounceUnproven;

function refusalOfUnproven(answer: FloodAnswer, { bounces }: ReceptionWorld): Reply {
  if (answer === 'usual') return replies.noticeUnproven;
  return bounces.surgeRefusal === 'temporary' ? replies.surgeForNow : replies.surgeForGood;
}

/** Each who reads it may be in a surge; the one with the worst decides for all. */
async function askShield(
  verdict: UnprovenNotice['verdict'],
  subject: string,
  { taken, sender, arrivedAt: at }: Incoming,
  { shield }: ReceptionWorld,
): Promise<FloodAnswer> {
  const answers = new Set<FloodAnswer>();
  for (const { address, addressee } of taken.filter(isReader)) {
    const notice = { at, verdict, to: address.text, host: hostOf(sender), subject };
    for (const account of accountsOf(addressee)) answers.add(await shield.meet(account, notice));
  }
  return (['flooded', 'sample'] as const).find((answer) => answers.has(answer)) ?? 'usual';
}

const hostOf = ({ greetingName, ip }: Sender): string =>
  greetingName === '' ? ip : `${greetingName} (${ip})`;

/** Counts what comes to addresses that have tags, and says what enforcement would do where tags are only monitored. */
function count(finding: NoticeFinding, subject: string, incoming: Incoming, world: ReceptionWorld): void {
  const { queueId, arrivedAt: at, sender, taken } = incoming;
  const { returnPaths, tagLedger, log } = world;
  // What answers forwarded mail has no tag, but an address of its own.
  const isTagged = (each: TakenRecipient) =>
    isReader(each) && each.author === undefined && returnPaths.tags(each.address);
  if (!taken.every(isTagged)) return;
  const to = taken.map(({ address }) => address.text).join(', ');
  tagLedger.count(finding, { at, queueId, to, host: hostOf(sender), subject });
  const isLost = finding.verdict === 'cannot-be-proven' && isWithoutTag(finding);
  if (isLost) log.info('a bounce that enforcement would refuse', about(incoming));
}

const isWithoutTag = ({ evidence }: NoticeFinding): boolean =>
  evidence.some((fact) => fact.kind === 'tag' && (fact.worth === 'none' || fact.worth === 'forged'));

const about = ({ queueId, sender, taken }: Incoming): LogFields => ({
  queueId,
  ip: sender.ip,
  to: taken.map(({ address, tag }) => (tag === 'none' ? address.text : `${address.text} (tag ${tag})`)),
});
