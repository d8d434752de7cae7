import type { Instant } from '../../base/instant.ts';
import type { QueueId } from '../../queue/message.ts';
import type { Filed, FiledFilter, FiledReason, UndeliverableStore } from '../../queue/undeliverable.ts';
import type { MemoryState, StoredFiling } from './state.ts';

export class MemoryUndeliverableStore implements UndeliverableStore {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  async list({ reason, before = Number.POSITIVE_INFINITY, limit }: FiledFilter): Promise<readonly Filed[]> {
    const found = this.#state.filed.filter(
      (each) => each.number < before && (reason === undefined || each.reason === reason),
    );
    return structuredClone(found.toReversed().slice(0, limit).map(withoutHeader));
  }

  async ofMessage(queueId: QueueId): Promise<readonly StoredFiling[]> {
    return structuredClone(this.#state.filed.filter(({ message }) => message.queueId === queueId));
  }

  async counts(): Promise<Partial<Record<FiledReason, number>>> {
    const counts: Partial<Record<FiledReason, number>> = {};
    for (const { reason } of this.#state.filed) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  }

  async forget(before: Instant, limit: number): Promise<number> {
    const old = new Set(this.#state.filed.filter(({ at }) => at < before).slice(0, limit));
    this.#state.filed = this.#state.filed.filter((each) => !old.has(each));
    return old.size;
  }
}

function withoutHeader({ header: _, ...filed }: StoredFiling): Filed {
  return filed;
}
