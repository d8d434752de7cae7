import { NULL_PATH } from '../../address/path.ts';
import type { EnvelopeRecipient } from '../../envelope/envelope.ts';
import { isNotifyNever } from './commands.ts';
import type { OutgoingMessage } from './dialogue.ts';
import { recipientsAlwaysTaken } from './failure.ts';
import type { Offer } from './offer.ts';

/** What goes into one transaction. */
export interface Batch<R extends EnvelopeRecipient> {
  readonly message: OutgoingMessage;
  readonly recipients: readonly R[];
}

/** The first of the transactions that a message for these recipients takes at a host. There is at least one recipient. */
export function nextBatch<R extends EnvelopeRecipient>(
  message: OutgoingMessage,
  recipients: readonly R[],
  offer: Offer,
): Batch<R> {
  // RFC 5321 §4.5.3.1.8: more than 100 may be too many, unless the host says otherwise (RFC 9422).
  const recipientsMax = offer.recipientsMax ?? recipientsAlwaysTaken;
  const [first] = recipients;
  if (offer.dsn || !first) return { message, recipients: recipients.slice(0, recipientsMax) };
  // RFC 3461 §5.2.2 (d): a host that does not know NOTIFY=NEVER gets those recipients by themselves and with the null
  // reverse-path, so that it has nobody to send a report to.
  const isSilent = wantsSilence(first);
  const alike = recipients.filter((recipient) => wantsSilence(recipient) === isSilent);
  return {
    message: isSilent ? withNullPath(message) : message,
    recipients: alike.slice(0, recipientsMax),
  };
}

const wantsSilence = ({ notify }: EnvelopeRecipient): boolean =>
  notify !== undefined && isNotifyNever(notify);

const withNullPath = (message: OutgoingMessage): OutgoingMessage => ({
  ...message,
  envelope: { ...message.envelope, reversePath: NULL_PATH },
});
