/** Stand-ins for what the world gives to this room: quick, and the same each time. */
import { concat, fromUtf8 } from '../../base/bytes.ts';
import { hmacSha256 } from '../../base/hash.ts';
import { instant, later } from '../../base/instant.ts';
import type { Clock, Log, LogFields, Random } from '../../base/ports.ts';
import type { PasswordHasher } from '../password.ts';

/** Depends on all of its input as argon2id does, and costs nothing. */
export const quickHasher: PasswordHasher = {
  argon2id: async ({ password, salt, parameters, tagBytes }) =>
    hmacSha256(concat([salt, fromUtf8(JSON.stringify(parameters))]), password).subarray(0, tagBytes),
};

/** Never the same octets twice, always the same sequence. */
export function countingRandom(): Random {
  let count = 0;
  return {
    bytes: (length) => hmacSha256(fromUtf8(String(count++)), fromUtf8('chance')).subarray(0, length),
    below: (bound) => count++ % bound,
  };
}

/** A clock that stands still until it is told otherwise. It has no alarms. */
export function standingClock(start = instant(1_800_000_000_000)): Clock & { forward(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    schedule: () => () => {},
    forward(ms) {
      now = later(now, ms);
    },
  };
}

/** Keeps what is logged, a line for each: level, event and fields. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const at = (fields: LogFields): Log => {
    const line = (level: string) => (event: string, more?: LogFields) => {
      lines.push(`${level} ${event} ${JSON.stringify({ ...fields, ...more }, errorsAsText)}`);
    };
    return {
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
      with: (more) => at({ ...fields, ...more }),
    };
  };
  return { ...at({}), lines };
}

const errorsAsText = (_: string, value: unknown) => (value instanceof Error ? value.message : value);
