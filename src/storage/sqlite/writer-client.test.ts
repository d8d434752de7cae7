import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { StoreError } from '../../queue/queue-store.ts';
import { migrate } from './migrate.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';
import { WriterClient } from './writer-client.ts';

describe('the writer client', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('says that the database cannot be opened', async () => {
    const databasePath = join(folders.make(), 'missing', 'x.db');
    await assert.rejects(
      WriterClient.open({ databasePath, spoolFolder: '', pagesMax: undefined }),
      StoreError,
    );
  });

  it('tells once when the writer stops by itself, and not when it is closed', async () => {
    const broken: string[] = [];
    const missing = join(folders.make(), 'missing', 'x.db');
    const settings = { spoolFolder: '', pagesMax: undefined };
    const onBroken = (error: Error) => broken.push(error.message);
    await assert.rejects(WriterClient.open({ ...settings, databasePath: missing }, onBroken));
    assert.equal(broken.length, 1);
    const databasePath = join(folders.make(), 'x.db');
    migrate(databasePath);
    const client = await WriterClient.open({ ...settings, databasePath }, onBroken);
    await client.close();
    assert.equal(broken.length, 1);
  });

  it('answers in the order of the calls, over many turns of the event loop', async () => {
    const databasePath = join(folders.make(), 'x.db');
    migrate(databasePath);
    const client = await WriterClient.open({ databasePath, spoolFolder: '', pagesMax: undefined });
    const order: number[] = [];
    const calls: Promise<unknown>[] = [];
    for (let i = 0; i < 50; i++) {
      calls.push(client.call('removeAlias', `${i}`).then(() => order.push(i)));
      if (i % 7 === 0) await new Promise(setImmediate);
    }
    await client.close();
    await Promise.all(calls);
    assert.deepEqual(
      order,
      Array.from({ length: 50 }, (_, i) => i),
    );
    assert.equal(client.isStopped, true);
    await assert.rejects(client.call('removeAlias', 'late'), StoreError);
  });
});
