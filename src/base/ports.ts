/**
 * What the outside world gives us: time, chance and a log. Pure code takes values (an Instant, an id); the shells take these
 * ports, so that a simulated world can own them.
 */
import type { Instant } from './instant.ts';

export interface Clock {
  now(): Instant;
  /** Calls `action` once, not before `at`. The returned function cancels it. */
  schedule(at: Instant, action: () => void): () => void;
}

export interface Random {
  /** `count` unpredictable bytes. */
  bytes(count: number): Uint8Array;
  /** A whole number, uniform in 0 … bound − 1. */
  below(bound: number): number;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** A structured log. `event` is a short constant sentence; everything that varies goes into `fields`. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log that adds `fields` to each line. */
  with(fields: LogFields): Log;
}

/** Resolves at `at`, or quietly before that when `signal` aborts. */
export function sleep(clock: Clock, at: Instant, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(at, finish);
    signal?.addEventListener('abort', finish);
  });
}
