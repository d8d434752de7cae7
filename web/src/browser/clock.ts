import { type ReadonlySignal, signal } from '@preact/signals';

const ticking = signal(new Date());

/** The time, to the minute: what was today becomes yesterday on the screen too. */
export const now: ReadonlySignal<Date> = ticking;

every(60_000, () => {
  ticking.value = new Date();
});

/** Calls `action` again and again. @returns what ends it */
export function every(ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms);
  return () => clearInterval(timer);
}

/** Calls `action` once. @returns what prevents it */
export function after(ms: number, action: () => void): () => void {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
}
