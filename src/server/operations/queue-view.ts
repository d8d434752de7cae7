import { pathText } from '../../address/path.ts';
import type { Instant } from '../../base/instant.ts';
import { replyText } from '../../envelope/reply.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { Recipient } from '../../queue/message.ts';
import type { HistoryEntry, MessageRecord } from '../../queue/queue-store.ts';
import type { Diagnostic, RemoteHost } from '../../queue/recipient-state.ts';

/** A message as the CLI's JSON shows it. Names follow the glossary; times are ISO 8601 in UTC; strings are as they came. */
export function messageView({ message, recipients }: MessageRecord) {
  const { queueId, envelope, origin, arrival, notice, facts } = message;
  return {
    queueId,
    reversePath: pathText(envelope.reversePath),
    origin,
    ...(arrival && { arrival }),
    ...(notice && { notice }),
    arrivedAt: iso(message.arrivedAt),
    expiresAt: iso(message.expiresAt),
    sizeBytes: message.sizeBytes,
    ...facts,
    ...(envelope.envelopeId !== undefined && { envelopeId: envelope.envelopeId }),
    ...(envelope.returnContent !== undefined && { returnContent: envelope.returnContent }),
    recipients: recipients.map(recipientView),
  };
}

export function historyView({ at, recipients, event }: HistoryEntry) {
  if (event.kind === 'heard') {
    return { at: iso(at), recipients, kind: event.kind, ...newsView(event.news) };
  }
  if (event.kind !== 'attempt') return { at: iso(at), recipients, ...event };
  const { text, diagnostic, remote, tls } = event.detail;
  return {
    at: iso(at),
    recipients,
    kind: event.kind,
    result: event.result,
    text,
    ...(remote && { remote: remoteText(remote) }),
    ...(tls !== undefined && { tls }),
    ...(diagnostic && { diagnostic: diagnosticView(diagnostic) }),
  };
}

function recipientView({ index, address, parent, parameters, destination, state, held, heard }: Recipient) {
  return {
    index,
    address: address.text,
    ...(parent !== undefined && { parent }),
    ...parameters,
    destination,
    held,
    ...stateView(state),
    ...(heard && { heard: { at: iso(heard.at), ...newsView(heard) } }),
  };
}

function stateView(state: Recipient['state']) {
  const { kind, attempts } = state;
  switch (kind) {
    case 'waiting':
      return {
        state: kind,
        attempts,
        due: iso(state.due),
        ...(state.last && { last: diagnosticView(state.last) }),
      };
    case 'attempting':
      return {
        state: kind,
        attempts,
        since: iso(state.since),
        ...(state.last && { last: diagnosticView(state.last) }),
      };
    case 'settled':
      return { state: kind, attempts, at: iso(state.at), outcome: outcomeView(state.outcome) };
  }
}

function outcomeView(outcome: Extract<Recipient['state'], { readonly kind: 'settled' }>['outcome']) {
  const { kind } = outcome;
  switch (kind) {
    case 'delivered':
      return { kind };
    case 'relayed':
      return {
        kind,
        by: remoteText(outcome.by),
        reply: replyText(outcome.reply),
        dsnPassedOn: outcome.dsnPassedOn,
      };
    case 'expanded':
      return { kind, into: outcome.into.map(({ text }) => text) };
    case 'failed':
      return { kind, diagnostic: diagnosticView(outcome.diagnostic), report: outcome.report };
  }
}

const diagnosticView = ({ at, stage, status, text, reply, remote, tls }: Diagnostic) => ({
  at: iso(at),
  stage,
  status,
  text,
  ...(reply && { reply: replyText(reply) }),
  ...(remote && { remote: remoteText(remote) }),
  ...(tls !== undefined && { tls }),
});

/** What another host says; `notice` is the queue id under which its notice came. */
const newsView = ({ at: _, ...news }: RemoteNews) => news;

const remoteText = ({ name, ip, port }: RemoteHost): string =>
  `${name} (${ip.includes(':') ? `[${ip}]` : ip}:${port})`;

const iso = (at: Instant): string => new Date(at).toISOString();
