import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { storeSuites } from '../conformance/conformance.ts';
import type { Store } from '../store.ts';
import { inProcessStore, openInProcess } from './testing/in-process.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

/** Whole tables are walked only where that is the question: an operator's verb for all, a count of what waits. */
const mayBeWalked =
  /INDEX (recipient_open_destination|recipient_claimable|recipient_leased|recipient_held|lane_sleeping|undeliverable_reason|submission_due)/;
/** To read all that an account has is no better; questions about all of its mail call it `e`. */
const wholeAccount = /^SEARCH (?!e\b)\w+ USING (COVERING )?INDEX (email|thread)_changed \(account_id=\?\)$/;
/** Tables of which even a large server has few rows. All others grow; so do the subqueries `found` and `other`. */
const small = ['account', 'alias', 'mailbox', 'flood', 'tag_exception', 'tag_period'];

describe('query plans', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('no verb walks a table that grows', async () => {
    const folder = folders.make();
    const inProcess = openInProcess(folder);
    const { database, statements } = inProcess;
    const store = await inProcessStore(folder, inProcess);
    for (const test of Object.values(storeSuites).flatMap(Object.values<(store: Store) => Promise<void>>)) {
      emptyTables(database);
      await test(store);
    }
    const growing = tablesOf(database).filter((name) => !small.includes(name));
    const grows = new RegExp(`^SCAN (${[...growing, 'found', 'other'].join('|')})\\b`);
    const queries = [...statements].filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql));
    assert.ok(queries.length > 50, 'the tests use the statements of all verbs');
    for (const sql of queries) {
      const placeholders = Array.from({ length: sql.split('?').length - 1 }, () => 1);
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...placeholders);
      const walks = plan
        .map(({ detail }) => String(detail))
        .filter((step) => grows.test(step) || (sql.startsWith('SELECT') && wholeAccount.test(step)));
      assert.deepEqual(
        walks.filter((step) => !mayBeWalked.test(step)),
        [],
        sql,
      );
    }
    await store.close();
  });
});

const tablesOf = (database: DatabaseSync): string[] =>
  database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'email_text%'",
    )
    .all()
    .map(({ name }) => String(name));

function emptyTables(database: DatabaseSync): void {
  for (const table of tablesOf(database)) database.exec(`DELETE FROM ${table}`);
}
