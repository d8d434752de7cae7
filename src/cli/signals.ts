import { later, secondMs } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import { systemClock } from '../io/clock.ts';

/**
 * A signal that comes so soon after another one is the same: npm and timeout pass on to us what the terminal, or they themselves,
 * have sent to all of our group.
 */
const echoMs = secondMs;

/** Waits for SIGTERM or SIGINT. A second one ends the process at once, for those who cannot wait. */
export function untilTold(signals: NodeJS.EventEmitter = process, clock: Clock = systemClock): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = () => {
      resolve();
      clock.schedule(later(clock.now(), echoMs), () => {
        signals.off('SIGTERM', onSignal).off('SIGINT', onSignal);
      });
    };
    signals.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
