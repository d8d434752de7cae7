import type { CapObjection } from '../../queue/objection.ts';
import type { CountedReport } from '../cap-counts.ts';
import type { AcceptanceRows, DeliveryRow } from './acceptance-rows.ts';
import { countReports, objectionToReports } from './caps.ts';
import { insertContent } from './contents.ts';
import { deliver } from './deliver.ts';
import { hear } from './hear.ts';
import { remember } from './history.ts';
import { widenLane } from './lanes.ts';
import { isAnswerDue, rememberAnswer } from './vacations.ts';
import type { WriteContext } from './write-context.ts';

/** Accepts, but for reports if a cap is reached, and for answers that were given. */
export function acceptWithinCaps(
  context: WriteContext,
  acceptances: readonly AcceptanceRows[],
): 'accepted' | CapObjection {
  const due = acceptances.filter(({ once }) => once === null || isAnswerDue(context, once));
  const objection = objectionToReports(context.connection, countedIn(due));
  accept(context, objection ? due.filter(({ counted }) => counted.length === 0) : due);
  return objection ?? 'accepted';
}

/** Makes messages ours: the one write that makes a message queued. */
export function accept(context: WriteContext, acceptances: readonly AcceptanceRows[]): void {
  for (const acceptance of acceptances) acceptOne(context, acceptance);
  countReports(context.connection, countedIn(acceptances));
}

export const countedIn = (acceptances: readonly AcceptanceRows[]): readonly CountedReport[] =>
  acceptances.flatMap(({ counted }) => counted);

function acceptOne(context: WriteContext, acceptance: AcceptanceRows): void {
  const { connection } = context;
  const { message, recipients, unsettled, settledAt, lanes, names, history, heard, once } = acceptance;
  const [queueId, sender] = message;
  const content = takeContent(context, acceptance);
  connection.run(
    `INSERT INTO message (queue_id, sender, reverse_path_key, arrived_at, expires_at, size_bytes, return_path_bytes, detail,
       unsettled, settled_at, content, rfc_message_id, rfc_envelope_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...message,
    unsettled,
    settledAt,
    content,
    ...names,
  );
  for (const recipient of recipients) {
    connection.run(
      `INSERT INTO recipient (queue_id, sender, idx, destination, address_key, held, is_delay_reported, detail,
         phase, due, lease, lease_until, since, settled_at, attempts, last, outcome)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      queueId,
      sender,
      ...recipient,
    );
  }
  for (const [destination, due] of lanes) widenLane(context, { sender, destination }, due);
  if (history.length > 0) remember(connection, history);
  for (const each of heard) hear(connection, each);
  if (once) rememberAnswer(context, once);
}

/** Stores and delivers the content. Null if nobody needs it: nothing waits, and it went into no mailbox. */
function takeContent(context: WriteContext, acceptance: AcceptanceRows): number | null {
  const { message, content, unsettled, deliveries } = acceptance;
  const references = deliveries.length + (unsettled > 0 ? 1 : 0);
  if (references === 0) {
    if (typeof content.octets === 'string') context.forgottenFiles.push(content.octets);
    return null;
  }
  const contentId = insertContent(context, content, references);
  const stored = { contentId, sizeBytes: content.sizeBytes, queueId: message[0] };
  for (const delivery of deliveries satisfies readonly DeliveryRow[]) deliver(context, stored, delivery);
  return contentId;
}
