import { type Instant, instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';

/** setTimeout takes a signed 32-bit number of milliseconds; longer waits are made of several. */
const timeoutMsMax = 2 ** 31 - 1;

/** The machine's own time. Timers do not keep the process alive: what is worth waiting for holds a socket or a file. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  schedule(at: Instant, action: () => void) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      timer = setTimeout(look, Math.min(Math.max(at - Date.now(), 0), timeoutMsMax));
      timer.unref();
    };
    // A timer goes by another clock than Date.now: it may be a millisecond early, or much more if the time was put back.
    const look = () => (Date.now() < at ? wait() : action());
    wait();
    return () => clearTimeout(timer);
  },
};
