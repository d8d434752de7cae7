import type { EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import { messageNeedsUtf8, recipientNeedsUtf8 } from './commands.ts';
import type { OutgoingMessage } from './dialogue.ts';
import type { Failure } from './failure.ts';
import type { Offer } from './offer.ts';

/** Why this message cannot go to a host with this offer, seen before a word is said of it. Content is never changed to fit. */
export function messageObstacle(message: OutgoingMessage, offer: Offer): Failure | undefined {
  if (messageNeedsUtf8(message) && !offer.smtpUtf8) {
    return obstacle('5.6.7', 'The message needs SMTPUTF8, which the host does not offer.');
  }
  // RFC 6152 §3: without the extension, octets above 127 are not to be sent under any circumstances.
  if (message.is8bit && !offer.eightBitMime) {
    return obstacle('5.6.3', 'The message has 8-bit text, which the host does not take.');
  }
  // RFC 1870 §4: a larger one is sure to be refused.
  if (offer.sizeMax !== undefined && message.sizeBytes > offer.sizeMax) {
    return obstacle(
      '5.3.4',
      `The message has ${message.sizeBytes} octets; the host takes at most ${offer.sizeMax}.`,
    );
  }
  return undefined;
}

/** The same for one recipient of a message that the host could take. */
export function recipientObstacle(recipient: EnvelopeRecipient, offer: Offer): Failure | undefined {
  if (recipientNeedsUtf8(recipient) && !offer.smtpUtf8) {
    // RFC 6531 §3.5
    return obstacle('5.6.7', 'The address needs SMTPUTF8, which the host does not offer.');
  }
  return undefined;
}

const obstacle = (status: StatusCode, text: string): Failure => ({
  stage: 'mail',
  status,
  text,
  scope: 'message',
});
