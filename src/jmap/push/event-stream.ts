import { hourMs, later, secondMs } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { changedStates, eventIdOf, parseEventId, type States, stateChange } from './states.ts';

/** What a client asks for (RFC 8620 §7.3). */
export interface EventStreamOptions {
  /** Undefined: all. */
  readonly types: ReadonlySet<string> | undefined;
  readonly endsAfterState: boolean;
  /** 0: none. */
  readonly pingSeconds: number;
}

/** The bounds of a ping interval, in seconds (RFC 8620 §7.3: no more than 30, no less than 300). */
export const pingSecondsMin = 5;
export const pingSecondsMax = 900;

/** Changes that come so close together are told at once. */
export const gatherMs = 100;

/** A stream ends after so long, and its client comes again: with credentials that may have been taken back. */
export const streamMs = hourMs;

/** Reads the variables of the URL. The error is a sentence for whoever writes the client. */
export function parseEventStreamOptions(
  variable: (name: string) => string | undefined,
): Result<EventStreamOptions> {
  const types = variable('types') ?? '';
  if (!/^(?:\*|[A-Za-z]{1,100}(?:,[A-Za-z]{1,100}){0,99})$/.test(types))
    return err('types must be * or names of data types with commas between.');
  const closeAfter = variable('closeafter');
  if (closeAfter !== 'state' && closeAfter !== 'no') return err('closeafter must be "state" or "no".');
  const ping = variable('ping') ?? '';
  if (!/^\d{1,9}$/.test(ping)) return err('ping must be a number of seconds, or 0.');
  const seconds = Number(ping);
  return ok({
    types: types === '*' ? undefined : new Set(types.split(',')),
    endsAfterState: closeAfter === 'state',
    pingSeconds: seconds === 0 ? 0 : Math.min(Math.max(seconds, pingSecondsMin), pingSecondsMax),
  });
}

export interface EventStreamWorld {
  readonly clock: Clock;
  /** All that the user can see now. */
  states(): Promise<States>;
  /** Calls back whenever something may have changed. @returns what ends it */
  onChange(listener: () => void): () => void;
  send(text: string): void;
  /** Nothing more comes. `error` says why, if that is not as it should be. */
  end(error?: unknown): void;
}

/** One client that listens to changes. What it missed while it was away it hears first, if it says what it knew last. */
export class EventStream {
  readonly #world: EventStreamWorld;
  readonly #options: EventStreamOptions;
  readonly #closers: (() => void)[] = [];
  #cancelPing = () => {};
  #cancelLook = () => {};
  #known: States = {};
  #isLooking = false;
  #isDirty = false;
  #isEnded = false;

  constructor(world: EventStreamWorld, options: EventStreamOptions) {
    this.#world = world;
    this.#options = options;
  }

  /** @param lastEventId as the client has it from an earlier stream */
  async start(lastEventId: string | undefined): Promise<void> {
    const { clock } = this.#world;
    // First, so that no change is lost between the states that are read now and those that come.
    this.#closers.push(this.#world.onChange(() => this.#gather()));
    this.#closers.push(clock.schedule(later(clock.now(), streamMs), () => this.end()));
    this.#ping();
    await this.#lookSafely(async () => {
      const now = await this.#world.states();
      const before = lastEventId === undefined ? undefined : parseEventId(lastEventId);
      this.#known = before ?? now;
      // An event without data is none, but its id counts: a client that comes again says where it was.
      if (this.#isEnded) return;
      if (before) this.#tell(now);
      else this.#world.send(`id: ${eventIdOf(now)}\n\n`);
    });
  }

  end(error?: unknown): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancelPing();
    this.#cancelLook();
    for (const close of this.#closers) close();
    this.#world.end(error);
  }

  #gather(): void {
    if (this.#isEnded || this.#isDirty) return;
    this.#isDirty = true;
    if (!this.#isLooking) this.#lookSoon();
  }

  #lookSoon(): void {
    const { clock } = this.#world;
    this.#cancelLook = clock.schedule(later(clock.now(), gatherMs), () => {
      void this.#lookSafely(async () => {
        const now = await this.#world.states();
        if (!this.#isEnded) this.#tell(now);
      });
    });
  }

  async #lookSafely(look: () => Promise<void>): Promise<void> {
    this.#isLooking = true;
    this.#isDirty = false;
    try {
      await look();
    } catch (error) {
      this.end(error);
    }
    this.#isLooking = false;
    if (this.#isDirty && !this.#isEnded) this.#lookSoon();
  }

  #tell(now: States): void {
    const changed = changedStates(this.#known, now, this.#options.types);
    this.#known = now;
    if (!changed) return;
    this.#world.send(
      `event: state\nid: ${eventIdOf(now)}\ndata: ${JSON.stringify(stateChange(changed))}\n\n`,
    );
    if (this.#options.endsAfterState) this.end();
    else this.#ping();
  }

  /** Says that it is still there, once nothing else has been said for as long as the client wants to be patient. */
  #ping(): void {
    const { clock } = this.#world;
    const { pingSeconds } = this.#options;
    this.#cancelPing();
    if (pingSeconds === 0) return;
    this.#cancelPing = clock.schedule(later(clock.now(), pingSeconds * secondMs), () => {
      this.#world.send(`event: ping\ndata: ${JSON.stringify({ interval: pingSeconds })}\n\n`);
      this.#ping();
    });
  }
}
