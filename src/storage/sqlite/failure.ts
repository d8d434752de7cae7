import { StoreError, StoreFullError } from '../../queue/queue-store.ts';

/** An error in the form that crosses from the writer's thread. */
export interface Failure {
  readonly isFull: boolean;
  readonly message: string;
}

/** SQLITE_FULL: the disk, or the bound on the pages of the database. */
const sqliteFull = 13;
/** SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log. */
const sqliteNoRoomForIndex = 4874;

const noRoomCodes = new Set(['ENOSPC', 'EDQUOT']);

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { isFull: error instanceof StoreFullError || isNoRoom(error), message };
}

export function storeError({ isFull, message }: Failure): StoreError | StoreFullError {
  return isFull
    ? new StoreFullError(`no room in the store: ${message}`)
    : new StoreError(`the store failed: ${message}`);
}

function isNoRoom(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error) return error.errcode === sqliteFull || error.errcode === sqliteNoRoomForIndex;
  return 'code' in error && typeof error.code === 'string' && noRoomCodes.has(error.code);
}

/** Does something with files. @throws StoreFullError, StoreError */
export async function withFiles<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof StoreError || error instanceof StoreFullError) throw error;
    const { isFull, message } = failureOf(error);
    throw storeError({ isFull, message: `${what}: ${message}` });
  }
}
