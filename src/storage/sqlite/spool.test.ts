import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { InvariantError } from '../../base/invariant.ts';
import type { Uid } from '../../mailbox/mailbox-store.ts';
import { StoreError } from '../../queue/queue-store.ts';
import {
  acceptance,
  account,
  claimOne,
  collect,
  failed,
  queueId,
  relayed,
  settlement,
} from '../conformance/fixtures.ts';
import type { Store } from '../store.ts';
import { inlineContentBytesMax } from './queue-store.ts';
import { openSqliteStore } from './store.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

describe('large contents of the SQLite store', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  async function withStore(body: (store: Store, spool: () => string[], folder: string) => Promise<void>) {
    const folder = folders.make();
    const store = await openSqliteStore(folder);
    await store.accounts.addAccount(account('homer'), undefined);
    await body(store, () => readdirSync(join(folder, 'spool')), folder);
    await store.close();
  }

  it('lie in the database up to the border, and in files above it', () =>
    withStore(async ({ queue }, spool, folder) => {
      await queue.accept([large(1, inlineContentBytesMax)]);
      assert.deepEqual(spool(), []);
      await queue.accept([large(2, inlineContentBytesMax + 1)]);
      const [name = ''] = spool();
      const { size, mode } = statSync(join(folder, 'spool', name));
      assert.deepEqual([size, mode & 0o777], [inlineContentBytesMax + 1, 0o600]);
      assert.equal((await collect(queue.readContent(queueId(2), 0))).length, inlineContentBytesMax + 1);
      assert.equal(
        (await collect(queue.readContent(queueId(2), 100_000))).length,
        inlineContentBytesMax - 99_999,
      );
    }));

  it('go when nobody needs them any more', () =>
    withStore(async (store, spool) => {
      await store.queue.accept([large(1), large(2, undefined, 'homer')]);
      assert.equal(spool().length, 2);
      await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
      await store.mailboxes.expunge('homer', [1 as Uid]);
      // Files are removed after the answers of their group, and before the next group.
      await store.queue.releaseExpired(undefined);
      assert.deepEqual(spool(), []);
    }));

  it('leave no file behind when they are not accepted', () =>
    withStore(async (store, spool) => {
      await store.queue.accept([large(1)]);
      await assert.rejects(store.queue.accept([large(2), large(1)]), StoreError);
      const file = await store.spool.open();
      const { content, ...rest } = large(1);
      if (content.kind === 'bytes') await file.write(content.bytes);
      await assert.rejects(store.queue.accept([{ ...rest, content: await file.finish() }]), StoreError);
      assert.equal(spool().length, 1);
      const claim = await claimOne(store);
      await store.queue.releaseExpired(undefined);
      const end = settlement(claim, { outcome: failed }, { reports: [large(3)] });
      assert.equal(await store.queue.commit(end), 'lease-lost');
      assert.equal(spool().length, 1);
    }));

  it('are not kept if nobody ever needs them', () =>
    withStore(async ({ queue }, spool) => {
      const { deliveries: _, ...rest } = large(1, undefined, 'homer');
      await queue.accept([{ ...rest, deliveries: [] }]);
      await queue.releaseExpired(undefined);
      assert.deepEqual(spool(), []);
      await assert.rejects(collect(queue.readContent(queueId(1), 0)), StoreError);
    }));

  it('leave no orphans over a restart, and no name is used twice', async () => {
    const folder = folders.make();
    const first = await openSqliteStore(folder);
    await first.queue.accept([large(1)]);
    const abandoned = await first.spool.open();
    await abandoned.write(Buffer.from('half a mess'));
    await (await first.spool.open()).finish();
    await first.close();
    writeFileSync(join(folder, 'spool', 'README'), 'not ours to remove');
    assert.equal(readdirSync(join(folder, 'spool')).length, 4);
    const second = await openSqliteStore(folder);
    assert.deepEqual(readdirSync(join(folder, 'spool')), ['1', 'README']);
    assert.equal((await collect(second.queue.readContent(queueId(1), 0))).length, 300_000);
    await second.queue.accept([large(2)]);
    assert.deepEqual(readdirSync(join(folder, 'spool')), ['1', '4', 'README']);
    await second.close();
  });

  it('say so if their file is missing', () =>
    withStore(async ({ queue }, spool, folder) => {
      await queue.accept([large(1)]);
      for (const name of spool()) rmSync(join(folder, 'spool', name));
      await assert.rejects(collect(queue.readContent(queueId(1), 0)), StoreError);
    }));

  it('are taken from the spool once', () =>
    withStore(async ({ queue, spool }) => {
      const file = await spool.open();
      const { content, ...rest } = large(1);
      if (content.kind === 'bytes') await file.write(content.bytes);
      const finished = await file.finish();
      await queue.accept([{ ...rest, content: finished }]);
      await assert.rejects(queue.accept([{ ...large(2), content: finished }]), InvariantError);
      const elsewhere = { kind: 'file', path: '/etc/hostname', sizeBytes: 300_000 } as const;
      await assert.rejects(queue.accept([{ ...large(2), content: elsewhere }]), InvariantError);
      assert.equal((await collect(queue.readContent(queueId(1), 0))).length, 300_000);
    }));
});

function large(number: number, sizeBytes = 300_000, into?: string) {
  const returnPath = 'Return-Path: <>\r\n';
  const body = Buffer.alloc(sizeBytes - returnPath.length, 'x');
  const to = into === undefined ? {} : { to: [{ address: 'homer@springfield.test', account: into }] };
  return acceptance({ number, body, returnPath, ...to });
}
