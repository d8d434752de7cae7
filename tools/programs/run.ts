import { type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { repositoryRoot } from '../source/tree.ts';

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  /** Collects what the program says instead of showing it. */
  readonly quiet?: boolean;
}

interface Ended {
  readonly code: number;
  /** What a quiet program said. */
  readonly output: string;
}

/**
 * Runs a program in the root of the repository, on our terminal unless it shall be quiet, and waits for its end. When we are told
 * to stop, the program is told too, and we exit once it has.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<Ended> {
  const stdio: SpawnOptions['stdio'] = options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const child = spawn(command, args, { cwd: repositoryRoot, env: { ...process.env, ...options.env }, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  let stoppedBy: 'SIGINT' | 'SIGTERM' | undefined;
  const stop = (signal: 'SIGINT' | 'SIGTERM') => {
    stoppedBy = signal;
    child.kill('SIGTERM');
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject).once('close', (ended) => resolve(ended ?? 1));
    });
    if (stoppedBy !== undefined) process.exit(128 + constants.signals[stoppedBy]);
    return { code, output };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

/** Runs a script with our own Node, on our terminal; its exit code. */
export async function runScript(
  script: string,
  args: readonly string[] = [],
  options: Options = {},
): Promise<number> {
  return (await runProgram(process.execPath, [script, ...args], options)).code;
}
