import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs, later } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { account, address, queueId } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { OperationError } from './operation.ts';
import { type ShownSuppression, type SuppressionView, suppressionOperations } from './suppression.ts';

async function world() {
  const { accounts, suppressions } = createMemoryStore();
  await accounts.addAccount(account('homer'), undefined);
  const clock = new VirtualClock();
  await suppressions.put({
    account: 'homer',
    address: address('krusty@tv.test'),
    cause: 'no-such-address',
    reason: '550 5.1.1 No such user',
    about: queueId(1),
    at: clock.now(),
    expiresAt: later(clock.now(), dayMs),
    isAllowed: false,
  });
  const operations = suppressionOperations({ accounts, suppressions, clock, againMs: 90_000 });
  const call = async (verb: string, other?: string) =>
    await operations[`suppression.${verb}`]?.({
      account: 'homer@springfield.test',
      ...(other !== undefined && { address: other }),
    });
  const list = async () =>
    ((await call('list')) as readonly SuppressionView[]).map(({ address, state }) => `${address} ${state}`);
  return { clock, operations, call, list };
}

describe('the list of suppressed addresses', () => {
  it('is shown, also what has expired', async () => {
    const { clock, list } = await world();
    assert.deepEqual(await list(), ['krusty@tv.test suppressed']);
    await clock.pass(dayMs);
    assert.deepEqual(await list(), ['krusty@tv.test expired']);
  });

  it('lets an address be allowed, on it or not, and removed', async () => {
    const { call, list } = await world();
    await call('allow', 'Krusty@tv.test');
    await call('allow', 'mel@tv.test');
    assert.deepEqual(await list(), ['krusty@tv.test allowed', 'mel@tv.test allowed']);
    await call('remove', 'krusty@TV.test');
    assert.deepEqual(await list(), ['mel@tv.test allowed']);
  });

  it('shows one, and how its owner sends to it anyway', async () => {
    const { call } = await world();
    const shown = (await call('show', 'krusty@TV.test')) as ShownSuppression;
    assert.partialDeepStrictEqual(shown, {
      ...{ account: 'homer@springfield.test', address: 'krusty@tv.test', state: 'suppressed' },
      ...{ cause: 'no-such-address', reason: '550 5.1.1 No such user', againWithinMinutes: 1 },
    });
    await assert.rejects(call('show', 'mel@tv.test'), OperationError);
  });

  it('says what is not there', async () => {
    const { call, operations } = await world();
    await assert.rejects(
      call('remove', 'mel@tv.test'),
      new OperationError(
        'mel@tv.test is not on the list of homer@springfield.test; "suppression list" shows it',
      ),
    );
    const stranger = { account: 'ned@springfield.test' };
    await assert.rejects(
      Promise.resolve(operations['suppression.list']?.(stranger)),
      new OperationError('there is no account ned@springfield.test'),
    );
  });
});
