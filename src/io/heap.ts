import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap's nursery at its first size. What a session leaves behind is short-lived, so that V8 would let the nursery grow to
 * 64 MiB and more, for 10 % less processor time at best. To be called as a process begins, by whoever owns it.
 */
export const keepNurserySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
