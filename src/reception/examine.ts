import { forgedResults } from '../authentication/forged-results.ts';
import { judge } from '../authentication/judge.ts';
import { reservedResultsBytes, writeResults } from '../authentication/results-field.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { LogFields } from '../base/ports.ts';
import { noNoticeField, noticeFieldBytesMax, writeNoticeField } from '../dsn/correlate/notice-field.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Field, Header } from '../message/fields.ts';
import type { Transaction } from '../smtp/server/dialogue.ts';
import type { Incoming, Sender } from './acceptance.ts';
import { judgeNotice, type NoticeJudgement } from './bounces.ts';
import type { WholeMessage } from './draft.ts';
import { mayBeNotice } from './hearing.ts';
import { accountsOf } from './rcpt.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** What is known of a mail when all of it has come, and the host that brings it waits for our answer. */
export interface Examination extends Omit<NoticeJudgement, 'refusal'> {
  readonly verdict?: Verdict;
  /** The fields of our results, or nothing. */
  readonly fields: string;
  readonly refusal?: Reply;
}

/** Whoever has logged in, and hosts of trusted networks, need no proof. */
const isExamined = (sender: Sender, { authentication, isTrusted }: ReceptionWorld): boolean =>
  authentication !== undefined && sender.account === undefined && !isTrusted(sender);

/** Results that a trusted host passes on may be ours: it has them from another host of ours. */
export const forgedResultsIn = (
  header: Header,
  sender: Sender,
  { hostname, isTrusted }: ReceptionWorld,
): readonly Field[] => (isTrusted(sender) ? [] : forgedResults(header, hostname));

/** Octets to keep free in the file of a large mail for what will be found of it. */
export const reservedBytesFor = (
  header: Header,
  { envelope }: Transaction,
  { sender, taken }: Pick<Incoming, 'sender' | 'taken'>,
  world: ReceptionWorld,
): number =>
  (isExamined(sender, world) ? reservedResultsBytes : 0) +
  (isMarked({ sender, taken }) && mayBeNotice(envelope, header) ? noticeFieldBytesMax : 0);

/** Finds out who vouches for a mail and, if it is a notice, whether it is about mail that was sent from here. */
export async function examine(
  incoming: Incoming,
  message: WholeMessage,
  world: ReceptionWorld,
): Promise<Examination> {
  const { verdict, field, refusal } = await authenticate(incoming, message, world);
  if (refusal) return { fields: '', heard: [], refusal };
  const refused = incoming.attachments?.refusal;
  if (!mayBeNotice(incoming.transaction.envelope, message.header)) {
    if (refused) return { fields: '', heard: [], refusal: refused };
    return { fields: field, heard: [], ...(verdict && { verdict }) };
  }
  const judged = await judgeNotice(incoming, message, verdict, world);
  // What comes back with a notice about mail of ours was ours.
  if (refused && judged.notice?.verdict !== 'about-mail-you-sent')
    return { fields: '', heard: [], refusal: refused };
  const fields = fieldOf(judged, message, incoming) + field;
  return { ...judged, ...(verdict && { verdict }), fields };
}

/** What a stranger brings to somebody here. What accounts send, and what is for others, goes on its way as it is. */
const isMarked = ({ sender, taken }: Pick<Incoming, 'sender' | 'taken'>): boolean =>
  sender.account === undefined && taken.some(({ addressee }) => accountsOf(addressee).length > 0);

function fieldOf({ notice }: NoticeJudgement, { hasRoom }: WholeMessage, incoming: Incoming): string {
  if (notice && isMarked(incoming)) return writeNoticeField(notice);
  return hasRoom ? noNoticeField : '';
}

async function authenticate({ sender, transaction }: Incoming, message: WholeMessage, world: ReceptionWorld) {
  const { authentication } = world;
  if (!authentication || !isExamined(sender, world)) return { field: '' };
  const { ip, greetingName } = sender;
  const { reversePath } = transaction.envelope;
  const verdict = await authentication.authenticate({ ip, greetingName, reversePath, ...message });
  const field = writeResults(world.hostname, verdict);
  const reason = judge(verdict, authentication.rules);
  if (!reason) return { verdict, field };
  world.log.info('not authentic', { ip, because: reason.because, ...logOf(verdict) });
  return { verdict, field, refusal: replies.notAuthentic(reason, ip) };
}

/** The verdict in short, for the log. */
export const logOf = ({ spf, dkim, dmarc, arc }: Verdict): LogFields => ({
  spf: spf.result,
  ...(dkim.length > 0 && { dkim: dkim.map(({ result, domain }) => `${result} ${domain}`) }),
  dmarc: dmarc.result,
  ...(arc !== 'none' && { arc }),
});
