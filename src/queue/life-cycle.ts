import type { Instant } from '../base/instant.ts';
import { invariant, unreachable } from '../base/invariant.ts';
import type { Diagnostic, Lease, Outcome, RecipientState } from './recipient-state.ts';

/** What can happen to a recipient. */
export type LifeEvent =
  /** We took responsibility, and the mail has to go on from here. */
  | { readonly kind: 'accepted'; readonly due: Instant }
  /** The operator wants the next attempt at another time. */
  | { readonly kind: 'rescheduled'; readonly due: Instant }
  | { readonly kind: 'claimed'; readonly at: Instant; readonly lease: Lease }
  /** The lease ended, or the attempt was called off, without a result. */
  | { readonly kind: 'released'; readonly at: Instant }
  /** The attempt failed in a way that may pass. */
  | { readonly kind: 'deferred'; readonly due: Instant; readonly diagnostic: Diagnostic }
  /** It is over. `isAttempt` is false if no attempt came before: at acceptance, or by the operator's word. */
  | {
      readonly kind: 'settled';
      readonly at: Instant;
      readonly outcome: Outcome;
      readonly isAttempt: boolean;
    };

/** An event as the table names it: what settles a recipient goes by the kind of its outcome. */
export type LifeEventName = Exclude<LifeEvent['kind'], 'settled'> | Outcome['kind'];

/** Before its acceptance a recipient has no state. */
export type LifePhase = 'new' | RecipientState['kind'];

/** The whole life of a recipient: what may happen in which phase, and where it leads. Everything else is a fault of ours. */
export const lifeCycle: Readonly<
  Record<LifePhase, { readonly [name in LifeEventName]?: RecipientState['kind'] }>
> = {
  // `relayed` before acceptance: it was handed through to its host while its sender was on the line.
  new: { accepted: 'waiting', delivered: 'settled', relayed: 'settled', expanded: 'settled' },
  waiting: { claimed: 'attempting', rescheduled: 'waiting' },
  attempting: {
    released: 'waiting',
    deferred: 'waiting',
    delivered: 'settled',
    relayed: 'settled',
    failed: 'settled',
  },
  settled: {},
};

/**
 * The next state of a recipient; `undefined` is the state before its acceptance. The only maker of recipient states.
 * @throws InvariantError if the life-cycle has no such step
 */
export function advance(state: RecipientState | undefined, event: LifeEvent): RecipientState {
  const phase: LifePhase = state?.kind ?? 'new';
  const name: LifeEventName = event.kind === 'settled' ? event.outcome.kind : event.kind;
  const next = lifeCycle[phase][name];
  invariant(next !== undefined, `a recipient that is ${phase} cannot be ${name}`);
  const made = make(state, event);
  invariant(made.kind === next, `${name} leads to ${next}, not to ${made.kind}`);
  return made;
}

function make(state: RecipientState | undefined, event: LifeEvent): RecipientState {
  const attempts = state?.attempts ?? 0;
  const last = state === undefined || state.kind === 'settled' || !state.last ? {} : { last: state.last };
  switch (event.kind) {
    case 'accepted':
    case 'rescheduled':
      return { kind: 'waiting', due: event.due, attempts, ...last };
    case 'claimed':
      return { kind: 'attempting', lease: event.lease, since: event.at, attempts, ...last };
    case 'released':
      return { kind: 'waiting', due: event.at, attempts, ...last };
    case 'deferred':
      return { kind: 'waiting', due: event.due, attempts: attempts + 1, last: event.diagnostic };
    case 'settled':
      return {
        kind: 'settled',
        at: event.at,
        attempts: attempts + (event.isAttempt ? 1 : 0),
        outcome: event.outcome,
      };
    default:
      return unreachable(event);
  }
}
