import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders for tests, to be removed when they are over. */
export function temporaryFolders() {
  const made: string[] = [];
  return {
    make: (): string => {
      const folder = mkdtempSync(join(tmpdir(), 'evergreen-store-'));
      made.push(folder);
      return folder;
    },
    removeAll: (): void => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
}
