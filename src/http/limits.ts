import { minuteMs, secondMs } from '../base/instant.ts';

/** How long a client may take for the head of a request. */
export const headMs = 20 * secondMs;

/** How long for a whole request: what an upload of the largest size takes on a line of a megabit per second, and some. */
export const requestMs = 15 * minuteMs;

/** How long a connection without a request is kept open. Browsers close theirs after a minute or two. */
export const idleMs = 75 * secondMs;

/** Octets of the head of a request. Precedent: Node 16 KiB, nginx 4 × 8 KiB. */
export const headBytesMax = 16 * 1024;

/** Fields of a request. */
export const fieldsMax = 100;

/** Event streams of an account that are open at once: a few for each device. */
export const eventStreamsMax = 20;

/** Uploads of the largest size that the memory has room for at once, of all accounts together. */
export const uploadsInMemoryMax = 2;

/** Octets of a request to sign in: a name and a password. */
export const signInBytesMax = 8 * 1024;

/** How often the two times above are looked at. */
export const checkedEveryMs = 5 * secondMs;
