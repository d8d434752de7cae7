import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { AccountId } from '../accounts/accounts.ts';
import { Authenticator } from '../accounts/authenticator.ts';
import { idOf, TestDirectory } from '../accounts/testing/directory.ts';
import { countingRandom, quickHasher, recordingLog, standingClock } from '../accounts/testing/doubles.ts';
import { scramClient } from '../accounts/testing/scram-client.ts';
import type { IpAddress } from '../address/ip.ts';
import { fromUtf8, NO_BYTES, utf8 } from '../base/bytes.ts';
import type { Log } from '../base/ports.ts';
import type { Uid } from '../mailbox/mailbox-store.ts';
import { MaildropLocks } from './maildrop-locks.ts';
import { SessionAnswers } from './session-answers.ts';
import { TestMailboxes } from './testing/mailboxes.ts';

const client = '192.0.2.1' as IpAddress;
const homer = idOf('homer@springfield.test');

let mailboxes: TestMailboxes;
let locks: MaildropLocks;
let log: Log & { readonly lines: string[] };
let directory: TestDirectory;

beforeEach(async () => {
  directory = await TestDirectory.of({ 'homer@springfield.test': 'doughnut' });
  mailboxes = new TestMailboxes(homer, ['first\r\n', 'second\r\n']);
  locks = new MaildropLocks();
  log = recordingLog();
});

function session(): SessionAnswers {
  const authenticator = new Authenticator({
    directory,
    log,
    hasher: quickHasher,
    clock: standingClock(),
    random: countingRandom(),
    secret: fromUtf8('secret'),
  });
  return new SessionAnswers({ authenticator, mailboxes, locks, log }, client);
}

const open = (answers: SessionAnswers, account: AccountId = homer) =>
  answers.answer({ kind: 'open', account });

test('USER and PASS are checked with the authenticator', async () => {
  const ask = (password: string) =>
    session().answer({ kind: 'password', name: 'homer@springfield.test', password });
  assert.deepEqual(await ask('doughnut'), { kind: 'authenticated', account: homer });
  assert.deepEqual(await ask('bagel'), { kind: 'login-failed', reason: 'credentials' });
  assert.ok(log.lines.some((line) => /^info logged in .*"account":"id-of-homer"/.test(line)));
});

test('a SASL exchange goes on from question to question', async () => {
  const answers = session();
  const scram = scramClient({ username: 'homer@springfield.test', password: 'doughnut' });
  const step = async (isFirst: boolean, response: Uint8Array | undefined) => {
    const answer = await answers.answer({ kind: 'auth', mechanism: 'SCRAM-SHA-256', isFirst, response });
    assert.ok(answer.kind === 'challenge');
    return answer.challenge;
  };
  assert.equal((await step(true, undefined)).length, 0);
  const serverFinal = await step(false, scram.final(await step(false, scram.first())));
  assert.ok(scram.trusts(serverFinal));
  const last = { kind: 'auth', mechanism: 'SCRAM-SHA-256', isFirst: false, response: NO_BYTES } as const;
  assert.deepEqual(await answers.answer(last), { kind: 'authenticated', account: homer });
});

test('a new exchange replaces one that was cancelled', async () => {
  const answers = session();
  const first = { kind: 'auth', mechanism: 'PLAIN', isFirst: true } as const;
  await answers.answer({ ...first, response: undefined });
  const answer = await answers.answer({ ...first, response: fromUtf8('\0homer@springfield.test\0doughnut') });
  assert.equal(answer.kind, 'authenticated');
});

test('the maildrop is listed, and locked until the session is over', async () => {
  const answers = session();
  const opened = await open(answers);
  assert.ok(opened.kind === 'opened');
  assert.deepEqual(
    opened.entries.map(({ uid, sizeBytes }) => [uid, sizeBytes]),
    [
      [1, 7],
      [2, 8],
    ],
  );
  const other = session();
  assert.deepEqual(await open(other), { kind: 'in-use' });
  assert.equal((await open(session(), 'id-of-marge' as AccountId)).kind, 'opened');
  other.close();
  assert.deepEqual(await open(session()), { kind: 'in-use' }, 'only the owner gives the lock back');
  answers.close();
  assert.equal((await open(session())).kind, 'opened');
});

test('a maildrop that cannot be listed is not locked', async () => {
  mailboxes.failure = new Error('disk on fire');
  assert.deepEqual(await open(session()), { kind: 'failed' });
  mailboxes.failure = undefined;
  assert.equal((await open(session())).kind, 'opened');
});

test('a session that ends while its maildrop is being opened leaves no lock behind', async () => {
  const answers = session();
  const opening = open(answers);
  answers.close();
  await opening;
  assert.equal((await open(session())).kind, 'opened');
});

test('a session that ends while its messages are being removed keeps the lock until they are', async () => {
  const answers = session();
  await open(answers);
  const removing = answers.answer({ kind: 'remove', account: homer, uids: [1 as Uid] });
  answers.close();
  assert.deepEqual(await open(session()), { kind: 'in-use' });
  await removing;
  const opened = await open(session());
  assert.ok(opened.kind === 'opened' && opened.entries.length === 1);
});

test('a message is read, unless it is gone', async () => {
  const answers = session();
  assert.deepEqual(await answers.answer({ kind: 'read', account: homer, uid: 2 as Uid }), {
    kind: 'message',
  });
  let text = '';
  for await (const chunk of answers.takeContent()) text += utf8(chunk);
  assert.equal(text, 'second\r\n');
  assert.deepEqual(await answers.answer({ kind: 'read', account: homer, uid: 3 as Uid }), { kind: 'gone' });
});

test('removal removes, and is logged', async () => {
  const uids = [1, 2] as Uid[];
  assert.deepEqual(await session().answer({ kind: 'remove', account: homer, uids }), { kind: 'removed' });
  assert.deepEqual(await mailboxes.listInbox(homer), []);
  assert.ok(log.lines.some((line) => /^info messages removed .*"removed":2/.test(line)));
});

test('whatever fails is an answer and a line in the log', async () => {
  mailboxes.failure = new Error('disk on fire');
  const failed = { kind: 'failed' };
  assert.deepEqual(await session().answer({ kind: 'read', account: homer, uid: 1 as Uid }), failed);
  assert.deepEqual(await session().answer({ kind: 'remove', account: homer, uids: [1 as Uid] }), failed);
  const broken = { kind: 'auth', mechanism: 'X', isFirst: true, response: undefined } as const;
  assert.deepEqual(await session().answer(broken), { kind: 'login-failed', reason: 'temporary' });
  assert.equal(log.lines.filter((line) => line.startsWith('error ')).length, 3);
});
