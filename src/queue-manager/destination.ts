import { type Instant, later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import { destinationAttemptsInitial, destinationDeadMs } from './limits.ts';

/** What an attempt said about the destination as a whole. */
export type Verdict =
  | { readonly kind: 'ok' }
  /** It answers, but something speaks against more of it: a 421, a connection lost. */
  | { readonly kind: 'trouble' }
  /** It cannot be reached; the diagnostic stands for all who want to go there. */
  | { readonly kind: 'dead'; readonly diagnostic: Diagnostic }
  /** Nothing: the attempt came to no end. */
  | { readonly kind: 'unknown' };

export type Admission =
  /** Go; and leave afterwards. */
  | { readonly kind: 'admitted' }
  | { readonly kind: 'dead'; readonly diagnostic: Diagnostic }
  /** The doors are closed. */
  | { readonly kind: 'called-off' };

/**
 * The door to one destination. It lets in as many attempts at once as the window says; the others wait in line. The window grows
 * by one for each window of successes, and is halved by trouble.
 *
 * Who finds the destination dead closes it: for a time everybody is turned away at the door, with the same diagnostic and without
 * dialling. After that time the window is one, so that a single attempt probes it; its verdict opens the door or closes it again.
 */
export class Destination {
  readonly #windowMax: number;
  #window: number;
  /** Since the window changed last. */
  #successes = 0;
  #underWay = 0;
  #line: ((admission: Admission) => void)[] = [];
  #death: { readonly until: Instant; readonly diagnostic: Diagnostic } | undefined;

  constructor(windowMax: number) {
    this.#windowMax = windowMax;
    this.#window = this.#initialWindow();
  }

  /** The number of attempts that are let in at once. */
  get window(): number {
    return this.#window;
  }

  /** Whoever comes now has to wait. */
  get isFull(): boolean {
    return this.#underWay + this.#line.length >= this.#window;
  }

  get isIdle(): boolean {
    return this.#underWay === 0 && this.#line.length === 0;
  }

  /** Nothing was learned of it that a new one would not assume. */
  get isPlain(): boolean {
    return this.#death === undefined && this.#window === this.#initialWindow();
  }

  /** Waits for a turn. */
  enter(now: Instant): Promise<Admission> {
    if (this.#death && now < this.#death.until) {
      return Promise.resolve({ kind: 'dead', diagnostic: this.#death.diagnostic });
    }
    return new Promise((resolve) => {
      this.#line.push(resolve);
      this.#letIn();
    });
  }

  /** Whoever was admitted says here how it went. */
  leave(verdict: Verdict, now: Instant): void {
    invariant(this.#underWay > 0, 'nobody leaves who was not admitted');
    this.#underWay--;
    this.#learn(verdict, now);
    this.#letIn();
  }

  /** The next who comes dials again, although it was found dead a moment ago. */
  forgetDeath(): void {
    this.#death = undefined;
  }

  /** Sends everybody away who waits. */
  callOff(): void {
    this.#sendAway({ kind: 'called-off' });
  }

  #learn(verdict: Verdict, now: Instant): void {
    switch (verdict.kind) {
      case 'ok':
        if (this.#death) this.#setWindow(this.#initialWindow());
        else if (++this.#successes >= this.#window) this.#setWindow(this.#window + 1);
        this.#death = undefined;
        break;
      case 'trouble':
        this.#setWindow(Math.floor(this.#window / 2));
        this.#death = undefined;
        break;
      case 'dead':
        this.#setWindow(1);
        this.#death = { until: later(now, destinationDeadMs), diagnostic: verdict.diagnostic };
        this.#sendAway(verdict);
        break;
      case 'unknown':
        break;
    }
  }

  #setWindow(wanted: number): void {
    this.#window = Math.max(1, Math.min(wanted, this.#windowMax));
    this.#successes = 0;
  }

  #initialWindow(): number {
    return Math.min(destinationAttemptsInitial, this.#windowMax);
  }

  #letIn(): void {
    while (this.#underWay < this.#window) {
      const first = this.#line.shift();
      if (!first) return;
      this.#underWay++;
      first({ kind: 'admitted' });
    }
  }

  #sendAway(admission: Admission): void {
    const line = this.#line;
    this.#line = [];
    for (const answer of line) answer(admission);
  }
}
