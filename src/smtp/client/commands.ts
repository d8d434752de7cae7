import { needsSmtpUtf8 } from '../../address/mailbox-address.ts';
import { type ForwardPath, NULL_PATH, POSTMASTER, type ReversePath } from '../../address/path.ts';
import { decodeUtf8AddressXtext, encodeUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import type { Notify, OriginalRecipient } from '../../envelope/dsn-parameters.ts';
import type { EnvelopeRecipient } from '../../envelope/envelope.ts';
import type { OutgoingMessage, Transaction } from './dialogue.ts';
import type { Offer } from './offer.ts';

/**
 * True if a transaction must ask for SMTPUTF8. RFC 6531 §3.4: where it is needed, and nowhere that we know it is not. It may be
 * needed for the header of a part (§3.2): nobody looks at those here, so that the word of the sender is handed on.
 */
export function transactionAsksUtf8({ message, recipients }: Transaction): boolean {
  const mayHaveUtf8Part = message.envelope.smtpUtf8 && message.is8bit;
  return mayHaveUtf8Part || messageNeedsUtf8(message) || recipients.some(recipientNeedsUtf8);
}

/** True if no recipient can get this message where SMTPUTF8 is not offered (RFC 6531 §3.2). */
export const messageNeedsUtf8 = ({ envelope, isHeaderUtf8 }: OutgoingMessage): boolean =>
  isHeaderUtf8 || (envelope.reversePath !== NULL_PATH && needsSmtpUtf8(envelope.reversePath));

export const recipientNeedsUtf8 = ({ path }: EnvelopeRecipient): boolean =>
  path !== POSTMASTER && needsSmtpUtf8(path);

/** Of several recipients each may be refused for itself, once the content is known. With one the reply is about him in any case. */
export const asksForEach = ({ recipients }: Transaction, offer: Offer): boolean =>
  offer.prdr && recipients.length > 1;

/** MAIL, with those parameters that the host offers and the message has. */
export function mailCommand(transaction: Transaction, offer: Offer): string {
  const { envelope, sizeBytes, is8bit, isHeaderUtf8 } = transaction.message;
  const parameters: string[] = [];
  if (offer.size && !transaction.isProbe) parameters.push(`SIZE=${sizeBytes}`); // RFC 1870 §6
  if (offer.eightBitMime && (is8bit || isHeaderUtf8 || envelope.body === '8bitmime')) {
    parameters.push('BODY=8BITMIME');
  }
  if (offer.smtpUtf8 && transactionAsksUtf8(transaction)) parameters.push('SMTPUTF8');
  if (asksForEach(transaction, offer)) parameters.push('PRDR');
  if (offer.dsn) {
    // RFC 3461 §5.2.1 (a), (b): as they came, and none where none came. §5.2.2 (a): nothing of it where DSN is not offered.
    if (envelope.returnContent) parameters.push(`RET=${envelope.returnContent === 'full' ? 'FULL' : 'HDRS'}`);
    if (envelope.envelopeId !== undefined) parameters.push(`ENVID=${envelope.envelopeId}`);
  }
  return command(`MAIL FROM:${written(envelope.reversePath)}`, parameters);
}

/** RCPT, with NOTIFY and ORCPT as they came, where the host offers DSN (RFC 3461 §5.2.1 (c), (d)). */
export function rcptCommand(recipient: EnvelopeRecipient, offer: Offer, isUtf8: boolean): string {
  const parameters: string[] = [];
  if (offer.dsn) {
    if (recipient.notify) parameters.push(`NOTIFY=${notifyValue(recipient.notify)}`);
    if (recipient.originalRecipient) {
      parameters.push(`ORCPT=${originalRecipientValue(recipient.originalRecipient, isUtf8)}`);
    }
  }
  return command(`RCPT TO:${written(recipient.path)}`, parameters);
}

const command = (verbAndPath: string, parameters: readonly string[]): string =>
  [verbAndPath, ...parameters].join(' ');

function written(path: ReversePath | ForwardPath): string {
  if (path === NULL_PATH) return '<>';
  return path === POSTMASTER ? '<postmaster>' : `<${path.text}>`;
}

function notifyValue(notify: Notify): string {
  if (isNotifyNever(notify)) return 'NEVER';
  const events = [notify.success && 'SUCCESS', notify.failure && 'FAILURE', notify.delay && 'DELAY'];
  return events.filter((event) => event !== false).join(',');
}

/** NEVER; and no event at all, which is what is left of SUCCESS alone behind an alias (RFC 3461 §5.2.7.3 (c)). */
export const isNotifyNever = (notify: Notify): notify is 'never' =>
  notify === 'never' || !(notify.success || notify.failure || notify.delay);

/** The same address in the same encoding; but where SMTPUTF8 is not in use, the ASCII form of RFC 6533 §3 for what is not ASCII. */
function originalRecipientValue({ addressType, address }: OriginalRecipient, isUtf8: boolean): string {
  const isAscii = /^[ -~]*$/.test(address);
  const value = isUtf8 || isAscii ? address : encodeUtf8AddressXtext(decodeUtf8AddressXtext(address));
  return `${addressType};${value}`;
}
