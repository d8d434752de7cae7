import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Acceptance } from '../../queue/queue-store.ts';
import { acceptance, account, queueId } from '../conformance/fixtures.ts';
import { acceptanceRows } from './acceptance-rows.ts';
import { type Answer, performGroup } from './group-commit.ts';
import { assertBooksBalance } from './testing/books.ts';
import { type InProcess, openInProcess } from './testing/in-process.ts';
import { temporaryFolders } from './testing/temporary-folders.ts';
import type { Request } from './verbs.ts';

describe('group commit', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('undoes a verb that fails alone, and commits the others', () => {
    const inProcess = openInProcess(folders.make());
    const toNobody = [
      { address: 'x@springfield.test' },
      { address: 'y@springfield.test', account: 'nobody' },
    ];
    const answers = performGroup(inProcess.context, [
      accept(acceptance({ number: 1 })),
      accept(acceptance({ number: 2 }), acceptance({ number: 3, to: toNobody })),
      accept(acceptance({ number: 4 })),
      accept(acceptance({ number: 4 })),
    ]);
    assert.deepEqual(answers.map(isDone), [true, false, true, false]);
    assert.deepEqual(accepted(inProcess), [queueId(1), queueId(4)]);
    assertBooksBalance(inProcess.database);
  });

  it('keeps the files of a verb that failed', () => {
    const inProcess = openInProcess(folders.make());
    const { context } = inProcess;
    const nobodyNeedsIt = { ...acceptance({ number: 1 }), deliveries: [] };
    const forgets = {
      ...acceptanceRows(nobodyNeedsIt, { sizeBytes: 9, octets: '17' }),
      unsettled: 0,
      settledAt: 5,
    };
    const [failed] = performGroup(context, [{ verb: 'accept', args: [[forgets, forgets]] }]);
    assert.equal(isDone(failed), false);
    assert.deepEqual(context.forgottenFiles, []);
    performGroup(context, [{ verb: 'accept', args: [[forgets]] }]);
    assert.deepEqual(context.forgottenFiles, ['17']);
  });

  it('says of a full database that it is full, and goes on when there is room', () => {
    const inProcess = openInProcess(folders.make());
    const { database, context } = inProcess;
    performGroup(context, [{ verb: 'addAccount', args: accountArguments() }]);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count) + 40;
    database.exec(`PRAGMA max_page_count = ${pages}`);
    const body = Buffer.alloc(20_000, 'x');
    let number = 0;
    let last: Answer | undefined;
    do [last] = performGroup(context, [accept(acceptance({ number: ++number, body }))]);
    while (isDone(last));
    assert.ok(last && 'failure' in last && last.failure.isFull, 'no room is told from other failures');
    assert.equal(accepted(inProcess).length, number - 1);
    assertBooksBalance(database);
    database.exec(`PRAGMA max_page_count = ${pages + 40}`);
    const answers = performGroup(context, [accept(acceptance({ number, body }))]);
    assert.deepEqual(answers.map(isDone), [true]);
    assertBooksBalance(database);
  });

  it('fails a whole group whose transaction SQLite has undone', () => {
    const inProcess = openInProcess(folders.make());
    const { context, database } = inProcess;
    const { connection } = context;
    // What SQLite does on some I/O errors: the transaction is gone while a verb is at work.
    const insert = connection.insert.bind(connection);
    connection.insert = (sql, ...values) => {
      if (values.includes(fatalSize)) {
        database.exec('ROLLBACK');
        throw new Error('disk I/O error');
      }
      return insert(sql, ...values);
    };
    const fatal = acceptance({ number: 2, body: Buffer.alloc(fatalSize, 'x'), returnPath: '' });
    const requests = [accept(acceptance({ number: 1 })), accept(fatal), accept(acceptance({ number: 3 }))];
    const answers = performGroup(context, requests);
    assert.deepEqual(answers.map(isDone), [false, false, false]);
    assert.deepEqual(accepted(inProcess), []);
    assert.deepEqual(performGroup(context, [accept(acceptance({ number: 4 }))]).map(isDone), [true]);
  });
});

const fatalSize = 7_777;

function accept(...acceptances: Acceptance[]): Request {
  const rows = acceptances.map((each) => {
    const octets = each.content.kind === 'bytes' ? each.content.bytes : '';
    return acceptanceRows(each, { sizeBytes: octets.length, octets });
  });
  return { verb: 'accept', args: [rows] };
}

function accountArguments(): unknown[] {
  const { id, address, createdAt } = account('homer');
  const row = {
    id,
    addressKey: 'homer@springfield.test',
    address: JSON.stringify(address),
    quotaBytes: null,
    createdAt,
  };
  return [row, [null, null, null, null, null]];
}

const isDone = (answer: Answer | undefined): boolean => answer !== undefined && 'value' in answer;

const accepted = ({ database }: InProcess): unknown[] =>
  database
    .prepare('SELECT queue_id FROM message ORDER BY queue_id')
    .all()
    .map((row) => row.queue_id);
