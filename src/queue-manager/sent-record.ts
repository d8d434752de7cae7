import { decodeXtext } from '../address/xtext.ts';
import type { SentFate, SentRecipient, SentRecord } from '../dsn/correlate/sent-record.ts';
import { originalRecipientOf } from '../dsn/report.ts';
import type { Recipient } from '../queue/message.ts';
import type { MessageRecord } from '../queue/queue-store.ts';
import type { RecipientState } from '../queue/recipient-state.ts';

/** What the queue remembers of a message, as those see it who match notices with it. */
export function sentRecordOf({ message, recipients }: MessageRecord): SentRecord {
  const { queueId, arrivedAt, envelope, facts } = message;
  const { messageId } = facts;
  const { reversePath, envelopeId } = envelope;
  return {
    queueId,
    sentAt: arrivedAt,
    reversePath,
    ...(messageId !== undefined && { messageId }),
    ...(envelopeId !== undefined && { envelopeId: decodeXtext(envelopeId) }),
    recipients: recipients.map(sentRecipientOf),
  };
}

function sentRecipientOf({ index, address, parent, parameters, state }: Recipient): SentRecipient {
  const { originalRecipient } = parameters;
  const relay = state.kind === 'settled' && state.outcome.kind === 'relayed' ? state.outcome.by : undefined;
  return {
    index,
    address,
    ...(originalRecipient && { originalRecipient: originalRecipientOf(originalRecipient) }),
    ...(parent !== undefined && { parent }),
    fate: fateOf(state),
    ...(relay && { relay: { name: relay.name, ip: relay.ip } }),
  };
}

/** While an attempt is under way, the other host may already have sent its notice. */
function fateOf(state: RecipientState): SentFate {
  if (state.kind === 'settled') return state.outcome.kind;
  return state.kind === 'waiting' && state.attempts === 0 ? 'untried' : 'tried';
}
