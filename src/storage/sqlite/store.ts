import type { Store } from '../store.ts';
import { SqliteAccountStore } from './account-store.ts';
import { openDataFolder } from './data-folder.ts';
import { SqliteMailboxStore } from './mailbox-store.ts';
import { openForReading } from './open-database.ts';
import { openSpool } from './open-spool.ts';
import { SqliteQueueStore } from './queue-store.ts';
import { WriterClient } from './writer-client.ts';

export interface SqliteOptions {
  /** Bound on the size of the database (without the files of the spool folder), in pages of 4 KiB. Default: the disk. */
  readonly databasePagesMax?: number;
}

/**
 * Opens the store in `folder`, making what is not there. One process at a time.
 * @throws DataFolderInUseError, DataFolderError
 */
export async function openSqliteStore(folder: string, options: SqliteOptions = {}): Promise<Store> {
  const { databasePath, spoolFolder, unlock } = openDataFolder(folder);
  const reader = openForReading(databasePath);
  const spool = await openSpool(spoolFolder, reader);
  const writer = new WriterClient({ databasePath, spoolFolder, pagesMax: options.databasePagesMax });
  return {
    queue: new SqliteQueueStore(writer, reader, spool),
    mailboxes: new SqliteMailboxStore(writer, reader, spool),
    accounts: new SqliteAccountStore(writer, reader),
    spool,
    close: async () => {
      await writer.close();
      reader.close();
      await spool.close();
      unlock();
    },
  };
}
