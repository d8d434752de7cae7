import { type Instant, instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';

/** setTimeout takes a signed 32-bit number of milliseconds; longer waits are made of several. */
const timeoutMsMax = 2 ** 31 - 1;

/** The machine's own time. Timers do not keep the process alive: what is worth waiting for holds a socket or a file. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  schedule(at: Instant, action: () => void) {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const rest = Math.max(0, at - Date.now());
      timer = setTimeout(rest > timeoutMsMax ? arm : action, Math.min(rest, timeoutMsMax));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};
