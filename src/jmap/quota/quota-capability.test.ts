import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../json.ts';
import { TestClient } from '../testing/client.ts';
import { octetsId, quotaCapability } from './quota-capability.ts';

const accountId = 'A1';

function begin() {
  const usage = { usedBytes: 500, maxBytes: 1_000 };
  const client = new TestClient([quotaCapability({ usage: async () => ({ ...usage }) })]);
  return {
    usage,
    call: (name: string, args: JsonObject = {}) => client.call(`Quota/${name}`, { accountId, ...args }),
  };
}

describe('the quota of an account', () => {
  it('tells how much is used, and of how much', async () => {
    const { call } = begin();
    assert.deepEqual(await call('get'), {
      accountId,
      state: '500-1000',
      list: [
        {
          id: octetsId,
          resourceType: 'octets',
          used: 500,
          hardLimit: 1_000,
          scope: 'account',
          name: 'Mail',
          types: ['Email'],
          warnLimit: 900,
          softLimit: null,
          description: null,
        },
      ],
      notFound: [],
    });
    const { list, notFound } = await call('get', { ids: [octetsId, 'x'], properties: ['used'] });
    assert.deepEqual([list, notFound], [[{ id: octetsId, used: 500 }], ['x']]);
    assert.equal((await call('get', { properties: ['colour'] })).type, 'invalidArguments');
  });

  it('tells what has changed', async () => {
    const { usage, call } = begin();
    const since = async (sinceState: string) => {
      const { updated, updatedProperties, newState, type } = await call('changes', { sinceState });
      return type ?? [updated, updatedProperties, newState];
    };
    assert.deepEqual(await since('500-1000'), [[], null, '500-1000']);
    usage.usedBytes = 600;
    assert.deepEqual(await since('500-1000'), [[octetsId], ['used'], '600-1000']);
    usage.maxBytes = 2_000;
    assert.deepEqual(await since('500-1000'), [[octetsId], null, '600-2000']);
    assert.equal(await since('x'), 'cannotCalculateChanges');
  });

  it('is found by what it is', async () => {
    const { call } = begin();
    const cases: readonly [JsonObject, number][] = [
      [{}, 1],
      [{ name: 'mai' }, 1],
      [{ name: 'chat' }, 0],
      [{ scope: 'account', resourceType: 'octets', type: 'Email' }, 1],
      [{ scope: 'domain' }, 0],
      [{ resourceType: 'count' }, 0],
      [{ type: 'Calendar' }, 0],
      [{ operator: 'NOT', conditions: [{ scope: 'domain' }, { type: 'Calendar' }] }, 1],
      [{ operator: 'OR', conditions: [{ scope: 'domain' }, { type: 'Email' }] }, 1],
      [{ operator: 'AND', conditions: [{ scope: 'domain' }, { type: 'Email' }] }, 0],
    ];
    for (const [filter, count] of cases) {
      const { ids, total } = await call('query', {
        filter,
        sort: [{ property: 'used' }],
        calculateTotal: true,
      });
      assert.deepEqual([ids, total], [[octetsId].slice(0, count), count], JSON.stringify(filter));
    }
    assert.equal((await call('query', { filter: { colour: 'x' } })).type, 'unsupportedFilter');
    assert.equal((await call('query', { sort: [{ property: 'scope' }] })).type, 'unsupportedSort');
    assert.equal((await call('query', { anchor: 'x' })).type, 'anchorNotFound');
  });

  it('tells that nothing was found that was not found before', async () => {
    const { call } = begin();
    const { queryState = '' } = (await call('query', {})) as { queryState?: string };
    const { removed, added, total } = await call('queryChanges', {
      ...{ sinceQueryState: queryState, calculateTotal: true },
    });
    assert.deepEqual([removed, added, total], [[], [], 1]);
    assert.equal((await call('queryChanges', { sinceQueryState: 'x' })).type, 'cannotCalculateChanges');
  });
});
