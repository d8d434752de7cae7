import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../base/bytes.ts';
import { printable } from '../base/printable.ts';
import { checkOverrides, type OverrideProblem, type Overrides } from '../dsn/languages/overrides.ts';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

/** Octets of one file of the folder: all texts of a language have a third of that. */
const fileBytesMax = 256 * 1024;
/** Problems that one start tells of. */
const problemsToldMax = 5;

/** Reads and checks the operator's own texts and logo. @throws StartError that names file and key of what is wrong */
export async function noticeOverrides({ notices }: Config): Promise<Overrides | undefined> {
  const folder = notices.overrides;
  if (folder === undefined) return undefined;
  const checked = checkOverrides(await filesIn(folder));
  if (checked.ok) return checked.value;
  const told = checked.error.slice(0, problemsToldMax).map((problem) => problemText(folder, problem));
  const more = checked.error.length - told.length;
  throw new StartError(`notices.overrides: ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

async function filesIn(folder: string): Promise<ReadonlyMap<string, Bytes>> {
  try {
    // What begins with a dot belongs to an editor or a desktop.
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
    return new Map(
      await Promise.all(names.map(async (name) => [name, await contentOf(folder, name)] as const)),
    );
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `notices.overrides: ${printable(folder)} cannot be read: ${(error as Error).message}`,
    );
  }
}

async function contentOf(folder: string, name: string): Promise<Bytes> {
  const path = join(folder, name);
  const { size } = await stat(path);
  if (size > fileBytesMax)
    throw new StartError(`notices.overrides: ${printable(path)} has more than ${fileBytesMax / 1024} KiB`);
  return await readFile(path);
}

function problemText(folder: string, { file, key, message }: OverrideProblem): string {
  const where = printable(join(folder, file), 300);
  return `${where}${key === undefined ? '' : `: ${printable(key, 100)}`} ${printable(message, 300)}`;
}
