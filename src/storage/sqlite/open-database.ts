import { DatabaseSync } from 'node:sqlite';
import { Connection } from './connection.ts';

/** Pages of the write-ahead log after which it is copied into the database: 16 MiB. */
const checkpointPages = 4_096;
/** What is left of the log file after a burst. */
const logBytesMax = 64 * 1024 * 1024;
/** Page caches, in KiB. The writer touches the right-hand edges of a dozen trees, the reader a few rows at a time. */
const writerCacheKiB = 16 * 1024;
const readerCacheKiB = 4 * 1024;
/** Nobody else writes; a checkpoint may keep us waiting. */
const busyTimeoutMs = 10_000;

/** @param pagesMax bound on the size of the database, in pages; undefined = the disk is the bound */
export function openForWriting(path: string, pagesMax?: number): Connection {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  // In WAL mode, synchronous=FULL means one fsync of the log at each commit: a committed transaction survives a power cut.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
    PRAGMA journal_size_limit = ${logBytesMax};
    PRAGMA cache_size = -${writerCacheKiB};
    PRAGMA temp_store = MEMORY;
  `);
  if (pagesMax !== undefined) database.exec(`PRAGMA max_page_count = ${pagesMax}`);
  return new Connection(database);
}

export function openForReading(path: string): Connection {
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  database.exec(`PRAGMA cache_size = -${readerCacheKiB}; PRAGMA temp_store = MEMORY;`);
  return new Connection(database);
}
