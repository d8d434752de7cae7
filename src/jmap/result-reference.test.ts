import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from './json.ts';
import { MethodError } from './method-error.ts';
import { evaluate, type Invocation, referencedValuesMax, resolveReferences } from './result-reference.ts';

describe('a path', () => {
  const value = {
    list: [
      { id: 'a', emailIds: ['1', '2'], 'x/y': 1 },
      { id: 'b', emailIds: ['3'], 'x/y': 2 },
    ],
    'm~n': [[1], [2, [3]]],
    empty: [],
    '': 'nameless',
  };

  it('leads to what RFC 8620 §3.7 and RFC 6901 say', () => {
    const cases: readonly [pointer: string, expected: Json | undefined][] = [
      ['', value],
      ['/', 'nameless'],
      ['/list/0/id', 'a'],
      ['/list/*/id', ['a', 'b']],
      ['/list/*/emailIds', ['1', '2', '3']],
      ['/list/*/emailIds/*', ['1', '2', '3']],
      ['/list/*/x~1y', [1, 2]],
      ['/m~0n/*', [1, 2, [3]]],
      ['/m~0n/1/1/0', 3],
      ['/empty/*/id', []],
      ['/list/2', undefined],
      ['/list/-', undefined],
      ['/list/00', undefined],
      ['/list/length', undefined],
      ['/list/*/nothing', undefined],
      ['/*', undefined],
      ['list', undefined],
      ['/toString', undefined],
      ['/list/0/id/0', undefined],
    ];
    for (const [pointer, expected] of cases) assert.deepEqual(evaluate(value, pointer), expected, pointer);
  });
});

describe('a reference', () => {
  const responses: readonly Invocation[] = [
    ['Foo/changes', { created: ['f1', 'f4'] }, 't0'],
    ['Foo/get', { list: [] }, 't0'],
    ['error', { type: 'serverFail' }, 't1'],
  ];
  const reference = (resultOf: string, name: string, path: string) => ({ resultOf, name, path });
  const typeOf = (args: JsonObject, earlier = responses) => {
    try {
      resolveReferences(args, earlier);
      return undefined;
    } catch (error) {
      return error instanceof MethodError ? error.type : error;
    }
  };

  it('stands for what an earlier call answered', () => {
    assert.deepEqual(
      resolveReferences({ accountId: 'A1', '#ids': reference('t0', 'Foo/changes', '/created') }, responses),
      { accountId: 'A1', ids: ['f1', 'f4'] },
    );
    const plain = { accountId: 'A1' };
    assert.equal(resolveReferences(plain, responses), plain);
  });

  it('is refused if it leads nowhere', () => {
    const bad: readonly Json[] = [
      reference('t9', 'Foo/changes', '/created'),
      reference('t0', 'Foo/get', '/list'),
      reference('t0', 'Foo/changes', '/updated'),
      reference('t1', 'Foo/set', '/created'),
      { resultOf: 't0', name: 'Foo/changes' },
      'text',
      null,
    ];
    for (const ids of bad)
      assert.equal(typeOf({ '#ids': ids }), 'invalidResultReference', JSON.stringify(ids));
    const both = { ids: [], '#ids': reference('t0', 'Foo/changes', '/created') };
    assert.equal(typeOf(both), 'invalidArguments');
  });

  it('brings so many values, and no more', () => {
    const list = (count: number) =>
      Array.from({ length: count / 1_000 }, () => ({ ids: Array(1_000).fill('x') }));
    const of = (count: number): readonly Invocation[] => [['Foo/get', { list: list(count) }, 't0']];
    const args = { '#ids': reference('t0', 'Foo/get', '/list/*/ids') };
    assert.equal(typeOf(args, of(referencedValuesMax)), undefined);
    assert.equal(typeOf(args, of(referencedValuesMax + 1_000)), 'invalidResultReference');
  });
});
