import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { NULL_PATH } from '../address/path.ts';
import { type Instant, instant, later, minuteMs } from '../base/instant.ts';
import type { Notify } from '../envelope/dsn-parameters.ts';
import type { AttemptResult } from './attempt-result.ts';
import { advance } from './life-cycle.ts';
import type { Origin, Recipient } from './message.ts';
import type { Notice } from './notice.ts';
import { defaultRetrySchedule } from './retry-schedule.ts';
import { type Decision, dropByOperator, failByOperator, release, settle } from './settle.ts';
import {
  context,
  delivered,
  id,
  lease,
  type MessageSample,
  message,
  noon,
  notifyOf,
  permanent,
  recipient,
  refusal,
  relayed,
  relayIn,
  submission,
  transient,
} from './testing/samples.ts';

/** What may befall a recipient in one go: it is claimed, and then this. */
type Turn = AttemptResult | 'release' | 'fail' | 'drop';

const turn: fc.Arbitrary<Turn> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(transient) },
  { weight: 2, arbitrary: fc.constant<Turn>('release') },
  fc.constantFrom<Turn>(delivered, permanent, relayed(true), relayed(false), 'fail', 'drop'),
);
const notify: fc.Arbitrary<Notify | undefined> = fc.oneof(
  fc.constantFrom<(Notify | undefined)[]>(undefined, 'never'),
  fc
    .uniqueArray(fc.constantFrom<('success' | 'failure' | 'delay')[]>('success', 'failure', 'delay'), {
      minLength: 1,
    })
    .map((events) => notifyOf(...events)),
);
const origin = fc.constantFrom<MessageSample[]>(
  { origin: submission },
  { origin: relayIn },
  { origin: { kind: 'report', about: id('another') } satisfies Origin, reversePath: NULL_PATH },
);

/** A whole life: turns until it is over. Each turn comes when it is due, or `lateMs` after that. */
const life = fc.record({
  sample: origin,
  notify,
  isTrusted: fc.boolean(),
  givesAllClear: fc.boolean(),
  turns: fc.array(
    fc.record({
      turn,
      lateMs: fc.nat(600 * minuteMs),
      chance: fc.double({ min: 0, max: 0.99, noNaN: true }),
    }),
  ),
});

interface Lived {
  readonly recipient: Recipient;
  readonly notices: readonly Notice[];
  readonly suppressions: number;
  readonly endedAt: Instant;
  readonly settlements: number;
}

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function live({ sample, notify: asked, isTrusted, givesAllClear, turns }: Life): Lived {
  const about = message(sample);
  const rules = { schedule: defaultRetrySchedule, isTrusted: () => isTrusted, givesAllClear };
  let soul = recipient({
    ...(asked === undefined ? {} : { notify: asked }),
    state: advance(undefined, { kind: 'accepted', due: noon }),
  });
  const notices: Notice[] = [];
  let now = noon;
  let suppressions = 0;
  let settlements = 0;
  // Turns that never end it are followed by transient failures until the clock ends it.
  for (let i = 0; soul.state.kind === 'waiting'; i++) {
    const { turn: what, lateMs, chance } = turns[i] ?? { turn: transient, lateMs: 0, chance: 0.5 };
    now = instant(Math.max(soul.state.due, now) + lateMs);
    soul = { ...soul, state: advance(soul.state, { kind: 'claimed', at: now, lease }) };
    const { transition, notice, suppressed } = take(
      soul,
      what,
      context({ message: about, now, rules, chance }),
    );
    if (notice) notices.push(notice);
    if (suppressed) suppressions++;
    if (transition.next.kind === 'settled') settlements++;
    soul = { ...soul, state: transition.next, isDelayReported: transition.isDelayReported };
  }
  return { recipient: soul, notices, suppressions, endedAt: now, settlements };
}

function take(soul: Recipient, what: Turn, about: ReturnType<typeof context>): Decision {
  if (what === 'release') return { transition: release(soul, about.now) };
  if (what === 'fail') return failByOperator(soul, refusal, about);
  if (what === 'drop') return dropByOperator(soul, refusal, about.now);
  return settle(soul, what, about);
}

const holds = (property: (lived: Lived, from: Life) => void) => () =>
  fc.assert(
    fc.property(life, (from) => property(live(from), from)),
    { numRuns: 500 },
  );

describe('any life of a recipient', () => {
  it(
    'ends, in exactly one outcome',
    holds(({ recipient: { state }, settlements }) => {
      assert(state.kind === 'settled');
      assert.equal(settlements, 1);
    }),
  );

  it(
    'has at most one report of failure or delivery (RFC 3464 §3), and one of delay before it',
    holds(({ notices }) => {
      const final = notices.filter(({ action }) => action !== 'delayed');
      const delays = notices.filter(({ action }) => action === 'delayed');
      assert(final.length <= 1 && delays.length <= 1);
      if (delays.length > 0) assert.equal(notices[0]?.action, 'delayed');
    }),
  );

  it(
    'has good news unasked only as an all-clear, and an all-clear only behind the news of a delay',
    holds(({ notices }, { notify: asked, givesAllClear }) => {
      for (const notice of notices) {
        if (notice.isAllClear) assert(givesAllClear && notices[0]?.action === 'delayed');
        else if (notice.action === 'delivered' || notice.action === 'relayed')
          assert(asked !== undefined && asked !== 'never' && asked.success);
      }
    }),
  );

  it(
    'has a failure reported exactly where its outcome says so',
    holds(({ recipient: { state }, notices }) => {
      assert(state.kind === 'settled');
      const { outcome } = state;
      const toSender = notices.filter((notice) => notice.action === 'failed' && notice.to === 'sender');
      const isReported = outcome.kind === 'failed' && 'as' in outcome.report;
      assert.equal(toSender.length, isReported ? 1 : 0);
    }),
  );

  it(
    'tells the sender nothing where his name may be forged, and never answers the null reverse-path',
    holds(({ notices }, { sample, isTrusted }) => {
      const isProven =
        sample.origin?.kind === 'submission' || (sample.origin?.kind === 'relay-in' && isTrusted);
      if (!isProven) assert(notices.every(({ to, action }) => to === 'postmaster' && action === 'failed'));
      else assert(notices.every(({ to }) => to === 'sender'));
    }),
  );

  it(
    'has no notice at all under NEVER',
    holds(({ notices }, { notify: asked }) => {
      if (asked === 'never') assert.deepEqual(notices, []);
    }),
  );

  it(
    'ends at the first turn after its expiry at the latest, but for attempts that were called off',
    holds(({ recipient: { state }, endedAt }, { sample, turns }) => {
      assert(state.kind === 'settled');
      if (turns.some(({ turn: what }) => what === 'release')) return;
      const latestMs = Math.max(0, ...turns.map(({ lateMs }) => lateMs));
      assert(endedAt <= later(message(sample).expiresAt, latestMs));
    }),
  );
});
