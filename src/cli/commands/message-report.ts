import { printable } from '../../base/printable.ts';
import type { historyView, messageView } from '../../server/operations/queue-view.ts';
import { sizeText, timeText } from '../text.ts';
import { findingText } from './notice-text.ts';
import { whyUntold } from './untold.ts';

type MessageView = ReturnType<typeof messageView>;
type RecipientView = MessageView['recipients'][number];
type NewsView = Omit<NonNullable<RecipientView['heard']>, 'at'>;
export type TraceView = MessageView & { readonly history: readonly ReturnType<typeof historyView>[] };

/** A message with its recipients, for a terminal. */
export function messageReport(message: MessageView): string {
  const { arrival, origin } = message;
  const facts: [string, string | undefined][] = [
    ['Queue id', message.queueId],
    ['From', message.reversePath],
    ['Subject', message.subject],
    ['Message-ID', message.messageId],
    ['Size', sizeText(message.sizeBytes)],
    ['Accepted', `${timeText(message.arrivedAt)} UTC`],
    ['By', originText(origin)],
    ['Client', arrival && `${arrival.greetingName} (${arrival.ip})${arrival.tls ? `, ${arrival.tls}` : ''}`],
    ['Gives up', `${timeText(message.expiresAt)} UTC`],
  ];
  const head = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${`${name}:`.padEnd(12)}${printable(value)}\n`],
  );
  const recipients = message.recipients.map(
    (recipient) => `  ${recipient.index}  ${recipientLine(recipient)}\n`,
  );
  const notice = message.notice === undefined ? '' : findingText(message.notice);
  return `${head.join('')}${notice}Recipients:\n${recipients.join('')}`;
}

function originText(origin: MessageView['origin']): string {
  if (origin.kind === 'report') return `report about ${origin.about}`;
  if (origin.kind === 'answer') return `automatic answer to ${origin.about}`;
  return origin.kind === 'card' ? 'the server, because an address is being forged' : origin.kind;
}

/** The whole story of a message. */
export function traceReport(trace: TraceView): string {
  const lines = trace.history.map((entry) => {
    const who = entry.recipients.length === 0 ? '' : ` [${entry.recipients.join(',')}]`;
    return `  ${timeText(entry.at)}${who}  ${printable(entryText(entry))}\n`;
  });
  return `${messageReport(trace)}History (UTC):\n  ${timeText(trace.arrivedAt)}  accepted\n${lines.join('')}`;
}

function entryText(entry: TraceView['history'][number]): string {
  switch (entry.kind) {
    case 'attempt': {
      const { result, text, remote, tls, diagnostic } = entry;
      const reply = diagnostic?.reply === undefined ? '' : ` – said: ${diagnostic.reply}`;
      const where = remote === undefined ? '' : ` at ${remote}`;
      return `${result}${where}${tls === undefined ? '' : ` (${tls})`}: ${text}${reply}`;
    }
    case 'report':
      return `notice "${entry.action}" written as ${entry.as}`;
    case 'heard':
      return `${newsText(entry)} (notice ${entry.notice})`;
    case 'suppressed':
      return `no notice: ${whyUntold[entry.reason]} (${entry.reason})`;
    case 'operator':
      return `${entry.verb} by ${entry.who}`;
  }
}

/** One recipient in one line. */
export function recipientLine(recipient: RecipientView): string {
  const { address, heard } = recipient;
  return printable(`${address}  ${stateText(recipient)}${heard ? `; ${newsText(heard)}` : ''}`);
}

/** `krustylu.test reports: failed 5.1.1, for mel@krustylu.test – said: 550 5.1.1 No such clown` */
function newsText({ by, action, status, address, text }: NewsView): string {
  const who = by ?? 'a host without a name';
  const whom = address === undefined ? '' : `, for ${address}`;
  const said = text === undefined ? '' : ` – said: ${text}`;
  return `${who} reports: ${action}${status === undefined ? '' : ` ${status}`}${whom}${said}`;
}

function stateText(recipient: RecipientView): string {
  switch (recipient.state) {
    case 'waiting': {
      const last = recipient.last ? ` – ${recipient.last.reply ?? recipient.last.text}` : '';
      const next = recipient.held ? 'held' : `waiting, next attempt ${timeText(recipient.due)}`;
      return `${next}, ${recipient.attempts} so far${last}`;
    }
    case 'attempting':
      return `being attempted since ${timeText(recipient.since)}`;
    case 'settled': {
      const { outcome } = recipient;
      const at = timeText(recipient.at);
      if (outcome.kind === 'relayed') return `relayed to ${outcome.by} ${at}: ${outcome.reply}`;
      if (outcome.kind === 'expanded') return `expanded into ${outcome.into.join(', ')} ${at}`;
      if (outcome.kind === 'failed')
        return `failed ${at}: ${outcome.diagnostic.reply ?? outcome.diagnostic.text}`;
      return `delivered ${at}`;
    }
  }
}
