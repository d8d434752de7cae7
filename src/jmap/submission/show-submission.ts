import { NULL_PATH, pathText } from '../../address/path.ts';
import { decodeUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { decodeXtext } from '../../address/xtext.ts';
import type { EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import type { HistoryEntry } from '../../queue/queue-store.ts';
import type { JsonObject } from '../json.ts';
import { utcDateText } from '../mail/time-text.ts';
import { canceledStatus, type DeliveryStatus, deliveryStatuses, waitingStatus } from './delivery-status.ts';
import type { SubmissionWorld } from './world.ts';

/** RFC 8621 §7 */
export const submissionProperties = [
  ...['id', 'identityId', 'emailId', 'threadId', 'envelope', 'sendAt', 'undoStatus', 'deliveryStatus'],
  ...['dsnBlobIds', 'mdnBlobIds'],
] as const;

/** Shows submissions with these properties; what costs look-ups only where it is asked for. */
export async function showSubmission(
  submission: Submission,
  properties: ReadonlySet<string>,
  world: SubmissionWorld,
): Promise<JsonObject> {
  const { id, identityId, emailId, threadId, announcedAt } = submission;
  return {
    ...{ id, identityId, emailId, threadId },
    envelope: showEnvelope(submission),
    sendAt: utcDateText(announcedAt),
    undoStatus: undoStatus(submission),
    ...(properties.has('deliveryStatus') && { deliveryStatus: await statusesOf(submission, world) }),
    ...(properties.has('dsnBlobIds') && { dsnBlobIds: await noticesOf(submission, world) }),
    mdnBlobIds: [],
  };
}

export function undoStatus({ phase }: Pick<Submission, 'phase'>): 'pending' | 'final' | 'canceled' {
  return phase === 'pending' || phase === 'canceled' ? phase : 'final';
}

async function statusesOf(
  { id, phase, recipients }: Submission,
  world: SubmissionWorld,
): Promise<Record<string, DeliveryStatus>> {
  const record = phase === 'sent' ? await world.queue.find(id) : undefined;
  if (record) return deliveryStatuses(record.recipients);
  const status = phase === 'canceled' ? canceledStatus : waitingStatus;
  return Object.fromEntries(recipients.map(({ path }) => [pathText(path), status]));
}

/** RFC 8621 §7: in order of receipt, oldest first. Our own notices are among them. */
async function noticesOf({ id, account, phase }: Submission, world: SubmissionWorld): Promise<string[]> {
  if (phase !== 'sent') return [];
  const notices = noticeIds(await world.queue.history(id));
  if (notices.length === 0) return [];
  const blobs = await world.blobsOf(account, notices);
  return notices.flatMap((notice) => blobs.get(notice) ?? []);
}

/** The notices that a message had, each once. */
const noticeIds = (history: readonly HistoryEntry[]): QueueId[] => [
  ...new Set(
    history.flatMap(({ event }) => {
      if (event.kind === 'report') return event.as;
      return event.kind === 'heard' ? event.news.notice : [];
    }),
  ),
];

function showEnvelope({ envelope, recipients }: Pick<Submission, 'envelope' | 'recipients'>): JsonObject {
  const { reversePath, returnContent, envelopeId } = envelope;
  const parameters = {
    ...(returnContent && { RET: returnContent === 'full' ? 'FULL' : 'HDRS' }),
    ...(envelopeId !== undefined && { ENVID: decodeXtext(envelopeId) }),
  };
  return {
    mailFrom: {
      email: reversePath === NULL_PATH ? '' : reversePath.text,
      parameters: orNull(parameters),
    },
    rcptTo: recipients.map((each) => ({
      email: pathText(each.path),
      parameters: orNull(recipientParameters(each)),
    })),
  };
}

/** RFC 8621 §7: without their encodings. */
function recipientParameters({ notify, originalRecipient }: EnvelopeRecipient): Record<string, string> {
  const events = ['success', 'failure', 'delay'] as const;
  const asked =
    notify === undefined || notify === 'never' ? notify : events.filter((each) => notify[each]).join(',');
  const { addressType, address } = originalRecipient ?? {};
  const decode = addressType?.toLowerCase() === 'utf-8' ? decodeUtf8AddressXtext : decodeXtext;
  return {
    ...(asked !== undefined && { NOTIFY: asked.toUpperCase() }),
    ...(address !== undefined && { ORCPT: `${addressType};${decode(address)}` }),
  };
}

const orNull = (parameters: Record<string, string>): JsonObject | null =>
  Object.keys(parameters).length === 0 ? null : parameters;
