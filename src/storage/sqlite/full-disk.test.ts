import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import type { Uid } from '../../mailbox/mailbox-store.ts';
import { StoreFullError } from '../../queue/queue-store.ts';
import { acceptance, account, collect, queueId } from '../conformance/fixtures.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './store.ts';
import { assertBooksBalance } from './testing/books.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

const folders = temporaryFolders();
after(folders.removeAll);

const diskBytes = 24 * 1024 * 1024;
const ballastBytes = 12 * 1024 * 1024;

describe('a bound on the database', () => {
  it('makes it full, and room is back when something goes', async () => {
    const folder = folders.make();
    const store = await openSqliteStore(folder, { databasePagesMax: 400 });
    await store.accounts.addAccount(account('homer'), undefined);
    const kept = await fill(store, 10_000);
    assert.equal((await store.mailboxes.usage('homer')).messages, kept);
    assert.equal(
      await store.mailboxes.expunge(
        'homer',
        [1, 2, 3, 4, 5].map((uid) => uid as Uid),
      ),
      5,
    );
    await store.queue.accept([toHomer(9_999, 10_000)]);
    await store.close();
    assertWhole(folder);
  });
});

describe('a full disk', () => {
  const { mounted, skip } = smallDisk(folders.make());
  after(() => {
    if (mounted !== undefined) execFileSync('umount', [mounted]);
  });

  for (const [what, sizeBytes] of [
    ['in the database', 20_000],
    ['in files', 200_000],
  ] as const) {
    it(`is told as such for contents ${what}; nothing is half-written, and it goes on when there is room`, {
      skip,
    }, async () => {
      const folder = join(mounted ?? '', `data-${sizeBytes}`);
      const ballast = join(mounted ?? '', 'ballast');
      const store = await openSqliteStore(folder);
      await store.accounts.addAccount(account('homer'), undefined);
      writeFileSync(ballast, Buffer.alloc(ballastBytes));
      const kept = await fill(store, sizeBytes);
      assert.equal((await store.mailboxes.usage('homer')).messages, kept);
      assert.equal(await store.queue.find(queueId(kept)), undefined);
      rmSync(ballast);
      await store.queue.accept([toHomer(kept, sizeBytes)]);
      for (const { uid, sizeBytes: size } of await store.mailboxes.listInbox('homer'))
        assert.equal((await collect(await store.mailboxes.readMessage('homer', uid))).length, size);
      await store.close();
      assertWhole(folder);
      rmSync(folder, { recursive: true });
    });
  }
});

/** A file system that is soon full, where we may mount one. */
function smallDisk(folder: string): { readonly mounted?: string; readonly skip: string | false } {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', folder], { stdio: 'ignore' });
    return { mounted: folder, skip: false };
  } catch {
    return { skip: 'a small file system cannot be mounted here' };
  }
}

/** Accepts messages until there is no room. Answers how many were accepted. */
async function fill({ queue }: Store, sizeBytes: number): Promise<number> {
  for (let number = 0; number < 100_000; number++) {
    try {
      await queue.accept([toHomer(number, sizeBytes)]);
    } catch (error) {
      assert.ok(error instanceof StoreFullError, String(error));
      return number;
    }
  }
  return assert.fail('it never got full');
}

const toHomer = (number: number, sizeBytes: number) =>
  acceptance({
    number,
    body: Buffer.alloc(sizeBytes, 'x'),
    to: [{ address: 'homer@springfield.test', account: 'homer' }],
  });

function assertWhole(folder: string): void {
  const database = new DatabaseSync(join(folder, 'evergreen.db'));
  assertBooksBalance(database);
  database.close();
}
