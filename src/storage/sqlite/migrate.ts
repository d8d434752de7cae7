import { DatabaseSync } from 'node:sqlite';
import { DataFolderError } from '../store.ts';
import { integer } from './connection.ts';
import { applicationId, migrations } from './schema.ts';

/**
 * Brings the database at `path` to our version, each step in a transaction of its own; an empty file becomes a new database.
 * @throws DataFolderError if it is no database of ours, or that of a newer version: then it has not been changed
 */
export function migrate(path: string, steps: readonly string[] = migrations): void {
  const database = new DatabaseSync(path);
  try {
    const version = versionOf(database, path, steps.length);
    for (const [i, step] of steps.entries()) if (i >= version) apply(database, step, i + 1);
  } finally {
    database.close();
  }
}

function versionOf(database: DatabaseSync, path: string, known: number): number {
  const isEmpty = pragma(database, 'page_count') === 0;
  if (!isEmpty && pragma(database, 'application_id') !== applicationId)
    throw new DataFolderError(`${path} is not a database of Evergreen`);
  const version = pragma(database, 'user_version');
  if (version > known)
    throw new DataFolderError(
      `${path} was written by a newer version of Evergreen (its format is ${version}, this version knows ${known})`,
    );
  return version;
}

function apply(database: DatabaseSync, step: string, version: number): void {
  database.exec(`
    BEGIN IMMEDIATE;
    ${step};
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${version};
    COMMIT;`);
}

const pragma = (database: DatabaseSync, name: string): number =>
  integer(database.prepare(`PRAGMA ${name}`).get()?.[name]);
