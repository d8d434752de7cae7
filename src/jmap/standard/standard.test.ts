import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../../accounts/accounts.ts';
import { coreUri } from '../core-capability.ts';
import type { JsonObject } from '../json.ts';
import { TestClient } from '../testing/client.ts';
import { Todos, todoUri } from '../testing/todos.ts';
import { comparatorsMax } from './comparators.ts';
import { filterDepthMax, filterNodesMax } from './filter.ts';

const accountId = 'A1';

function world(titles: readonly string[] = []) {
  const todos = new Todos();
  const ids = titles.map((title) => todos.add(accountId, { title }));
  const others = [
    { id: 'A2' as AccountId, isReadOnly: false, capabilities: { [todoUri]: {} } },
    { id: 'A3' as AccountId, isReadOnly: true, capabilities: { [todoUri]: {} } },
    { id: 'A4' as AccountId, isReadOnly: false, capabilities: {} },
  ];
  const limits = { getObjectsMax: 3, setObjectsMax: 3 };
  const client = new TestClient([todos.capability], { others, limits });
  const call = (name: string, args: JsonObject) => client.call(`Todo/${name}`, { accountId, ...args });
  return { todos, ids, client, call };
}

describe('/get', () => {
  it('tells of records that are there, and of those that are not, each once', async () => {
    const { call } = world(['a', 'b']);
    assert.deepEqual(await call('get', { ids: ['T2', 'nobody', 'T2', 'nobody'], properties: ['title'] }), {
      accountId,
      state: '2',
      list: [{ id: 'T2', title: 'b' }],
      notFound: ['nobody'],
    });
  });

  it('tells of all records, with their usual properties, if none are named', async () => {
    const { call } = world(['a']);
    const { list, notFound } = await call('get', { ids: null });
    assert.deepEqual(list, [{ id: 'T1', title: 'a', keywords: {}, subTodoIds: null }]);
    assert.deepEqual(notFound, []);
    assert.deepEqual((await call('get', { ids: [] })).list, []);
  });

  it('takes arguments of its type', async () => {
    const { call } = world(['a']);
    assert.deepEqual((await call('get', { properties: ['title'], shout: true })).list, [
      { id: 'T1', title: 'a!' },
    ]);
  });

  it('refuses what is wrong', async () => {
    const { call } = world(['a', 'b', 'c']);
    const typeOf = async (args: JsonObject) => (await call('get', args)).type;
    assert.equal((await call('get', { ids: ['a', 'b', 'c'] })).type, undefined, 'as many as allowed');
    assert.equal(await typeOf({ ids: ['a', 'b', 'c', 'd'] }), 'requestTooLarge');
    assert.equal(await typeOf({ properties: ['title', 'price'] }), 'invalidArguments');
    assert.equal(await typeOf({ ids: 'T1' }), 'invalidArguments');
    assert.equal(await typeOf({ ids: ['not an id'] }), 'invalidArguments');
    assert.equal(await typeOf({ ids: [], colour: 'green' }), 'invalidArguments');
    assert.equal(await typeOf({ accountId: 'A9' }), 'accountNotFound');
    assert.equal(await typeOf({ accountId: 'A4' }), 'accountNotSupportedByMethod');
  });

  it('does not tell of more records than may be got at once', async () => {
    const { call } = world(['a', 'b', 'c', 'd']);
    assert.equal((await call('get', {})).type, 'requestTooLarge');
  });
});

describe('/changes', () => {
  it('tells what became of records, in as many steps as it takes', async () => {
    const { call } = world(['a', 'b']);
    await call('set', { update: { T1: { title: 'A' } }, destroy: ['T2'] });
    assert.deepEqual(await call('changes', { sinceState: '2' }), {
      accountId,
      oldState: '2',
      newState: '4',
      hasMoreChanges: false,
      created: [],
      updated: ['T1'],
      destroyed: ['T2'],
      updatedProperties: null,
    });
    const first = await call('changes', { sinceState: '0', maxChanges: 1 });
    assert.deepEqual([first.created, first.newState, first.hasMoreChanges], [['T1'], '1', true]);
    const most = await call('changes', { sinceState: '0' });
    assert.equal(most.newState, '3', 'no more than may be got at once');
  });

  it('refuses what is wrong', async () => {
    const { call } = world(['a']);
    assert.deepEqual(await call('changes', { sinceState: 'long ago' }), { type: 'cannotCalculateChanges' });
    for (const maxChanges of [0, -1, 1.5, '1'])
      assert.equal((await call('changes', { sinceState: '0', maxChanges })).type, 'invalidArguments');
    assert.equal((await call('changes', {})).type, 'invalidArguments');
  });
});

describe('/set', () => {
  it('creates, updates and destroys', async () => {
    const { call } = world(['a', 'b']);
    const args = {
      create: { k1: { title: 'c' }, k2: { title: 5 } },
      update: { T1: { title: 'A' } },
    };
    assert.deepEqual(await call('set', args), {
      accountId,
      oldState: '2',
      newState: '4',
      created: { k1: { id: 'T3' } },
      updated: { T1: null },
      destroyed: null,
      notCreated: { k2: { type: 'invalidProperties', properties: ['title'], description: 'a text' } },
      notUpdated: null,
      notDestroyed: null,
    });
    const { destroyed, notDestroyed } = await call('set', { destroy: ['T2', 'T2', 'T9'] });
    assert.deepEqual([destroyed, notDestroyed], [['T2'], { T9: { type: 'notFound' } }]);
  });

  it('understands references to what is created in the same call, in whatever order', async () => {
    const { call, client } = world();
    const create = {
      top: { title: 'top', subTodoIds: ['#middle'] },
      middle: { title: 'middle', subTodoIds: ['#bottom'] },
      bottom: { title: 'bottom' },
    };
    const { created } = await call('set', { create });
    assert.deepEqual(created, { bottom: { id: 'T1' }, middle: { id: 'T2' }, top: { id: 'T3' } });
    const more = await client.calls(
      ['Todo/set', { accountId, create: { x: { title: 'x' } }, update: { '#x': { title: 'y' } } }],
      ['Todo/set', { accountId, update: { '#x': { keywords: { z: true } } }, destroy: ['#nothing'] }],
      ['Todo/get', { accountId, ids: ['#x'], properties: ['title', 'keywords'] }],
    );
    assert.deepEqual(more[0]?.[1].updated, { T4: null });
    assert.deepEqual(more[1]?.[1].updated, { T4: null });
    assert.deepEqual(more[1]?.[1].notDestroyed, { '#nothing': { type: 'notFound' } });
    assert.deepEqual(more[2]?.[1].list, [{ id: 'T4', title: 'y', keywords: { z: true } }]);
  });

  it('does not lose its way in references that go in a circle', async () => {
    const { call } = world();
    const create = { a: { title: 'a', subTodoIds: ['#b'] }, b: { title: 'b', subTodoIds: ['#a'] } };
    const { created, notCreated } = await call('set', { create });
    assert.equal(created, null);
    assert.deepEqual(Object.keys(notCreated as JsonObject).sort(), ['a', 'b']);
  });

  it('does not update what it is about to destroy', async () => {
    const { call } = world(['a']);
    const { notUpdated, destroyed } = await call('set', { update: { T1: { title: 'b' } }, destroy: ['T1'] });
    assert.deepEqual([notUpdated, destroyed], [{ T1: { type: 'willDestroy' } }, ['T1']]);
  });

  it('takes names that every object has for names like others', async () => {
    const { client } = world();
    const body = `{"using":["${todoUri}"],"methodCalls":[["Todo/set",{"accountId":"A1","create":
      {"__proto__":{"title":"p"},"constructor":{"title":"c"}}},"c0"]]}`;
    const { methodResponses } = await client.send(new TextEncoder().encode(body));
    const response = JSON.stringify(methodResponses);
    assert.match(response, /"created":\{"__proto__":\{"id":"T1"\},"constructor":\{"id":"T2"\}\}/);
  });

  it('refuses what is wrong', async () => {
    const { call } = world(['a']);
    const typeOf = async (args: JsonObject) => (await call('set', args)).type;
    assert.equal(await typeOf({ ifInState: '0' }), 'stateMismatch');
    assert.equal(await typeOf({ ifInState: '1' }), undefined);
    assert.equal(await typeOf({ accountId: 'A3' }), 'accountReadOnly');
    assert.equal(await typeOf({ create: { 'not an id': {} } }), 'invalidArguments');
    assert.equal(await typeOf({ create: { k: 'text' } }), 'invalidArguments');
    const create = { a: {}, b: {} };
    assert.equal(await typeOf({ create, destroy: ['x'] }), undefined, 'as many as allowed');
    assert.equal(await typeOf({ create, destroy: ['x', 'y'] }), 'requestTooLarge');
  });
});

describe('/copy', () => {
  it('copies records to another account, and destroys the originals if it is told to', async () => {
    const { client } = world(['a', 'b']);
    const copy = { fromAccountId: accountId, accountId: 'A2', onSuccessDestroyOriginal: true };
    const create = { k1: { id: 'T1', title: 'A' }, k2: { id: 'T9' }, k3: {} };
    const [first, second, third] = await client.calls(
      ['Todo/copy', { ...copy, create }],
      ['Todo/get', { accountId: 'A2', ids: ['#k1'], properties: ['title'] }],
    );
    assert.deepEqual(first, [
      'Todo/copy',
      {
        fromAccountId: accountId,
        accountId: 'A2',
        oldState: '0',
        newState: '1',
        created: { k1: { id: 'T3' } },
        notCreated: { k2: { type: 'notFound' }, k3: { type: 'invalidProperties', properties: ['id'] } },
      },
      'c0',
    ]);
    assert.deepEqual([second?.[0], second?.[2], second?.[1].destroyed], ['Todo/set', 'c0', ['T1']]);
    assert.deepEqual(third?.[1].list, [{ id: 'T3', title: 'A' }]);
  });

  it('refuses what is wrong', async () => {
    const { call } = world(['a']);
    const typeOf = async (args: JsonObject) =>
      (await call('copy', { fromAccountId: 'A1', accountId: 'A2', create: {}, ...args })).type;
    assert.equal(await typeOf({}), undefined);
    assert.equal(await typeOf({ fromAccountId: 'A9' }), 'fromAccountNotFound');
    assert.equal(await typeOf({ fromAccountId: 'A4' }), 'fromAccountNotSupportedByMethod');
    assert.equal(await typeOf({ accountId: 'A9' }), 'accountNotFound');
    assert.equal(await typeOf({ accountId: 'A3' }), 'accountReadOnly');
    assert.equal(await typeOf({ accountId: 'A1' }), 'invalidArguments');
    assert.equal(await typeOf({ ifInState: '7' }), 'stateMismatch');
    assert.equal(await typeOf({ ifFromInState: '7' }), 'stateMismatch');
    assert.equal(await typeOf({ create: { a: {}, b: {}, c: {}, d: {} } }), 'requestTooLarge');
  });
});

describe('/query', () => {
  const titles = ['a', 'b', 'c', 'd'];

  it('answers the part that was asked for', async () => {
    const { call } = world(titles);
    const cases: readonly [JsonObject, position: number, ids: readonly string[]][] = [
      [{}, 0, ['T1', 'T2', 'T3', 'T4']],
      [{ position: 1, limit: 2 }, 1, ['T2', 'T3']],
      [{ position: -3, limit: 2 }, 1, ['T2', 'T3']],
      [{ position: -9, limit: 1 }, 0, ['T1']],
      [{ position: 9 }, 9, []],
      [{ anchor: 'T3' }, 2, ['T3', 'T4']],
      [{ anchor: 'T3', anchorOffset: -1, position: 7, limit: 1 }, 1, ['T2']],
      [{ anchor: 'T1', anchorOffset: -5, limit: 1 }, 0, ['T1']],
      [{ anchor: 'T1', anchorOffset: 2 }, 2, ['T3', 'T4']],
      [{ anchorOffset: 2 }, 0, ['T1', 'T2', 'T3', 'T4']],
      [{ limit: 0 }, 0, []],
      [{ backwards: true, limit: 1 }, 0, ['T4']],
    ];
    for (const [args, position, ids] of cases) {
      const answer = await call('query', args);
      assert.deepEqual([answer.position, answer.ids], [position, ids], JSON.stringify(args));
    }
  });

  it('tells the total only if asked, and the limit only if it is not the one that was asked for', async () => {
    const { call } = world(titles);
    assert.deepEqual(await call('query', { calculateTotal: true, limit: 1 }), {
      accountId,
      queryState: '4',
      canCalculateChanges: true,
      position: 0,
      ids: ['T1'],
      total: 4,
    });
    const { total, limit } = await call('query', { limit: 51 });
    assert.deepEqual([total, limit], [undefined, 50]);
    assert.equal((await call('query', {})).limit, 50);
    assert.equal((await call('query', { limit: 50 })).limit, undefined);
  });

  it('filters', async () => {
    const { todos, call } = world();
    todos.add(accountId, { title: 'a', keywords: { music: true } });
    todos.add(accountId, { title: 'b', keywords: { video: true, music: true } });
    todos.add(accountId, { title: 'c' });
    const has = (hasKeyword: string) => ({ hasKeyword });
    const cases: readonly [JsonObject | null, readonly string[]][] = [
      [null, ['T1', 'T2', 'T3']],
      [{}, ['T1', 'T2', 'T3']],
      [has('video'), ['T2']],
      [{ operator: 'AND', conditions: [has('video'), has('music')] }, ['T2']],
      [{ operator: 'OR', conditions: [has('video'), has('music')] }, ['T1', 'T2']],
      [{ operator: 'NOT', conditions: [has('video'), has('music')] }, ['T3']],
      [{ operator: 'NOT', conditions: [{ operator: 'AND', conditions: [has('video'), {}] }] }, ['T1', 'T3']],
    ];
    for (const [filter, ids] of cases)
      assert.deepEqual((await call('query', { filter })).ids, ids, JSON.stringify(filter));
  });

  it('refuses what is wrong, each with its own error', async () => {
    const { call } = world(titles);
    const nested = (depth: number): JsonObject =>
      depth === 1 ? {} : { operator: 'AND', conditions: [nested(depth - 1)] };
    const wide = (nodes: number): JsonObject => ({ operator: 'OR', conditions: Array(nodes - 1).fill({}) });
    const title = { property: 'title' };
    const cases: readonly [JsonObject, type: string | undefined][] = [
      [{ anchor: 'T9' }, 'anchorNotFound'],
      [{ limit: -1 }, 'invalidArguments'],
      [{ position: 0.5 }, 'invalidArguments'],
      [{ position: null }, 'invalidArguments'],
      [{ filter: 'music' }, 'invalidArguments'],
      [{ filter: { hasKeyword: 5 } }, 'invalidArguments'],
      [{ filter: { hasColour: 'red' } }, 'unsupportedFilter'],
      [{ filter: { operator: 'XOR', conditions: [] } }, 'invalidArguments'],
      [{ filter: { operator: 'AND', conditions: {} } }, 'invalidArguments'],
      [{ filter: { operator: 'AND', conditions: [], hasKeyword: 'x' } }, 'invalidArguments'],
      [{ filter: { operator: 'AND', conditions: [5] } }, 'invalidArguments'],
      [{ filter: nested(filterDepthMax) }, undefined],
      [{ filter: nested(filterDepthMax + 1) }, 'unsupportedFilter'],
      [{ filter: wide(filterNodesMax) }, undefined],
      [{ filter: wide(filterNodesMax + 1) }, 'unsupportedFilter'],
      [{ sort: 'title' }, 'invalidArguments'],
      [{ sort: ['title'] }, 'invalidArguments'],
      [{ sort: [{ ...title, isAscending: 'yes' }] }, 'invalidArguments'],
      [{ sort: [{ property: 'price' }] }, 'unsupportedSort'],
      [{ sort: [{ ...title, collation: 'i;by-colour' }] }, 'unsupportedSort'],
      [{ sort: [{ ...title, collation: 'i;unicode-casemap' }] }, undefined],
      [{ sort: [{ property: 'keyword' }] }, 'invalidArguments'],
      [{ sort: [{ property: 'keyword', keyword: 'music' }] }, undefined],
      [{ sort: [{ ...title, keyword: 'music' }] }, 'invalidArguments'],
      [{ sort: Array(comparatorsMax).fill(title) }, undefined],
      [{ sort: Array(comparatorsMax + 1).fill(title) }, 'unsupportedSort'],
    ];
    for (const [args, type] of cases)
      assert.equal((await call('query', args)).type, type, JSON.stringify(args).slice(0, 200));
  });
});

describe('/queryChanges', () => {
  it('tells what came and went', async () => {
    const { call } = world(['a', 'b', 'c']);
    await call('set', { update: { T2: { title: 'B' } }, destroy: ['T1'] });
    assert.deepEqual(await call('queryChanges', { sinceQueryState: '3', calculateTotal: true }), {
      accountId,
      oldQueryState: '3',
      newQueryState: '5',
      total: 2,
      removed: ['T2', 'T1'],
      added: [{ id: 'T2', index: 0 }],
    });
    assert.equal((await call('queryChanges', { sinceQueryState: '3' })).total, undefined);
  });

  it('refuses what is wrong', async () => {
    const { call } = world(['a', 'b', 'c']);
    const since = (sinceQueryState: string, args: JsonObject = {}) =>
      call('queryChanges', { sinceQueryState, ...args });
    assert.equal((await since('long ago')).type, 'cannotCalculateChanges');
    assert.equal((await since('0', { maxChanges: 6 })).type, undefined, 'as many as allowed');
    assert.equal((await since('0', { maxChanges: 5 })).type, 'tooManyChanges');
    assert.equal((await since('0', { maxChanges: -1 })).type, 'invalidArguments');
    assert.equal((await since('0', { filter: { hasColour: 'red' } })).type, 'unsupportedFilter');
    assert.equal((await since('0', { sort: [{ property: 'price' }] })).type, 'unsupportedSort');
  });
});

describe('a call', () => {
  it('is unknown without its capability', async () => {
    const { client } = world();
    const { methodResponses } = await client.send({
      using: [coreUri],
      methodCalls: [['Todo/get', { accountId }, 'c0']],
    });
    assert.deepEqual(methodResponses, [['error', { type: 'unknownMethod' }, 'c0']]);
  });
});
