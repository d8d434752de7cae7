/**
 * Test data that lies beside the repository, not in it. Tests that need it are skipped where it is absent.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../../../shared/data/mime/', import.meta.url);

export const corpus = {
  skip: existsSync(root) ? (false as const) : 'no corpus at ../shared/data/mime',

  bytes: (path: string): Uint8Array => readFileSync(new URL(path, root)),

  json: <T>(path: string): T => JSON.parse(readFileSync(new URL(path, root), 'utf8')),

  /** The paths of all files below `folder` with this ending. */
  files: (folder: string, ending: string): string[] =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending))
      .map((path) => `${folder}/${path}`)
      .sort(),
};
