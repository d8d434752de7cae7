import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap near to what is in use. What a session leaves behind is short-lived, so that V8 would let the nursery grow to 64 MiB
 * and more, and the rest of the heap to four times of what lives in it; for 10 % less processor time at best. To be called as a
 * process begins, by whoever owns it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=100');
}
