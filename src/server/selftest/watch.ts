import { later, minuteMs } from '../../base/instant.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { BackscatterOutcome } from './backscatter.ts';

/** What has come of the self-tests since the start. */
export interface SelftestRecord {
  readonly passed: number;
  readonly failed: number;
  readonly unclear: number;
  readonly last?: BackscatterOutcome;
}

export interface SelftestWatchWorld {
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined: only when it is asked for. */
  readonly everyMs: number | undefined;
  readonly test: () => Promise<BackscatterOutcome>;
}

/** The server has other things to do when it starts. */
const firstAfterMs = minuteMs;

/** Runs a self-test now and again, and when it is asked to; keeps what came of it. */
export class SelftestWatch {
  readonly #world: SelftestWatchWorld;
  #record: SelftestRecord = { passed: 0, failed: 0, unclear: 0 };
  #isStopped = false;
  #cancel = () => {};
  #underWay: Promise<BackscatterOutcome> | undefined;

  constructor(world: SelftestWatchWorld) {
    this.#world = world;
    const { everyMs } = world;
    if (everyMs !== undefined) this.#schedule(Math.min(everyMs, firstAfterMs), everyMs);
  }

  get record(): SelftestRecord {
    return this.#record;
  }

  /** Whoever asks while a test is under way gets the outcome of that. */
  run(): Promise<BackscatterOutcome> {
    this.#underWay ??= this.#run().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#underWay?.catch(() => {});
  }

  async #run(): Promise<BackscatterOutcome> {
    const { log, test } = this.#world;
    const outcome = await test();
    const { verdict, findings } = outcome;
    this.#record = { ...this.#record, [verdict]: this.#record[verdict] + 1, last: outcome };
    const fields = { verdict, findings };
    if (verdict === 'failed')
      log.error('the self-test found that notices could go to forged senders', fields);
    else if (verdict === 'unclear') log.warn('the self-test for backscatter came to no end', fields);
    else log.info('the self-test for backscatter has passed', fields);
    return outcome;
  }

  #schedule(inMs: number, everyMs: number): void {
    const { clock, log } = this.#world;
    this.#cancel = clock.schedule(later(clock.now(), inMs), async () => {
      await this.run().catch((error: unknown) =>
        log.error('the self-test for backscatter failed', { error }),
      );
      if (!this.#isStopped) this.#schedule(everyMs, everyMs);
    });
  }
}
