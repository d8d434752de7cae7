import { type Instant, secondMs } from '../base/instant.ts';
import type { Log, LogFields } from '../base/ports.ts';
import { replyText } from '../envelope/reply.ts';
import type { QueueId, Recipient } from '../queue/message.ts';
import type { Claim, Transition } from '../queue/queue-store.ts';
import type { Diagnostic, Outcome, RemoteHost } from '../queue/recipient-state.ts';
import type { QueueEvent } from './events.ts';
import type { PreparedSettlement, SettlementWorld } from './settlement.ts';

/** Tells the log and the listener of a settlement, once it is durable. */
export function tell(
  world: SettlementWorld,
  claim: Claim,
  { settlement, reports }: PreparedSettlement,
): void {
  const { queueId, transitions } = settlement;
  const at = world.clock.now();
  const log = world.log.with({ queueId, destination: claim.destination });
  const recipients = new Map(claim.recipients.map((recipient) => [recipient.index, recipient]));
  for (const transition of transitions) {
    const recipient = recipients.get(transition.recipient);
    if (!recipient) continue;
    logTransition(log, recipient, transition, at);
    const event = eventOf(queueId, recipient, transition, at);
    if (event) world.onEvent?.(event);
  }
  for (const report of reports) {
    const about = report.notices.map((notice) => notice.recipient.index);
    log.info('a report is written', { report: report.id, action: report.action, to: report.to, about });
    world.onEvent?.({ kind: 'report-written', at, queueId, recipients: about, report });
  }
}

function eventOf(
  queueId: QueueId,
  { index, state }: Recipient,
  { next }: Transition,
  at: Instant,
): QueueEvent | undefined {
  const about = { at, queueId, recipients: [index] };
  if (next.kind === 'settled') return { ...about, kind: 'settled', outcome: next.outcome };
  if (next.kind !== 'waiting' || !next.last || next.attempts === state.attempts) return undefined;
  return { ...about, kind: 'deferred', diagnostic: next.last, due: next.due };
}

function logTransition(log: Log, { address, state }: Recipient, { next }: Transition, at: Instant): void {
  const fields = { recipient: address.text, attempts: next.attempts };
  if (next.kind === 'settled') {
    log.info('a recipient is settled', { ...fields, ...outcomeFields(next.outcome) });
  } else if (next.kind === 'waiting' && next.attempts > state.attempts) {
    const retryInSeconds = Math.round((next.due - at) / secondMs);
    log.info('a recipient is deferred', { ...fields, retryInSeconds, ...diagnosticFields(next.last) });
  } else {
    log.info('a recipient is put back', fields);
  }
}

function outcomeFields(outcome: Outcome): LogFields {
  const fields = { outcome: outcome.kind };
  if (outcome.kind === 'relayed') {
    return { ...fields, host: hostText(outcome.by), reply: replyText(outcome.reply) };
  }
  if (outcome.kind !== 'failed') return fields;
  return { ...fields, ...diagnosticFields(outcome.diagnostic), report: outcome.report };
}

function diagnosticFields(diagnostic: Diagnostic | undefined): LogFields {
  if (!diagnostic) return {};
  const { stage, status, text, remote, reply, tls } = diagnostic;
  return {
    stage,
    status,
    text,
    ...(remote && { host: hostText(remote) }),
    ...(reply && { reply: replyText(reply) }),
    ...(tls && { tls }),
  };
}

const hostText = ({ name, ip, port }: RemoteHost): string => `${name} [${ip}]:${port}`;
