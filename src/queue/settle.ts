import type { Instant } from '../base/instant.ts';
import { later } from '../base/instant.ts';
import { unreachable } from '../base/invariant.ts';
import type { AttemptResult } from './attempt-result.ts';
import { advance } from './life-cycle.ts';
import type { IsTrusted } from './may-report.ts';
import type { QueuedMessage, Recipient } from './message.ts';
import type { News, Notice } from './notice.ts';
import { type Telling, whoIsTold } from './notify-rules.ts';
import type { Objections } from './objection.ts';
import type { Transition } from './queue-store.ts';
import type { Diagnostic, Outcome, ReportFate, SuppressionReason } from './recipient-state.ts';
import type { ReportIds } from './report-plan.ts';
import { nextAttemptAt, type RetrySchedule } from './retry-schedule.ts';

/** What the operator lays down. */
export interface SettleRules {
  readonly schedule: RetrySchedule;
  readonly isTrusted: IsTrusted;
  /** Whoever was told of a delay is told when it is over. */
  readonly givesAllClear: boolean;
}

/** Everything that a settlement depends on, beside the recipient and the result. */
export interface SettleContext extends Pick<ReportIds, 'failureReport' | 'ownerReport'> {
  readonly message: QueuedMessage;
  readonly now: Instant;
  readonly rules: SettleRules;
  /** 0 ≤ chance < 1, one for all recipients of a claim: they stay together. */
  readonly chance: number;
  /** What must not be reported. */
  readonly objections: Objections;
}

/** The next state of a recipient, and what has to be told of it. */
export interface Decision {
  readonly transition: Transition;
  readonly notice?: Notice;
  /** Why somebody who would expect to be told is not. */
  readonly suppressed?: SuppressionReason;
}

/** Judges the result of an attempt. @throws InvariantError if the recipient is not being attempted */
export function settle(recipient: Recipient, result: AttemptResult, context: SettleContext): Decision {
  switch (result.kind) {
    case 'delivered':
      return succeed(recipient, { kind: 'delivered' }, { action: 'delivered' }, context);
    case 'relayed': {
      const { by, reply, dsnPassedOn } = result;
      return succeed(
        recipient,
        { kind: 'relayed', by, reply, dsnPassedOn },
        { action: 'relayed', by, reply },
        context,
      );
    }
    case 'transient':
      // RFC 3464 §2.3.3, note: who gives up on a transient failure keeps its 4.x.x status, with the action "failed".
      return context.now >= context.message.expiresAt
        ? fail(recipient, result.diagnostic, context)
        : defer(recipient, result.diagnostic, context);
    case 'permanent':
      return fail(recipient, result.diagnostic, context);
    default:
      return unreachable(result);
  }
}

/** Ends a recipient by the operator's word; the sender is told as of any failure. */
export function failByOperator(
  recipient: Recipient,
  diagnostic: Diagnostic,
  context: SettleContext,
): Decision {
  return fail(recipient, diagnostic, context, false);
}

/** Ends a recipient by the operator's word, and nobody is told. The history keeps who said it. */
export function dropByOperator(recipient: Recipient, diagnostic: Diagnostic, now: Instant): Decision {
  const report: ReportFate = { suppressed: 'dropped-by-operator' };
  return { transition: settled(recipient, { kind: 'failed', diagnostic, report }, now, false) };
}

/** Puts a recipient back whose attempt was called off: it is due at once, and nothing has happened to it. */
export function release(recipient: Recipient, now: Instant): Transition {
  return {
    recipient: recipient.index,
    next: advance(recipient.state, { kind: 'released', at: now }),
    isDelayReported: recipient.isDelayReported,
  };
}

function succeed(recipient: Recipient, outcome: Outcome, news: News, context: SettleContext): Decision {
  const { message, now, rules, objections } = context;
  const transition = settled(recipient, outcome, now, true);
  const allClear = isDelayOver(recipient, context) ? ({ isAllClear: true } as const) : undefined;
  // RFC 3461 §5.2.1: a host that knows DSN was given NOTIFY, and reports success itself; §5.2.2 (b): else it is our task.
  const isTheirTask = outcome.kind === 'relayed' && outcome.dsnPassedOn;
  const telling = whoIsTold(news.action, recipient, message, rules.isTrusted, objections);
  if (telling.to === 'nobody' && telling.because === 'not-asked-for' && allClear)
    return { transition, notice: { ...news, to: 'sender', recipient, ...allClear } };
  if (isTheirTask) return { transition };
  const told = tell(recipient, news, telling);
  return { transition, ...told, ...(told.notice && allClear && { notice: { ...told.notice, ...allClear } }) };
}

/**
 * True if the sender was told of a delay, and is to hear that it is over. Of one among several behind an alias that would be too much
 * said: the others may still wait, or fail.
 */
const isDelayOver = (recipient: Recipient, { message, rules, objections }: SettleContext): boolean =>
  rules.givesAllClear &&
  recipient.isDelayReported &&
  (recipient.parent === undefined || recipient.original === undefined) &&
  whoIsTold('delayed', recipient, message, rules.isTrusted, objections).to === 'sender';

function fail(
  recipient: Recipient,
  diagnostic: Diagnostic,
  context: SettleContext,
  isAttempt = true,
): Decision {
  const { message, now, rules, objections } = context;
  const telling = whoIsTold('failed', recipient, message, rules.isTrusted, objections);
  const report = reportFate(telling, recipient, context);
  const transition = settled(recipient, { kind: 'failed', diagnostic, report }, now, isAttempt);
  return { transition, ...tell(recipient, { action: 'failed', diagnostic }, telling) };
}

function reportFate(
  telling: Telling,
  { forward }: Recipient,
  { failureReport, ownerReport }: SettleContext,
): ReportFate {
  if ('because' in telling) return { suppressed: telling.because };
  return { as: telling.to === 'sender' ? failureReport : ownerReport(forward) };
}

function defer(recipient: Recipient, diagnostic: Diagnostic, context: SettleContext): Decision {
  const { message, now, rules, chance, objections } = context;
  const { schedule, isTrusted } = rules;
  const { expiresAt } = message;
  const attempts = recipient.state.attempts + 1;
  const due = nextAttemptAt(schedule, { now, attempts, expiresAt, chance });
  const next = advance(recipient.state, { kind: 'deferred', due, diagnostic });
  const isDelayed = now >= later(message.arrivedAt, schedule.delayNoticeAfterMs);
  const telling = whoIsTold('delayed', recipient, message, isTrusted, objections);
  // Whom a cap spares the news of a delay hears of it after a later attempt, if it is not over by then.
  const isPutOff = 'because' in telling && telling.because === objections.cap;
  const isNews = isDelayed && !recipient.isDelayReported && !isPutOff;
  const transition = {
    recipient: recipient.index,
    next,
    isDelayReported: recipient.isDelayReported || isNews,
  };
  if (!isNews) return { transition };
  const news: News = { action: 'delayed', diagnostic, willRetryUntil: expiresAt };
  return { transition, ...tell(recipient, news, telling) };
}

function tell(recipient: Recipient, news: News, telling: Telling): Omit<Decision, 'transition'> {
  if (!('because' in telling)) return { notice: { ...news, to: telling.to, recipient } };
  const { because } = telling;
  // Nobody waits for news of success or delay that he did not ask for; silence about a failure is always accounted for.
  if (because === 'not-asked-for' && news.action !== 'failed') return {};
  if (telling.to === 'nobody') return { suppressed: because };
  return { notice: { ...news, to: 'postmaster', recipient }, suppressed: because };
}

function settled(recipient: Recipient, outcome: Outcome, at: Instant, isAttempt: boolean): Transition {
  return {
    recipient: recipient.index,
    next: advance(recipient.state, { kind: 'settled', at, outcome, isAttempt }),
    isDelayReported: recipient.isDelayReported,
  };
}
