import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { collect } from '../conformance/fixtures.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './store.ts';
import { assertBooksBalance } from './testing/books.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

const rounds = 10;

describe('kill −9 while messages are accepted and settled', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it(`loses nothing that was answered, in ${rounds} rounds on one data folder`, async () => {
    const folder = folders.make();
    const promised = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      for (const id of await acceptAndKill(folder, round)) promised.add(id);
      const store = await openSqliteStore(folder);
      await assertHasAll(store, promised);
      await store.close();
      assertFolderIsWhole(folder);
    }
    assert.ok(promised.size > rounds * 10, `only ${promised.size} messages were accepted`);
  });
});

/** Lets a process accept for a moment that is different each time. Answers the ids of which it said that they are durable. */
async function acceptAndKill(folder: string, round: number): Promise<string[]> {
  const acceptor = join(import.meta.dirname, './testing/acceptor.ts');
  const child = spawn(process.execPath, [acceptor, folder, String(round * 1_000_000)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('latin1').on('data', (text: string) => {
    output += text;
  });
  await once(child.stdout, 'data');
  await delay(20 + ((round * 37) % 150));
  child.kill('SIGKILL');
  await once(child, 'close');
  // A line that the kill has cut was not said.
  return output.slice(0, output.lastIndexOf('\n')).split('\n');
}

async function assertHasAll({ queue, mailboxes }: Store, promised: ReadonlySet<string>): Promise<void> {
  const entries = await mailboxes.listInbox('homer');
  const delivered = entries.map((entry) => entry.queueId);
  assert.equal(new Set(delivered).size, delivered.length, 'nothing is delivered twice');
  const missing = promised.difference(new Set(delivered));
  assert.deepEqual([...missing], [], 'what was promised is in the mailbox');
  const known = await queue.list({ which: 'all', limit: 1_000_000 });
  assert.deepEqual(known.map(({ message }) => message.queueId).sort(), delivered.sort());
  for (const entry of entries.slice(-100)) {
    const content = await collect(await mailboxes.readMessage('homer', entry.uid));
    assert.equal(content.length, entry.sizeBytes);
  }
}

/** Rows and files agree: no content without its file, no file without its row. */
function assertFolderIsWhole(folder: string): void {
  const database = new DatabaseSync(join(folder, 'evergreen.db'), { readOnly: true });
  assertBooksBalance(database);
  const rows = database.prepare('SELECT file FROM content WHERE file IS NOT NULL').all();
  const named = rows.map(({ file }) => String(file));
  assert.deepEqual(readdirSync(join(folder, 'spool')).sort(), named.sort());
  database.close();
}
