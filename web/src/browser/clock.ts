import { type ReadonlySignal, signal } from '@preact/signals';

const ticking = signal(new Date());

/** The time, to the minute: what was today becomes yesterday on the screen too. */
export const now: ReadonlySignal<Date> = ticking;

setInterval(() => {
  ticking.value = new Date();
}, 60_000);
