import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { later, minuteMs } from '../base/instant.ts';
import { InvariantError } from '../base/invariant.ts';
import { reply } from '../envelope/reply.ts';
import { advance, type LifeEvent, type LifeEventName, type LifePhase, lifeCycle } from './life-cycle.ts';
import type { Outcome, RecipientState } from './recipient-state.ts';
import { address, host, lease, noon, refusal, trouble } from './testing/samples.ts';

const due = later(noon, minuteMs);

const states: Record<LifePhase, RecipientState | undefined> = {
  new: undefined,
  waiting: { kind: 'waiting', due, attempts: 3, last: trouble },
  attempting: { kind: 'attempting', lease, since: noon, attempts: 3, last: trouble },
  settled: { kind: 'settled', at: noon, attempts: 3, outcome: { kind: 'delivered' } },
};

const settledAs = (outcome: Outcome): LifeEvent => ({ kind: 'settled', at: noon, outcome, isAttempt: true });

const events: Record<LifeEventName, LifeEvent> = {
  accepted: { kind: 'accepted', due },
  rescheduled: { kind: 'rescheduled', due: noon },
  claimed: { kind: 'claimed', at: noon, lease },
  released: { kind: 'released', at: noon },
  deferred: { kind: 'deferred', due, diagnostic: refusal },
  delivered: settledAs({ kind: 'delivered' }),
  relayed: settledAs({ kind: 'relayed', by: host, reply: reply(250, '2.0.0', 'ok'), dsnPassedOn: true }),
  expanded: settledAs({ kind: 'expanded', into: [address('marge@springfield.test')] }),
  failed: settledAs({ kind: 'failed', diagnostic: refusal, report: { suppressed: 'not-asked-for' } }),
};

const phaseNames = Object.keys(states) as LifePhase[];
const eventNames = Object.keys(events) as LifeEventName[];

describe('life-cycle of a recipient', () => {
  // Written out a second time, so that no edge appears or vanishes by accident.
  const edges = [
    'new accepted waiting',
    'new delivered settled',
    'new relayed settled',
    'new expanded settled',
    'waiting rescheduled waiting',
    'waiting claimed attempting',
    'attempting released waiting',
    'attempting deferred waiting',
    'attempting delivered settled',
    'attempting relayed settled',
    'attempting failed settled',
  ];

  for (const phase of phaseNames) {
    for (const name of eventNames) {
      const edge = edges.find((each) => each.startsWith(`${phase} ${name} `));
      it(
        edge ? `${phase} → ${name} → ${edge.split(' ')[2]}` : `${phase} → ${name} is a fault of ours`,
        () => {
          if (edge) assert.equal(advance(states[phase], events[name]).kind, edge.split(' ')[2]);
          else assert.throws(() => advance(states[phase], events[name]), InvariantError);
        },
      );
    }
  }

  it('ends for ever', () => {
    assert.deepEqual(lifeCycle.settled, {});
  });

  it('can be ended from every phase, in one or two steps', () => {
    const reachable = (phases: readonly LifePhase[]) =>
      phases.flatMap((phase) => Object.values(lifeCycle[phase]));
    for (const phase of ['new', 'waiting', 'attempting'] as const) {
      const near = reachable([phase]);
      assert([...near, ...reachable(near)].includes('settled'), phase);
    }
  });
});

describe('a step of the life-cycle', () => {
  const step = (phase: LifePhase, name: LifeEventName) => advance(states[phase], events[name]);

  it('begins without attempts', () => {
    assert.deepEqual(step('new', 'accepted'), { kind: 'waiting', due, attempts: 0 });
  });

  it('keeps the count and the last diagnostic while nothing comes of it', () => {
    assert.deepEqual(step('waiting', 'claimed'), {
      kind: 'attempting',
      lease,
      since: noon,
      attempts: 3,
      last: trouble,
    });
    assert.deepEqual(step('attempting', 'released'), {
      kind: 'waiting',
      due: noon,
      attempts: 3,
      last: trouble,
    });
    assert.deepEqual(step('waiting', 'rescheduled'), {
      kind: 'waiting',
      due: noon,
      attempts: 3,
      last: trouble,
    });
  });

  it('counts an attempt when it is over', () => {
    assert.deepEqual(step('attempting', 'deferred'), { kind: 'waiting', due, attempts: 4, last: refusal });
    assert.equal(step('attempting', 'relayed').attempts, 4);
    assert.equal(step('attempting', 'failed').attempts, 4);
  });

  it('does not count the word of the operator, nor the acceptance', () => {
    const outcome: Outcome = {
      kind: 'failed',
      diagnostic: refusal,
      report: { suppressed: 'dropped-by-operator' },
    };
    const word: LifeEvent = { kind: 'settled', at: noon, outcome, isAttempt: false };
    assert.deepEqual(advance(states.attempting, word), { kind: 'settled', at: noon, attempts: 3, outcome });
    const delivery: LifeEvent = {
      kind: 'settled',
      at: noon,
      outcome: { kind: 'delivered' },
      isAttempt: false,
    };
    assert.equal(advance(undefined, delivery).attempts, 0);
  });
});

describe('docs/queue-internals.md', () => {
  it('shows the life-cycle as it is', async () => {
    const page = await readFile(new URL('../../docs/queue-internals.md', import.meta.url), 'utf8');
    const unpadded = page.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');
    assert(unpadded.includes(table()), `the page should have this table:\n${table()}`);
  });
});

/** The life-cycle as a table in Markdown: a row for each event, a column for each phase. */
function table(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const rows = eventNames.map((name) =>
    row([`**${name}**`, ...phaseNames.map((phase) => lifeCycle[phase][name] ?? '–')]),
  );
  return row(['event', ...phaseNames]) + row(['---', ...phaseNames.map(() => '---')]) + rows.join('');
}
