import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { vacationBodyBytesMax, vacationSubjectMax } from '../../vacation/vacation.ts';
import type { JsonObject } from '../json.ts';
import { homer, TestClient } from '../testing/client.ts';
import { vacationCapability } from './vacation-capability.ts';

async function world() {
  const { accounts, vacations } = createMemoryStore();
  await accounts.addAccount(homer, undefined);
  const client = new TestClient([vacationCapability({ vacations })]);
  const call = (name: string, args: JsonObject = {}) =>
    client.call(`VacationResponse/${name}`, { accountId: homer.id, ...args });
  const update = async (patch: JsonObject) => {
    const { updated, notUpdated } = await call('set', { update: { singleton: patch } });
    return ((updated ?? notUpdated) as JsonObject).singleton as JsonObject | null;
  };
  const shown = async () => ((await call('get')).list as readonly JsonObject[])[0];
  return { vacations, call, update, shown };
}

const blank = {
  ...{ id: 'singleton', isEnabled: false, fromDate: null, toDate: null },
  ...{ subject: null, textBody: null, htmlBody: null },
};

describe('VacationResponse', () => {
  it('is there from the beginning, and says nothing', async () => {
    const { call, shown } = await world();
    assert.deepEqual(await shown(), blank);
    const { list, notFound, state } = await call('get', { ids: ['x'] });
    assert.deepEqual([list, notFound, state], [[], ['x'], '0']);
  });

  it('is changed, in whole or in part', async () => {
    const { call, update, shown, vacations } = await world();
    const said = {
      isEnabled: true,
      fromDate: '2026-12-01T00:00:00Z',
      subject: 'Away',
      textBody: 'Back soon',
    };
    assert.equal(await update(said), null);
    assert.deepEqual(await shown(), { ...blank, ...said });
    assert.equal(await update({ subject: null, toDate: '2026-12-24T00:00:00Z' }), null);
    assert.deepEqual(await shown(), { ...blank, ...said, subject: null, toDate: '2026-12-24T00:00:00Z' });
    assert.equal((await vacations.find(homer.id))?.toDate, Date.UTC(2026, 11, 24));
    assert.notEqual((await call('get')).state, '0');
  });

  it('does not take what is wrong, up to its limits', async () => {
    const { update } = await world();
    const wrong = async (patch: JsonObject) => (await update(patch))?.properties;
    assert.deepEqual(await wrong({ isEnabled: 'yes', fromDate: 'soon', colour: 'red' }), [
      'isEnabled',
      'fromDate',
      'colour',
    ]);
    assert.deepEqual(await wrong({ subject: 'a\r\nBcc: x' }), ['subject']);
    assert.deepEqual(await wrong({ subject: 'x'.repeat(vacationSubjectMax + 1) }), ['subject']);
    assert.deepEqual(await wrong({ textBody: 'x'.repeat(vacationBodyBytesMax + 1), id: 'other' }), [
      'id',
      'textBody',
    ]);
    assert.equal(
      await update({ subject: 'x'.repeat(vacationSubjectMax), htmlBody: 'x'.repeat(vacationBodyBytesMax) }),
      null,
    );
  });

  it('is the only one', async () => {
    const { call } = await world();
    const { notCreated, notDestroyed, notUpdated } = await call('set', {
      create: { v: {} },
      update: { y: {} },
      destroy: ['singleton', 'x'],
    });
    const type = (object: unknown, name: string) => ((object as JsonObject)[name] as JsonObject).type;
    assert.deepEqual([type(notCreated, 'v'), type(notDestroyed, 'singleton')], ['singleton', 'singleton']);
    assert.deepEqual([type(notUpdated, 'y'), type(notDestroyed, 'x')], ['notFound', 'notFound']);
  });
});
