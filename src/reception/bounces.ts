import { isPostmaster, NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { LogFields } from '../base/ports.ts';
import { type NoticeFinding, notExamined } from '../dsn/correlate/finding.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Heard, NoticeReading } from '../queue/heard.ts';
import type { Incoming, Sender } from './acceptance.ts';
import type { WholeMessage } from './draft.ts';
import { incomingMail } from './hearing.ts';
import { accountsOf, type TakenRecipient } from './rcpt.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** What is to be done with a mail that may be a notice. */
export interface NoticeJudgement {
  /** Absent if it is none. */
  readonly notice?: NoticeFinding;
  readonly heard: readonly Heard[];
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
  const refusal = refusalOf(finding, incoming, world);
  if (wouldBeRefused(finding, incoming, world))
    world.log.info('a bounce that enforcement would refuse', about(incoming));
  return { notice: finding, heard, ...(refusal && { refusal }) };
}

/**
 * True where the recipients of a notice come one by one. The answer after the content is for all of them, and a real bounce, which
 * has one recipient, must not get lost for the sake of others.
 */
export const goesAlone = (envelope: Envelope, sender: Sender, world: ReceptionWorld): boolean =>
  envelope.reversePath === NULL_PATH && isStranger(sender, world);

const isStranger = ({ account, ip, greetingName }: Sender, { isTrusted }: ReceptionWorld): boolean =>
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

/** Somebody here who reads it. What comes to postmaster is read, whatever it is (RFC 5321 §4.5.1). */
const isReader = ({ address, addressee }: TakenRecipient): boolean =>
  accountsOf(addressee).length > 0 && !isPostmaster(address);

function refusalOf(finding: NoticeFinding, incoming: Incoming, world: ReceptionWorld): Reply | undefined {
  const { sender, taken } = incoming;
  if (finding.verdict !== 'forged' || !isStranger(sender, world) || !taken.some(isReader)) return undefined;
  world.log.info('a forged notice is refused', { ...about(incoming), evidence: finding.evidence });
  const isBySignature = finding.evidence.some((fact) => fact.kind === 'signature');
  return isBySignature ? replies.noticeForged : replies.bounceUnproven;
}

/** Nothing is known of it but its tag, which is none or false, and tags are only monitored. */
const wouldBeRefused = (
  { verdict, evidence }: NoticeFinding,
  { sender, taken }: Incoming,
  world: ReceptionWorld,
): boolean =>
  verdict === 'cannot-be-proven' &&
  isStranger(sender, world) &&
  taken.every((each) => isReader(each) && world.returnPaths.tags(each.address)) &&
  evidence.some((fact) => fact.kind === 'tag' && (fact.worth === 'none' || fact.worth === 'forged'));

const about = ({ queueId, sender, taken }: Incoming): LogFields => ({
  queueId,
  ip: sender.ip,
  to: taken.map(({ address, tag }) => (tag === 'none' ? address.text : `${address.text} (tag ${tag})`)),
});
