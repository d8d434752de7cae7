import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { populate, springfield } from '../../policy/testing/springfield.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { vacationBodyBytesMax, vacationSubjectMax } from '../../vacation/vacation.ts';
import { OperationError } from './operation.ts';
import { type VacationView, vacationOperations } from './vacation.ts';

const account = 'homer@springfield.test';

async function world() {
  const { accounts, vacations } = createMemoryStore();
  await populate(accounts, ['homer', 'marge'], { max: ['homer'], family: ['homer', 'marge'] });
  const operations = vacationOperations({ accounts, vacations, ours: springfield });
  return async (verb: string, options: object = {}): Promise<VacationView> =>
    (await operations[`vacation.${verb}`]?.({ account, ...options })) as VacationView;
}

const refused = (message: RegExp) => (error: unknown) =>
  error instanceof OperationError && message.test(error.message);

describe('vacation', () => {
  it('is set, shown and switched off, and keeps its words', async () => {
    const call = await world();
    assert.equal((await call('show')).isEnabled, false);
    const set = await call('set', {
      text: 'At the lake',
      from: '2026-12-01',
      until: '2026-12-07T08:00+01:00',
      as: '"Max P." <max@springfield.test>',
    });
    assert.deepEqual(set, {
      account,
      isEnabled: true,
      from: 'Max P. <max@springfield.test>',
      fromDate: '2026-12-01T00:00:00.000Z',
      toDate: '2026-12-07T07:00:00.000Z',
      subject: null,
      textBody: 'At the lake',
      htmlBody: null,
    });
    assert.deepEqual(await call('show'), set);
    assert.deepEqual(await call('off'), { ...set, isEnabled: false });
    assert.deepEqual(await call('show'), { ...set, isEnabled: false });
  });

  it('begins anew with each set', async () => {
    const call = await world();
    await call('set', { subject: 'Lake', until: '2026-12-07' });
    const { subject, toDate, textBody } = await call('set', { text: 'Fish' });
    assert.deepEqual([subject, toDate, textBody], [null, null, 'Fish']);
  });

  it('takes dates that are dates, in their order', async () => {
    const call = await world();
    for (const from of ['tomorrow', '2026-13-01', '2026-12-24T08:00', '1'])
      await assert.rejects(call('set', { from }), refused(/a date is written as/), from);
    await assert.rejects(
      call('set', { from: '2026-12-07', until: '2026-12-07' }),
      refused(/end before it begins/),
    );
  });

  it('takes words up to their bounds', async () => {
    const call = await world();
    await call('set', { text: 'x'.repeat(vacationBodyBytesMax), subject: 'x'.repeat(vacationSubjectMax) });
    await assert.rejects(
      call('set', { text: 'ü'.repeat(vacationBodyBytesMax / 2 + 1) }),
      refused(/be brief/),
    );
    await assert.rejects(call('set', { html: 'x'.repeat(vacationBodyBytesMax + 1) }), refused(/be brief/));
    await assert.rejects(call('set', { subject: 'x'.repeat(vacationSubjectMax + 1) }), refused(/300/));
  });

  it('lets nobody answer in the name of others', async () => {
    const call = await world();
    for (const as of ['marge@springfield.test', 'family@springfield.test', 'ned@church.test'])
      await assert.rejects(
        call('set', { as }),
        refused(/is not an address of homer@springfield\.test alone/),
        as,
      );
    for (const as of ['', 'Homer', `${account}, ${account}`])
      await assert.rejects(call('set', { as }), refused(/Name <address>/), as);
    await assert.rejects(call('show', { account: 'bart@springfield.test' }), refused(/there is no account/));
  });
});
