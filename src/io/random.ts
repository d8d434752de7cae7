import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../base/ports.ts';

/** Octets asked for at a time: a call costs microseconds however few are wanted, and each message wants an id. */
const poolBytes = 4_096;

let pool = new Uint8Array(0);
let used = 0;

/** The operating system's generator, fit for keys and tokens. */
export const systemRandom: Random = {
  bytes(count) {
    if (count > poolBytes) return randomBytes(count);
    if (used + count > pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    const taken = new Uint8Array(pool.subarray(used, used + count));
    // Nothing that was given out stays behind.
    pool.fill(0, used, used + count);
    used += count;
    return taken;
  },
  below: (bound) => randomInt(bound),
};
