import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  acceptance,
  address,
  claimOne,
  diagnostic,
  failed,
  queueId,
  settlement,
  t,
} from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { OperationError } from './operation.ts';
import { undeliverableOperations } from './undeliverable.ts';

const id = '01m851e6xxxv1tqe67';

async function begin(count = 1) {
  const store = createMemoryStore();
  for (let number = 1; number <= count; number++) {
    const { message, ...accepted } = acceptance({ number });
    await store.queue.accept([{ ...accepted, message }]);
    const filing = {
      at: t(1_000),
      reason: 'automatic' as const,
      message: number === 1 ? { ...message, queueId: id as typeof message.queueId } : message,
      recipients: [{ index: 0, address: address('krusty@krustylu.test'), diagnostic }],
      header: new Uint8Array([65]),
    };
    await store.queue.commit(settlement(await claimOne(store), { outcome: failed }, { filed: [filing] }));
  }
  const operations = undeliverableOperations(store.undeliverable);
  return (name: string, args: unknown = {}) => operations[name]?.(args);
}

interface List {
  readonly filed: readonly { readonly queueId: string; readonly number: number }[];
  readonly isCut: boolean;
}

describe('undeliverable.list', () => {
  it('shows what is filed, counts it, and says whether there is more', async () => {
    const run = await begin(3);
    const ids = ({ filed }: List) => filed.map((each) => each.queueId);
    const all = (await run('undeliverable.list')) as List;
    assert.deepEqual(ids(all), [queueId(3), queueId(2), id]);
    assert.deepEqual({ ...all, filed: [] }, { filed: [], isCut: false, counts: { automatic: 3 } });
    const two = (await run('undeliverable.list', { limit: 2 })) as List;
    assert.deepEqual([ids(two), two.isCut], [[queueId(3), queueId(2)], true]);
    const rest = (await run('undeliverable.list', { before: two.filed[1]?.number })) as List;
    assert.deepEqual([ids(rest), rest.isCut], [[id], false]);
    assert.deepEqual(ids((await run('undeliverable.list', { reason: 'cap-all' })) as List), []);
  });

  it('refuses what makes no sense', async () => {
    const run = await begin();
    for (const args of [{ reason: 'bored' }, { limit: 0 }, { before: 0 }, { more: 1 }])
      await assert.rejects(async () => await run('undeliverable.list', args), OperationError);
  });
});

describe('undeliverable.show', () => {
  it('shows who, when, why it failed, and the header', async () => {
    const run = await begin();
    const [filing] = (await run('undeliverable.show', { id })) as [Record<string, unknown>];
    assert.equal(filing.headerBase64, 'QQ==');
    assert.equal(filing.at, '1970-01-01T00:00:01.000Z');
    assert.deepEqual(filing.recipients, [
      {
        index: 0,
        address: 'krusty@krustylu.test',
        status: '4.2.1',
        text: 'The host krustylu.test says: try later.',
        reply: '450 4.2.1 try later please',
      },
    ]);
  });

  it('knows no other message', async () => {
    const run = await begin();
    await assert.rejects(
      async () => await run('undeliverable.show', { id: '01m851e6xxxv1tqe68' }),
      new OperationError('nothing is filed of message 01m851e6xxxv1tqe68 (any more)'),
    );
  });
});
