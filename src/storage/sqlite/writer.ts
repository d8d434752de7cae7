/** The writer's thread: the only one that writes to the database. */
import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { invariant } from '../../base/invariant.ts';
import { performGroup } from './group-commit.ts';
import { openForWriting } from './open-database.ts';
import type { Request } from './verbs.ts';
import type { WriteContext } from './write-context.ts';

export interface WriterSettings {
  readonly databasePath: string;
  readonly spoolFolder: string;
  readonly pagesMax: number | undefined;
}

/** What comes to the writer: the calls of one turn of the event loop, or the word that no more will come. */
export type ToWriter = readonly Request[] | 'close';

const port = parentPort;
invariant(port, 'the writer runs in a thread of its own');
const { databasePath, spoolFolder, pagesMax } = workerData as WriterSettings;
const context: WriteContext = {
  connection: openForWriting(databasePath, pagesMax),
  forgottenFiles: [],
  lastTurn: '',
};

// The word that the database is open: no answers yet.
port.postMessage([]);
port.on('message', (first: ToWriter) => {
  const requests: Request[] = [];
  // What came while the last group was being written goes into this one.
  for (let next: ToWriter | undefined = first; next; next = receiveMessageOnPort(port)?.message) {
    if (next === 'close') return finish(requests);
    requests.push(...next);
  }
  write(requests);
});

function write(requests: readonly Request[]): void {
  port?.postMessage(performGroup(context, requests));
  for (const name of context.forgottenFiles.splice(0)) removeFile(join(spoolFolder, name));
}

function finish(requests: readonly Request[]): void {
  if (requests.length > 0) write(requests);
  context.connection.close();
  port?.close();
}

/** A file that stays is removed at the next start, as an orphan. */
function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Nothing depends on it.
  }
}
