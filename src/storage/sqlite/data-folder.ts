import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError, DataFolderInUseError } from '../store.ts';
import { migrate } from './migrate.ts';

/** SQLite's result codes (https://www.sqlite.org/rescode.html). */
const sqliteBusy = 5;
const sqliteNotADatabase = 26;

/** The data folder, ours alone until `unlock`, with a database of our version in it. */
export interface DataFolder {
  readonly databasePath: string;
  readonly spoolFolder: string;
  unlock(): void;
}

/** @throws DataFolderInUseError, DataFolderError */
export function openDataFolder(folder: string): DataFolder {
  const root = resolve(folder);
  const databasePath = join(root, 'evergreen.db');
  const spoolFolder = join(root, 'spool');
  return explained(root, () => {
    mkdirSync(spoolFolder, { recursive: true, mode: 0o700 });
    const lock = lockFolder(root);
    try {
      createPrivately(databasePath);
      explained(databasePath, () => migrate(databasePath));
    } catch (error) {
      lock.close();
      throw error;
    }
    return { databasePath, spoolFolder, unlock: () => lock.close() };
  });
}

/** An exclusive transaction on a database of its own: the operating system ends it when the process dies, however it dies. */
function lockFolder(root: string): DatabaseSync {
  const path = join(root, 'lock');
  createPrivately(path);
  const lock = new DatabaseSync(path);
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error) === sqliteBusy)
      throw new DataFolderInUseError(`the data folder ${root} is in use by another process`);
    throw error;
  }
}

/**
 * SQLite gives its other files the mode of the database. An existing file is not opened, because closing it would end the locks that
 * this process holds on it (fcntl(2)).
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw cannotUse(path, error);
  }
}

/** The error as one that says which folder or file it is about. */
export function cannotUse(path: string, error: unknown): DataFolderError {
  if (error instanceof DataFolderError) return error;
  if (codeOf(error) === sqliteNotADatabase)
    return new DataFolderError(`${path} is not a database of Evergreen`);
  const reason = error instanceof Error ? error.message : String(error);
  return new DataFolderError(`cannot use the data folder at ${path}: ${reason}`);
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error) return error.errcode;
  return 'code' in error ? error.code : undefined;
}
