import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 20;

/** Asks until there is an answer. @throws Error if there is none in time */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`no ${what} after ${timeoutMs / 1_000} s`);
    await sleep(pollMs);
  }
}
