import { ChangeBell } from '../change-bell.ts';
import type { Store } from '../store.ts';
import { SqliteAccountStore } from './account-store.ts';
import { SqliteBounceStore } from './bounce-store.ts';
import { cannotUse, openDataFolder } from './data-folder.ts';
import { SqliteEmailStore } from './email-store.ts';
import { SqliteIdentityStore } from './identity-store.ts';
import { defineHeaderSearch } from './mail/header-search.ts';
import { SqliteMailboxStore } from './mailbox-store.ts';
import { openForReading } from './open-database.ts';
import { openSpool } from './open-spool.ts';
import { SqliteOutboxStore } from './outbox-store.ts';
import { SqlitePushStore } from './push-store.ts';
import { SqliteQueueStore } from './queue-store.ts';
import { SqliteSuppressionStore } from './suppression-store.ts';
import { SqliteTokenStore } from './token-store.ts';
import { SqliteUndeliverableStore } from './undeliverable-store.ts';
import { SqliteVacationStore } from './vacation-store.ts';
import { type OnBroken, WriterClient } from './writer-client.ts';

export interface SqliteOptions {
  /** Bound on the size of the database (without the files of the spool folder), in pages of 4 KiB. Default: the disk. */
  readonly databasePagesMax?: number;
  readonly onBroken?: OnBroken;
}

/**
 * Opens the store in `folder`, making what is not there. One process at a time.
 * @throws DataFolderInUseError, DataFolderError
 */
export async function openSqliteStore(folder: string, options: SqliteOptions = {}): Promise<Store> {
  const { databasePath, spoolFolder, unlock } = openDataFolder(folder);
  const closers: (() => void | Promise<void>)[] = [unlock];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const settings = { databasePath, spoolFolder, pagesMax: options.databasePagesMax };
    const writer = await WriterClient.open(settings, options.onBroken);
    closers.push(() => writer.close());
    const reader = openForReading(databasePath);
    closers.push(() => reader.close());
    defineHeaderSearch(reader, spoolFolder);
    const bell = new ChangeBell();
    const spool = await openSpool(spoolFolder, reader);
    closers.push(() => spool.close());
    return {
      queue: new SqliteQueueStore(writer, reader, spool, bell),
      suppressions: new SqliteSuppressionStore(writer, reader),
      vacations: new SqliteVacationStore(writer, reader, bell),
      undeliverable: new SqliteUndeliverableStore(writer, reader),
      mailboxes: new SqliteMailboxStore(writer, reader, spool, bell),
      emails: new SqliteEmailStore(writer, reader, spool, bell),
      accounts: new SqliteAccountStore(writer, reader),
      tokens: new SqliteTokenStore(writer, reader),
      pushSubscriptions: new SqlitePushStore(writer, reader),
      identities: new SqliteIdentityStore(writer, reader, bell),
      outbox: new SqliteOutboxStore(writer, reader, bell),
      bounces: new SqliteBounceStore(writer, reader),
      spool,
      close,
    };
  } catch (error) {
    await close();
    throw cannotUse(folder, error);
  }
}
