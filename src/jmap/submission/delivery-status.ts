import { replyText } from '../../envelope/reply.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { Recipient, RecipientIndex } from '../../queue/message.ts';
import type { Diagnostic, Outcome } from '../../queue/recipient-state.ts';
import type { JsonObject } from '../json.ts';

/** RFC 8621 §7 */
export interface DeliveryStatus extends JsonObject {
  readonly smtpReply: string;
  readonly delivered: 'queued' | 'yes' | 'no' | 'unknown';
  readonly displayed: 'unknown' | 'yes';
}

/**
 * What became of each recipient of a submission, by its address.
 * @param recipients of the message, those behind aliases too
 * @param displayed those who say that they have seen it
 */
export function deliveryStatuses(
  recipients: readonly Recipient[],
  displayed: ReadonlySet<RecipientIndex> = new Set(),
): Record<string, DeliveryStatus> {
  const named = recipients.filter(({ parent }) => parent === undefined);
  return Object.fromEntries(
    named.map((recipient) => {
      const leaves = recipients.filter(({ parent }) => parent === recipient.index);
      const isSeen = [recipient, ...leaves].some(({ index }) => displayed.has(index));
      const status = leaves.length === 0 ? statusOf(recipient) : statusOfAll(recipient, leaves.map(statusOf));
      return [recipient.address.text, { ...status, displayed: isSeen ? 'yes' : 'unknown' }];
    }),
  );
}

/** Of a submission that the queue does not have yet. */
export const waitingStatus: DeliveryStatus = {
  smtpReply: '250 2.0.0 Waits to be sent',
  delivered: 'queued',
  displayed: 'unknown',
};

/** Of one that was taken back. */
export const canceledStatus: DeliveryStatus = {
  smtpReply: '550 5.7.0 Taken back before it was sent',
  delivered: 'no',
  displayed: 'unknown',
};

type Status = Pick<DeliveryStatus, 'smtpReply' | 'delivered'>;

function statusOf({ state, heard }: Recipient): Status {
  // RFC 8621 §7: only these two actions of a notice say something that we did not know.
  if (heard?.action === 'failed') return { smtpReply: replyOfNews(heard, 550), delivered: 'no' };
  if (heard?.action === 'delivered') return { smtpReply: replyOfNews(heard, 250), delivered: 'yes' };
  if (state.kind === 'settled') return statusOfOutcome(state.outcome);
  const smtpReply = state.last ? replyOfDiagnostic(state.last, 450) : '250 2.0.0 Queued, and not tried yet';
  return { smtpReply, delivered: 'queued' };
}

function statusOfOutcome(outcome: Outcome): Status {
  switch (outcome.kind) {
    case 'delivered':
      return { smtpReply: '250 2.1.5 Delivered to the mailbox', delivered: 'yes' };
    case 'relayed':
      // RFC 8621 §7: that another host took it does not mean that it has reached anybody.
      return { smtpReply: replyText(outcome.reply), delivered: 'unknown' };
    case 'expanded':
      return { smtpReply: '250 2.1.5 Sent on to others', delivered: 'unknown' };
    case 'failed':
      return { smtpReply: replyOfDiagnostic(outcome.diagnostic, 550), delivered: 'no' };
  }
}

/** Of an alias: the worst that became of any whom it stands for. */
function statusOfAll(alias: Recipient, leaves: readonly Status[]): Status {
  for (const delivered of ['no', 'queued', 'unknown', 'yes'] as const) {
    const status = leaves.find((each) => each.delivered === delivered);
    if (status) return status;
  }
  return statusOf(alias);
}

/** What the host said; else our own words, in the form that RFC 8621 §7 gives. */
function replyOfDiagnostic({ reply, status, text }: Diagnostic, code: number): string {
  return reply ? replyText(reply) : `${code} ${status} ${text}`;
}

function replyOfNews({ status, text = '' }: RemoteNews, code: number): string {
  const words = text
    .replace(/^\s*[\w-]+\s*;\s*/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^[2-5]\d\d\b/.test(words)) return folded(words);
  return `${code} ${status ?? (code < 300 ? '2.0.0' : '5.0.0')} ${words || 'So says a notice'}`.trim();
}

/** Lines of a reply that a notice quotes: `550-5.1.1 a 550 5.1.1 b` is `550 5.1.1 a b`. */
function folded(words: string): string {
  const [first = '', prefix = ''] = /^(\d\d\d[ -](?:\d\.\d{1,3}\.\d{1,3} )?)/.exec(words) ?? [];
  if (!first.includes('-')) return words;
  const code = prefix.slice(0, 3);
  const status = prefix.slice(4);
  const repeated = new RegExp(` ${code}[ -](?:${status.replaceAll('.', '\\.')})?`, 'g');
  return `${code} ${status}${words.slice(prefix.length).replace(repeated, ' ')}`;
}
