import { open, opendir } from 'node:fs/promises';
import type { Connection } from './connection.ts';
import { SpoolFolder } from './spool.ts';

/** Opens the spool folder and removes its orphans: files that no row names, left by a process that died. */
export async function openSpool(folder: string, reader: Connection): Promise<SpoolFolder> {
  const orphans: string[] = [];
  let lastNumber = 0;
  for await (const { name } of await opendir(folder)) {
    // What is not named as we name our files is not ours to remove.
    if (!/^\d+$/.test(name)) continue;
    lastNumber = Math.max(lastNumber, Number(name));
    if (!reader.get('SELECT 1 FROM content WHERE file = ?', name)) orphans.push(name);
  }
  const spool = new SpoolFolder(folder, await open(folder, 'r'), lastNumber + 1);
  for (const name of orphans) await spool.remove(name);
  return spool;
}
