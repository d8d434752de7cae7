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

  it('keeps the mail of an older version, and gives each account the mailboxes of a new one', () => {
    const path = join(folders.make(), 'before-mailboxes.db');
    migrate(path, migrations.slice(0, 10));
    const database = new DatabaseSync(path);
    database.exec(`
      INSERT INTO mailbox VALUES (1, 'a', 'INBOX', 77, 5, 9, 30, 2), (2, 'b', 'INBOX', 78, 2, 3, 10, 1);
      INSERT INTO mailbox_entry VALUES (1, 2, 5, 100, 10, 1000, 'q1'), (1, 4, 9, 101, 20, 2000, 'q2'), (2, 1, 3, 100, 10, 1000, 'q1')`);
    database.close();
    migrate(path);
    assert.deepEqual(inspect(path, "SELECT modseq, bytes, emails FROM account_mail WHERE account_id = 'a'"), {
      modseq: 9,
      bytes: 30,
      emails: 2,
    });
    const entry = `SELECT content, queue_id, uid_validity, uid_next, unread FROM mailbox JOIN mailbox_entry ON mailbox = mailbox_id
      JOIN email ON email_id = email WHERE mailbox.account_id = 'a' AND role = 'inbox' AND uid = 4`;
    assert.deepEqual(inspect(path, entry), {
      content: 101,
      queue_id: 'q2',
      uid_validity: 77,
      uid_next: 5,
      unread: 2,
    });
    assert.deepEqual(inspect(path, 'SELECT count(*) AS n FROM mailbox'), { n: 12 });
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
