import { runScript } from './run.ts';

/** What to call it, the script, and its arguments. */
export type Step = readonly [name: string, script: string, ...args: string[]];

/** Runs every step, even after one that failed, and says at the end which did. The exit code is 0 only if none did. */
export async function runSteps(whole: string, steps: readonly Step[]): Promise<void> {
  const failed: string[] = [];
  for (const [name, script, ...args] of steps) {
    process.stdout.write(`\n${whole}: ${name}\n`);
    if ((await runScript(script, args)) !== 0) failed.push(name);
  }
  process.stdout.write(`\n${whole}: ${failed.length === 0 ? 'ok' : `failed: ${failed.join(', ')}`}\n`);
  if (failed.length > 0) process.exitCode = 1;
}
