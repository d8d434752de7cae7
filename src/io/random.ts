import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../base/ports.ts';

/** The operating system's generator, fit for keys and tokens. */
export const systemRandom: Random = {
  bytes: (count) => randomBytes(count),
  below: (bound) => randomInt(bound),
};
