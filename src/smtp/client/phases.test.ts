import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { InvariantError } from '../../base/invariant.ts';
import { type Phase, PhaseMachine, transitions } from './phases.ts';

const phases = Object.keys(transitions) as Phase[];

describe('the table of phases', () => {
  test('every phase can be reached', () => {
    const reached = new Set<Phase>(['connecting']);
    for (const phase of reached) for (const next of Object.values(transitions[phase])) reached.add(next);
    assert.deepEqual([...reached].toSorted(), phases.toSorted());
  });

  test('a session can end in every phase, at once and for good', () => {
    for (const phase of phases) {
      if (phase !== 'closed') assert.equal(transitions[phase].close, 'closed', phase);
    }
    assert.deepEqual(transitions.closed, {});
  });

  test('content goes out only after the envelope, and a transaction ends only where a session is ready again', () => {
    for (const phase of phases) {
      assert.equal(transitions[phase]['start-content'] !== undefined, phase === 'envelope', phase);
      const end = transitions[phase]['end-transaction'];
      if (end !== undefined) assert.equal(end, 'ready', phase);
    }
  });

  test('QUIT is said only between transactions', () => {
    const leaving = phases.filter((phase) => transitions[phase].leave !== undefined);
    assert.deepEqual(leaving, ['opening', 'ready']);
  });
});

test('what the table does not list cannot happen', () => {
  const machine = new PhaseMachine();
  assert.throws(() => machine.take('become-ready'), InvariantError);
  machine.take('connect');
  machine.take('become-ready');
  assert.equal(machine.current, 'ready');
});
