import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ChangeBell } from '../../change-bell.ts';
import type { Store } from '../../store.ts';
import { SqliteAccountStore } from '../account-store.ts';
import { SqliteBounceStore } from '../bounce-store.ts';
import { Connection } from '../connection.ts';
import { SqliteEmailStore } from '../email-store.ts';
import { storeError } from '../failure.ts';
import { performGroup } from '../group-commit.ts';
import { SqliteIdentityStore } from '../identity-store.ts';
import { defineHeaderSearch } from '../mail/header-search.ts';
import { SqliteMailboxStore } from '../mailbox-store.ts';
import { migrate } from '../migrate.ts';
import { SqliteOutboxStore } from '../outbox-store.ts';
import { SqlitePushStore } from '../push-store.ts';
import { SqliteQueueStore } from '../queue-store.ts';
import { SpoolFolder } from '../spool.ts';
import { SqliteSuppressionStore } from '../suppression-store.ts';
import { SqliteTokenStore } from '../token-store.ts';
import { SqliteUndeliverableStore } from '../undeliverable-store.ts';
import { SqliteVacationStore } from '../vacation-store.ts';
import type { Request, VerbAnswer, Writer } from '../verbs.ts';
import type { WriteContext } from '../write-context.ts';

/** The writer's side of a store in this thread, quick and open to inspection. Each call is a group of its own. */
export interface InProcess {
  readonly context: WriteContext;
  readonly database: DatabaseSync;
  /** The SQL that was used so far. */
  readonly statements: ReadonlySet<string>;
}

export function openInProcess(folder: string): InProcess {
  const path = join(folder, 'in-process.db');
  migrate(path);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  const statements = new Set<string>();
  const prepare = database.prepare.bind(database);
  database.prepare = (sql, options) => {
    statements.add(sql);
    return prepare(sql, options);
  };
  const context = { connection: new Connection(database), forgottenFiles: [], lastTurn: '' };
  return { context, database, statements };
}

/** The stores over it. */
export async function inProcessStore(folder: string, { context }: InProcess): Promise<Store> {
  const handle = await open(folder, 'r');
  const spool = new SpoolFolder(folder, handle, 1);
  const writer = inProcessWriter(context);
  const bell = new ChangeBell();
  defineHeaderSearch(context.connection, folder);
  return {
    queue: new SqliteQueueStore(writer, context.connection, spool, bell),
    suppressions: new SqliteSuppressionStore(writer, context.connection),
    vacations: new SqliteVacationStore(writer, context.connection, bell),
    undeliverable: new SqliteUndeliverableStore(writer, context.connection),
    mailboxes: new SqliteMailboxStore(writer, context.connection, spool, bell),
    emails: new SqliteEmailStore(writer, context.connection, spool, bell),
    accounts: new SqliteAccountStore(writer, context.connection),
    tokens: new SqliteTokenStore(writer, context.connection),
    pushSubscriptions: new SqlitePushStore(writer, context.connection),
    identities: new SqliteIdentityStore(writer, context.connection, bell),
    outbox: new SqliteOutboxStore(writer, context.connection, bell),
    bounces: new SqliteBounceStore(writer, context.connection),
    spool,
    close: async () => {
      context.connection.close();
      await handle.close();
    },
  };
}

function inProcessWriter(context: WriteContext): Writer {
  return {
    isStopped: false,
    call: async (verb, ...args) => {
      const request: Request = { verb, args };
      const [answer] = performGroup(context, [structuredClone(request)]);
      if (!answer || 'failure' in answer)
        throw storeError(answer?.failure ?? { isFull: false, message: 'no answer' });
      return structuredClone(answer.value) as VerbAnswer<typeof verb>;
    },
  };
}
