import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../base/instant.ts';
import type { Finding } from './finding.ts';
import { FindingMemory, unknownKeptMs } from './finding-memory.ts';
import { address } from './testing/call-out-world.ts';

const limits = { goodMs: 1_000, badMs: 100, findingsMax: 3 };
const finding = (kind: Finding['kind']): Finding => ({ kind, text: 'So it is.' });
const bart = address('bart@krustylu.test');

describe('what hosts have said is remembered', () => {
  for (const [kind, keptMs] of [
    ['exists', 1_000],
    ['does-not-exist', 100],
    ['accepts-everything', 1_000],
    ['unknown', unknownKeptMs],
  ] as const) {
    test(`${keptMs} ms of ${kind}`, () => {
      const memory = new FindingMemory(limits);
      memory.remember(bart, finding(kind), instant(0));
      assert.equal(memory.recall(bart, instant(keptMs - 1))?.kind, kind);
      assert.equal(memory.recall(bart, instant(keptMs)), undefined);
    });
  }

  test('of an address however its domain is written, and of no other', () => {
    const memory = new FindingMemory(limits);
    memory.remember(bart, finding('exists'), instant(0));
    assert.ok(memory.recall(address('bart@KrustyLu.TEST'), instant(0)));
    assert.equal(memory.recall(address('lisa@krustylu.test'), instant(0)), undefined);
  });

  test('of everybody, if a domain accepts everything', () => {
    const memory = new FindingMemory(limits);
    memory.remember(bart, finding('accepts-everything'), instant(0));
    assert.equal(memory.recall(address('lisa@krustylu.test'), instant(0))?.kind, 'accepts-everything');
    assert.equal(memory.recall(address('lisa@other.test'), instant(0)), undefined);
  });

  test('and the one that was not used for longest makes room', () => {
    const memory = new FindingMemory(limits);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => address(`${name}@krustylu.test`));
    assert.ok(a && b && c && d);
    for (const each of [a, b, c]) memory.remember(each, finding('exists'), instant(0));
    assert.ok(memory.recall(a, instant(1)), 'three have room');
    memory.remember(d, finding('exists'), instant(2));
    assert.deepEqual(
      [a, b, c, d].map((each) => memory.recall(each, instant(3)) !== undefined),
      [true, false, true, true],
    );
  });

  test('not at all, if that is what is wanted', () => {
    const memory = new FindingMemory({ ...limits, goodMs: 0 });
    memory.remember(bart, finding('exists'), instant(0));
    assert.equal(memory.recall(bart, instant(0)), undefined);
  });
});
