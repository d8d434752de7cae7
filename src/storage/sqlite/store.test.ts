import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { StoreError } from '../../queue/queue-store.ts';
import { acceptance, account, claimOne, collect, ids, queueId, t } from '../conformance/fixtures.ts';
import { DataFolderError, DataFolderInUseError } from '../store.ts';
import { migrations } from './schema.ts';
import { openSqliteStore } from './store.ts';
import { assertBooksBalance } from './testing/books.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

describe('the data folder of the SQLite store', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('keeps everything over a restart', async () => {
    const folder = folders.make();
    const first = await openSqliteStore(folder);
    await first.accounts.addAccount(account('homer'), undefined);
    const toHomer = { address: 'homer@springfield.test', account: 'homer' };
    await first.queue.accept([acceptance({ number: 1, to: [toHomer, { address: 'a@x.test' }] })]);
    const claim = await claimOne(first);
    await first.close();
    const second = await openSqliteStore(folder);
    assert.deepEqual(await second.queue.find(queueId(1)), {
      message: claim.message,
      recipients: [acceptance({ number: 1, to: [toHomer] }).recipients[0], ...claim.recipients],
    });
    assert.equal((await second.mailboxes.listInbox('homer')).length, 1);
    assert.equal(await second.queue.releaseExpired(undefined), 1);
    assert.equal((await claimOne(second)).recipients[0]?.index, 1);
    await second.close();
  });

  it('does what was asked before it closes, and refuses what is asked later', async () => {
    const folder = folders.make();
    const store = await openSqliteStore(folder);
    const accepted = [1, 2, 3].map((number) => store.queue.accept([acceptance({ number })]));
    // accept() reaches the writer a microtask later, when the content has its place.
    await Promise.resolve();
    await store.close();
    await Promise.all(accepted);
    await assert.rejects(store.queue.accept([acceptance({ number: 4 })]), StoreError);
    await store.close();
    const again = await openSqliteStore(folder);
    assert.equal((await again.queue.list({ which: 'all', limit: 9 })).length, 3);
    await again.close();
  });

  it('is private', async () => {
    const folder = join(folders.make(), 'new', 'data');
    const store = await openSqliteStore(folder);
    await store.queue.accept([acceptance({ number: 1 })]);
    const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
    assert.deepEqual(['.', 'spool'].map(mode), [0o700, 0o700]);
    assert.deepEqual(['lock', 'evergreen.db', 'evergreen.db-wal'].map(mode), [0o600, 0o600, 0o600]);
    await store.close();
  });

  it('is used by one at a time, in this process', async () => {
    const folder = folders.make();
    const store = await openSqliteStore(folder);
    await assert.rejects(openSqliteStore(folder), DataFolderInUseError);
    await assert.rejects(
      openSqliteStore(folder),
      DataFolderInUseError,
      'the first try has not broken the lock',
    );
    await store.close();
    await (await openSqliteStore(folder)).close();
  });

  it('is used by one process at a time, and is free when that process is killed', async () => {
    const folder = folders.make();
    const other = spawn(process.execPath, [acceptor, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    await assert.rejects(openSqliteStore(folder), DataFolderInUseError);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await (await openSqliteStore(folder)).close();
  });

  it('is refused where it cannot be', async () => {
    const file = join(folders.make(), 'file');
    writeFileSync(file, '');
    const isClear = (error: Error) => error instanceof DataFolderError && error.message.includes(file);
    await assert.rejects(openSqliteStore(file), isClear);
    await assert.rejects(openSqliteStore(join(file, 'below')), isClear);
  });

  it('is refused, unchanged, if its database is not ours', async () => {
    const folder = folders.make();
    writeFileSync(join(folder, 'evergreen.db'), 'Dear diary, '.repeat(1_000));
    await assert.rejects(openSqliteStore(folder), /evergreen\.db is not a database of Evergreen/);
    const other = folders.make();
    const foreign = new DatabaseSync(join(other, 'evergreen.db'));
    foreign.exec('CREATE TABLE recipe (dish TEXT)');
    await assert.rejects(openSqliteStore(other), /is not a database of Evergreen/);
    assert.equal(foreign.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables, 1);
    foreign.close();
  });

  it('is refused, unchanged, if a newer version wrote it', async () => {
    const folder = folders.make();
    await (await openSqliteStore(folder)).close();
    const database = new DatabaseSync(join(folder, 'evergreen.db'));
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    await assert.rejects(openSqliteStore(folder), /newer version of Evergreen/);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    await (await openSqliteStore(folder)).close();
    assertBooksBalance(database);
    database.close();
  });

  it('is refused if the spool folder cannot be opened, and then let go', async () => {
    const folder = folders.make();
    writeFileSync(join(folder, 'spool'), '');
    await assert.rejects(openSqliteStore(folder), DataFolderError);
    const another = folders.make();
    mkdirSync(join(another, 'evergreen.db'));
    await assert.rejects(openSqliteStore(another), DataFolderError);
    await assert.rejects(openSqliteStore(another), (error) => !(error instanceof DataFolderInUseError));
  });
});

describe('the SQLite store under many calls at once', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('answers each caller with what is his', async () => {
    const store = await openSqliteStore(folders.make());
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    const outcomes = await Promise.allSettled(
      numbers.map((i) => store.queue.accept([acceptance({ number: i % 150, body: Buffer.from(`${i}`) })])),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      numbers.map((i) => (i < 150 ? 'fulfilled' : 'rejected')),
    );
    const found = await store.queue.list({ which: 'all', limit: 1_000 });
    assert.deepEqual(ids(found), numbers.slice(0, 150).map(queueId));
    for (const { message } of found) {
      const body = await collect(store.queue.readContent(message.queueId, message.returnPathBytes));
      assert.equal(`q${Buffer.from(body).toString().padStart(8, '0')}`, message.queueId);
    }
    await store.close();
  });

  it('stays quick with thousands of messages waiting', async () => {
    const store = await openSqliteStore(folders.make());
    for (let i = 0; i < 50; i++) {
      const batch = Array.from({ length: 100 }, (_, j) => waiting(i * 100 + j));
      await store.queue.accept(batch);
    }
    assert.deepEqual(await store.queue.statistics(), { waiting: 5_000, attempting: 0, held: 0 });
    const claims = await store.queue.claimDue({
      now: t(10),
      leaseUntil: t(99),
      leaseId: leaseIds(),
      claimsMax: 500,
      recipientsMax: 100,
      except: { destinations: ['d0.test'] },
    });
    const bySender = Map.groupBy(claims, ({ message }) => JSON.stringify(message.origin));
    assert.deepEqual(
      [...bySender.values()].map((each) => each.length),
      Array(10).fill(50),
    );
    assert.ok(claims.every(({ destination }) => destination !== 'd0.test'));
    await store.close();
  });
});

const acceptor = join(import.meta.dirname, './testing/acceptor.ts');

function waiting(number: number) {
  const account = `a${number % 10}`;
  const to = [{ address: `x@d${number % 7}.test`, due: number % 3 }];
  return acceptance({ number, origin: { kind: 'submission', account }, to });
}

function leaseIds(): () => string {
  let count = 0;
  return () => `many-${++count}`;
}
