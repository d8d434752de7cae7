import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../accounts/accounts.ts';
import type { Log } from '../base/ports.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { batch } from '../jmap/mail/digester.ts';
import { StoreError } from '../queue/queue-store.ts';
import { acceptance, account } from '../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { Digesting } from './digesting.ts';

async function world() {
  const store = createMemoryStore();
  const clock = new VirtualClock();
  const errors: string[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (event) => errors.push(event),
    with: () => log,
  };
  for (const name of ['homer', 'marge']) await store.accounts.addAccount(account(name), undefined);
  let number = 0;
  const receive = async (name: string, count = 1) => {
    for (let i = 0; i < count; i++) {
      const to = [{ address: `${name}@springfield.test`, account: name }];
      await store.queue.accept([acceptance({ number: ++number, to })]);
    }
  };
  const left = async () => (await store.emails.undigested(undefined, 1_000)).length;
  return { store, clock, errors, receive, left, digesting: new Digesting({ data: store, clock, log }) };
}

describe('digesting', () => {
  it('reads what was there before, and what comes in, soon', async () => {
    const { clock, digesting, receive, left } = await world();
    await receive('homer');
    digesting.start();
    await clock.pass(100);
    assert.equal(await left(), 0);
    await receive('marge', 3);
    await clock.pass(100);
    assert.equal(await left(), 0);
    assert.equal(clock.pending, 0);
  });

  it('reads in batches while nobody waits, and leaves room for others between them', async () => {
    const { clock, digesting, receive, left } = await world();
    await receive('homer', 2 * batch + 1);
    digesting.start();
    await clock.pass(20);
    assert.equal(await left(), batch + 1);
    await clock.pass(20);
    assert.equal(await left(), 1);
    await clock.pass(20);
    assert.equal(await left(), 0);
  });

  it('reads at once for who asks, and only his mail', async () => {
    const { digesting, receive, left } = await world();
    await receive('homer', 3);
    await receive('marge', 2 * batch);
    await digesting.catchUp('homer' as AccountId);
    assert.equal(await left(), 2 * batch);
  });

  it('does not keep an account waiting for one mail that cannot be read', async () => {
    const { store, digesting, receive, left, errors } = await world();
    await receive('homer', 2);
    const [broken, whole] = await store.emails.undigested('homer', 2);
    const read = store.emails.readEmail.bind(store.emails);
    store.emails.readEmail = async (owner, id, offset) => {
      if (id === broken?.id) throw new StoreError('the file is gone');
      return read(owner, id, offset);
    };
    await digesting.catchUp('homer' as AccountId);
    assert.equal(await left(), 0);
    assert.deepEqual(errors, ['a mail could not be read, and shows without its content']);
    assert.ok(broken && whole);
    const shown = await store.emails.emails('homer', [broken.id, whole.id]);
    assert.deepEqual(
      shown.map(({ shown: { subject } }) => subject),
      [null, 'message 2'],
    );
  });

  it('does nothing any more once it is stopped', async () => {
    const { clock, digesting, receive, left } = await world();
    digesting.start();
    await clock.pass(100);
    await digesting.stop();
    await receive('homer');
    await clock.pass(5_000);
    assert.equal(await left(), 1);
    assert.equal(clock.pending, 0);
  });
});
