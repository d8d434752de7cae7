import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text of a file, or undefined if there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes a file whole or not at all, durable when the promise resolves; only its owner may read it unless `mode` says otherwise. */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Makes names in a folder durable. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes the folder if it is not there. Answers why it cannot be used, in a few words, or undefined if it can. */
export async function prepareFolder(path: string): Promise<string | undefined> {
  try {
    await makeFolder(path);
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    if (isErrno(error, 'EACCES') || isErrno(error, 'EPERM')) return 'permission denied';
    if (isErrno(error, 'EROFS')) return 'the file system is read-only';
    if (isErrno(error, 'ENOSPC')) return 'the disk is full';
    if (isErrno(error, 'EEXIST') || isErrno(error, 'ENOTDIR')) return 'it is not a folder';
    if (isErrno(error, 'ENOENT')) return 'it cannot be made there';
    return (error as Error).message;
  }
}

/**
 * Makes a folder and those above it. Not with mkdir's `recursive`: where the system says ENOENT although the folder above exists
 * (/proc does), that never ends.
 */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (isErrno(error, 'EEXIST') && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (!isErrno(error, 'ENOENT') || above === path || (await isThere(above))) throw error;
    await makeFolder(above);
    await mkdir(path, { mode: 0o700 });
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === code;
