import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { migrate } from './migrate.ts';
import { applicationId, migrations } from './schema.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';

describe('migration', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  const first = "CREATE TABLE dish (name TEXT); INSERT INTO dish VALUES ('pie')";
  const second = 'ALTER TABLE dish ADD COLUMN price INTEGER; UPDATE dish SET price = 3';

  function inspect(path: string, sql: string): unknown {
    const database = new DatabaseSync(path);
    const row = database.prepare(sql).get();
    database.close();
    return { ...row };
  }

  it('makes a new database ours', () => {
    const path = join(folders.make(), 'new.db');
    migrate(path, [first]);
    assert.deepEqual(inspect(path, 'PRAGMA application_id'), { application_id: applicationId });
    assert.deepEqual(inspect(path, 'PRAGMA user_version'), { user_version: 1 });
  });

  it('does each step once, in order', () => {
    const path = join(folders.make(), 'old.db');
    migrate(path, [first]);
    migrate(path, [first, second]);
    migrate(path, [first, second]);
    assert.deepEqual(inspect(path, 'SELECT * FROM dish'), { name: 'pie', price: 3 });
    assert.deepEqual(inspect(path, 'PRAGMA user_version'), { user_version: 2 });
  });

  it('keeps the people of a database of the first version', () => {
    const path = join(folders.make(), 'first.db');
    migrate(path, migrations.slice(0, 1));
    const database = new DatabaseSync(path);
    database.exec(
      "INSERT INTO account (account_id, address_key, address, created_at) VALUES ('a', 'h', '{}', 7)",
    );
    database.close();
    migrate(path);
    const columns = 'account_id, created_at, language';
    assert.deepEqual(inspect(path, `SELECT ${columns} FROM account`), {
      account_id: 'a',
      created_at: 7,
      language: null,
    });
  });

  it('finds what an older version sent, by what notices name it', () => {
    const path = join(folders.make(), 'before-notices.db');
    migrate(path, migrations.slice(0, 4));
    const database = new DatabaseSync(path);
    const details = [
      ['relayed', 2, { kind: 'relayed' }, { envelopeId: 'QQ314' }],
      ['waiting', 0, null, { envelopeId: 'order+2B66' }],
      ['delivered', 2, { kind: 'delivered' }, { envelopeId: 'QQ314' }],
    ] as const;
    for (const [id, phase, outcome, envelope] of details) {
      const detail = JSON.stringify({ envelope, facts: { messageId: `<${id}@x.test>` } });
      database
        .prepare(
          `INSERT INTO message (queue_id, sender, arrived_at, expires_at, size_bytes, return_path_bytes, detail, unsettled)
           VALUES (?, 's', 0, 0, 0, 0, ?, 0)`,
        )
        .run(id, detail);
      database
        .prepare(
          `INSERT INTO recipient (queue_id, idx, sender, destination, address_key, held, is_delay_reported, detail, phase, attempts, outcome)
           VALUES (?, 0, 's', 'd', 'k', 0, 0, '{}', ?, 1, ?)`,
        )
        .run(id, phase, outcome && JSON.stringify(outcome));
    }
    database.close();
    migrate(path);
    const names = `json_group_array(json_array(queue_id, rfc_message_id, rfc_envelope_id) ORDER BY queue_id) AS names`;
    assert.deepEqual(JSON.parse((inspect(path, `SELECT ${names} FROM message`) as { names: string }).names), [
      ['delivered', null, null],
      ['relayed', '<relayed@x.test>', 'QQ314'],
      ['waiting', '<waiting@x.test>', null],
    ]);
  });

  it('leaves the database as it was if a step fails', () => {
    const path = join(folders.make(), 'old.db');
    migrate(path, [first]);
    assert.throws(() => migrate(path, [first, `${second}; INSERT INTO nowhere VALUES (1)`]));
    assert.deepEqual(inspect(path, 'SELECT * FROM dish'), { name: 'pie' });
    assert.deepEqual(inspect(path, 'PRAGMA user_version'), { user_version: 1 });
  });
});
