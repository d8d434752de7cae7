import type { Instant } from '../../base/instant.ts';
import type { OncePerSender } from '../../queue/queue-store.ts';
import { type Vacation, type VacationStore, wordsOf } from '../../vacation/vacation.ts';
import type { ChangeBell } from '../change-bell.ts';
import type { MemoryState } from './state.ts';

export class MemoryVacationStore implements VacationStore {
  readonly #state: MemoryState;
  readonly #bell: ChangeBell;

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async find(account: string): Promise<Vacation | undefined> {
    return structuredClone(this.#state.vacations.get(account)?.vacation);
  }

  async put(account: string, vacation: Vacation): Promise<'put' | 'no-such-account'> {
    if (![...this.#state.accounts.keys()].some((id) => id === account)) return 'no-such-account';
    const before = this.#state.vacations.get(account);
    const isSame = before !== undefined && wordsOf(before.vacation) === wordsOf(vacation);
    this.#state.vacations.set(account, {
      vacation: structuredClone(vacation),
      changed: (before?.changed ?? 0) + 1,
      answered: isSame ? before.answered : new Map(),
    });
    this.#bell.ring([account]);
    return 'put';
  }

  async state(account: string): Promise<number> {
    return this.#state.vacations.get(account)?.changed ?? 0;
  }

  async answeredUntil(account: string, sender: string): Promise<Instant | undefined> {
    return this.#state.vacations.get(account)?.answered.get(sender);
  }
}

export function isAnswerDue(
  { vacations }: MemoryState,
  { account, sender, sendersMax }: OncePerSender,
  at: Instant,
): boolean {
  const answered = vacations.get(account)?.answered;
  if (!answered) return false;
  for (const [each, until] of answered) if (until <= at) answered.delete(each);
  return !answered.has(sender) && answered.size < sendersMax;
}

export function rememberAnswer({ vacations }: MemoryState, { account, sender, until }: OncePerSender): void {
  vacations.get(account)?.answered.set(sender, until);
}
