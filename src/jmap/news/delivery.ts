import { pathText } from '../../address/path.ts';
import { explain } from '../../dsn/explain/explain.ts';
import type { Explanation } from '../../dsn/explain/explanation.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import type { Recipient } from '../../queue/message.ts';
import type { HistoryEntry, MessageRecord } from '../../queue/queue-store.ts';
import type { Diagnostic } from '../../queue/recipient-state.ts';
import type { JsonObject } from '../json.ts';
import { utcDateText } from '../mail/time-text.ts';

/** Entries of a history that are told; of a mail that was tried for days the latest count. */
const eventsMax = 500;

/**
 * What became of a submission: each recipient's state, and everything that happened, in order.
 * @param record undefined while the queue has not got it, and when it has been forgotten
 */
export function deliveryOf(
  submission: Submission,
  record: MessageRecord | undefined,
  history: readonly HistoryEntry[],
  resends: readonly string[],
): JsonObject {
  const { id, emailId, phase, announcedAt, resendOf } = submission;
  const named = record?.recipients.filter(({ parent }) => parent === undefined);
  return {
    id,
    emailId,
    phase,
    sendAt: utcDateText(announcedAt),
    resendOf: resendOf ?? null,
    resends: [...resends],
    recipients: named
      ? named.map((recipient) => recipientOf(recipient, record?.recipients ?? []))
      : submission.recipients.map(({ path }) => waiting(pathText(path))),
    events: record ? history.slice(-eventsMax).flatMap((entry) => eventOf(entry, record) ?? []) : [],
  };
}

const waiting = (address: string): JsonObject => ({ address, state: 'waiting', failure: null, heard: null });

/** What the sender is told of an address that he wrote: of an alias, what became of those behind it. */
function recipientOf(recipient: Recipient, all: readonly Recipient[]): JsonObject {
  const { address, heard } = recipient;
  return {
    address: address.text,
    ...stateOf(recipient, all),
    heard: heard
      ? {
          action: heard.action,
          at: utcDateText(heard.at),
          by: heard.by ?? null,
          status: heard.status ?? null,
          text: heard.text ?? null,
        }
      : null,
  };
}

function stateOf({ index, address, state }: Recipient, all: readonly Recipient[]): JsonObject {
  switch (state.kind) {
    case 'waiting':
      return {
        state: state.attempts === 0 ? 'waiting' : 'delayed',
        attempts: state.attempts,
        nextAttemptAt: utcDateText(state.due),
        failure: state.last ? failureOf(state.last, address.text) : null,
      };
    case 'attempting':
      return { state: 'trying', attempts: state.attempts, failure: null };
    case 'settled':
      break;
  }
  const { outcome, at, attempts } = state;
  const told = { attempts, settledAt: utcDateText(at), failure: null };
  switch (outcome.kind) {
    case 'delivered':
      return { ...told, state: 'delivered' };
    case 'relayed':
      return { ...told, state: 'relayed', host: outcome.by.name };
    case 'expanded':
      return { ...told, state: expandedState(all.filter(({ parent }) => parent === index)) };
    case 'failed':
      return { ...told, state: 'failed', failure: failureOf(outcome.diagnostic, address.text) };
  }
}

/** Whoever stands behind an alias is not named; if nobody of them got it, that is told. */
function expandedState(children: readonly Recipient[]): string {
  const isFailed = ({ state }: Recipient) => state.kind === 'settled' && state.outcome.kind === 'failed';
  if (children.length > 0 && children.every(isFailed)) return 'failed';
  return children.some(({ state }) => state.kind !== 'settled') ? 'waiting' : 'delivered';
}

function failureOf(diagnostic: Diagnostic, address: string): JsonObject {
  const { at, status, stage, text, reply, remote, tls } = diagnostic;
  const { cause, owner, permanence, steps } = explanationOf(diagnostic, address);
  return {
    at: utcDateText(at),
    ...{ cause, owner, permanence, status, stage, text },
    steps: [...steps],
    reply: reply ? [...reply.lines] : null,
    replyCode: reply?.code ?? null,
    host: remote?.name ?? null,
    tls: tls ?? null,
  };
}

function explanationOf({ status, stage, reply, text, remote }: Diagnostic, address: string): Explanation {
  return explain({
    status,
    stage,
    ...(reply && { replyCode: reply.code }),
    text: reply ? reply.lines.join(' ') : text,
    ...(remote && { host: remote.name }),
    isOwnFinding: !reply,
    isExpired: false,
    address,
  });
}

/** Undefined for what is the operator's business alone. */
function eventOf(
  { at, recipients, event }: HistoryEntry,
  { recipients: all }: MessageRecord,
): JsonObject | undefined {
  const about = {
    at: utcDateText(at),
    kind: event.kind,
    recipients: [...new Set(recipients.flatMap((index) => namedAddress(index, all) ?? []))],
  };
  switch (event.kind) {
    case 'attempt': {
      const { result, detail } = event;
      const { text, diagnostic, remote = diagnostic?.remote, tls = diagnostic?.tls } = detail;
      const reply = diagnostic?.reply;
      return {
        ...about,
        ...{ result, text, host: remote?.name ?? null, tls: tls ?? null },
        reply: reply ? [`${reply.code}`, ...reply.lines].join(' ') : null,
      };
    }
    case 'report':
      return { ...about, action: event.action };
    case 'heard':
      return {
        ...about,
        action: event.news.action,
        by: event.news.by ?? null,
        text: event.news.text ?? null,
      };
    default:
      return undefined;
  }
}

/** The address that the sender wrote, for whoever stands behind it. */
function namedAddress(index: number, all: readonly Recipient[]): string | undefined {
  let recipient = all[index];
  while (recipient?.parent !== undefined) recipient = all[recipient.parent];
  return recipient?.address.text;
}
