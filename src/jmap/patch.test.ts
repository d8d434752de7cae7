import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from './json.ts';
import { applyPatch } from './patch.ts';

const todo: JsonObject = {
  id: 'a',
  title: 'Piano',
  keywords: { music: true, mozart: true },
  steps: [{ n: 1 }],
};

describe('a patch', () => {
  it('sets, adds and takes away, and leaves the record as it was', () => {
    const before = structuredClone(todo);
    const cases: readonly [patch: JsonObject, patched: JsonObject][] = [
      [{}, todo],
      [{ title: 'Violin' }, { ...todo, title: 'Violin' }],
      [
        { 'keywords/chopin': true, 'keywords/mozart': null },
        { ...todo, keywords: { music: true, chopin: true } },
      ],
      [{ keywords: { flute: true } }, { ...todo, keywords: { flute: true } }],
      [{ keywords: null }, { ...todo, keywords: {} }],
      [{ title: null }, { id: 'a', keywords: todo.keywords ?? null, steps: [{ n: 1 }] }],
      [{ nothing: null, 'keywords/nothing': null }, todo],
      [{ 'keywords/a~1b~0c': true }, { ...todo, keywords: { music: true, mozart: true, 'a/b~c': true } }],
      [
        { 'keywords/x': true, 'keywords/xy': true },
        { ...todo, keywords: { music: true, mozart: true, x: true, xy: true } },
      ],
    ];
    for (const [patch, value] of cases)
      assert.deepEqual(applyPatch(todo, patch, { keywords: {} }), { ok: true, value }, JSON.stringify(patch));
    assert.deepEqual(todo, before);
  });

  it('may name what every object has', () => {
    const patch = JSON.parse('{"keywords/__proto__":true,"__proto__":{"x":1}}') as JsonObject;
    const result = applyPatch(todo, patch);
    assert.ok(result.ok);
    assert.match(JSON.stringify(result.value), /"mozart":true,"__proto__":true.*"__proto__":\{"x":1\}/);
    assert.equal((result.value as { x?: unknown }).x, undefined);
  });

  it('is refused where it points into a list, into nothing, or at the same thing twice', () => {
    const bad: readonly JsonObject[] = [
      { 'steps/0': { n: 2 } },
      { 'steps/0/n': 2 },
      { 'title/first': 'P' },
      { 'nothing/first': 'P' },
      { 'toString/first': 'P' },
      { keywords: {}, 'keywords/x': true },
      { 'keywords/x': {}, 'keywords/x/y': true },
      { 'keywords/x/y': true, keywords: {} },
    ];
    for (const patch of bad) {
      const result = applyPatch(todo, patch);
      assert.equal(!result.ok && result.error.type, 'invalidPatch', JSON.stringify(patch));
    }
  });
});
