/** Programs of other people: whether they are here, and what they say. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const timeoutMs = 3 * 60_000;

/** Where Debian keeps what only root is thought to need. */
const searchPath = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;

export interface Ended {
  readonly code: number | null;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** For the `skip` of a test: false if the program is here, else the reason to skip. */
export function missing(program: string): string | false {
  const isHere = searchPath.split(delimiter).some((folder) => isExecutable(join(folder, program)));
  return isHere ? false : `${program} is not installed`;
}

/** For the `skip` of a test: false for root, else the reason to skip. */
export const notRoot: string | false = process.getuid?.() === 0 ? false : 'this needs root';

/** Runs a program to its end. @throws Error if it cannot be started, or takes longer than three minutes */
export function run(program: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, PATH: searchPath, LC_ALL: 'C' } });
    const pieces: Buffer[] = [];
    const errors: Buffer[] = [];
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} takes longer than ${timeoutMs / 1_000} s`));
    }, timeoutMs);
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => errors.push(piece));
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat([...pieces, ...errors]).toString('utf8') });
    });
    // A program that does not read its input may be gone before we have written it.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** The same; whoever ends with another code than 0 has failed. @throws Error with all that the program said */
export async function mustRun(program: string, args: readonly string[], input = ''): Promise<string> {
  const { code, output } = await run(program, args, input);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
