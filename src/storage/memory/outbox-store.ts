import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { NewSubmission, OutboxStore, Submission, SubmissionChanges } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { ChangeBell } from '../change-bell.ts';
import { sortChanges } from '../numbered-changes.ts';
import { compare, type MemoryState, type StoredSubmission } from './state.ts';

export class MemoryOutboxStore implements OutboxStore {
  readonly #state: MemoryState;
  readonly #bell: ChangeBell;

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async add(submission: NewSubmission, content: Bytes): Promise<void> {
    if (!this.#state.mail.has(submission.account))
      throw new StoreError(`there is no account ${submission.account}`);
    if (this.#state.submissions.has(submission.id)) throw new StoreError(`${submission.id} is there already`);
    const changed = this.#next(submission.account);
    this.#state.submissions.set(submission.id, {
      submission: structuredClone({ ...submission, phase: 'pending' }),
      content: new Uint8Array(content),
      created: changed,
      changed,
      isDestroyed: false,
      known: '',
    });
    this.#bell.ring([submission.account]);
  }

  async cancel(account: string, id: QueueId): Promise<'canceled' | 'final' | 'unknown'> {
    const stored = this.#find(account, id);
    if (!stored) return 'unknown';
    if (stored.submission.phase !== 'pending') return 'final';
    this.#change(stored, 'canceled');
    stored.content = undefined;
    return 'canceled';
  }

  async destroy(account: string, id: QueueId): Promise<'destroyed' | 'unknown'> {
    const stored = this.#find(account, id);
    if (!stored) return 'unknown';
    stored.changed = this.#next(account);
    stored.isDestroyed = true;
    this.#bell.ring([account]);
    return 'destroyed';
  }

  async claimDue(now: Instant, limit: number): Promise<readonly Submission[]> {
    const due = this.#open().filter(({ submission }) => submission.sendAt <= now);
    return due.slice(0, limit).map((stored) => {
      if (stored.submission.phase === 'pending') this.#change(stored, 'sending');
      return structuredClone(stored.submission);
    });
  }

  async nextDue(): Promise<Instant | undefined> {
    return this.#open()[0]?.submission.sendAt;
  }

  async content(id: QueueId): Promise<Bytes | undefined> {
    const content = this.#state.submissions.get(id)?.content;
    return content && new Uint8Array(content);
  }

  async markSent(id: QueueId): Promise<void> {
    const stored = this.#state.submissions.get(id);
    if (stored?.submission.phase !== 'sending') return;
    this.#change(stored, 'sent');
    stored.content = undefined;
    stored.known = this.#recipientsOf(id);
  }

  async find(account: string, ids: readonly QueueId[] | undefined): Promise<readonly Submission[]> {
    const all = this.#of(account).filter(({ isDestroyed }) => !isDestroyed);
    const found = ids ? all.filter(({ submission }) => ids.includes(submission.id)) : all;
    return found.map(({ submission }) => structuredClone(submission)).sort((a, b) => compare(b.id, a.id));
  }

  async repeatsOf(account: string, id: QueueId): Promise<readonly QueueId[]> {
    const all = this.#of(account).filter(
      ({ submission, isDestroyed }) => !isDestroyed && submission.resendOf === id,
    );
    return all.map(({ submission }) => submission.id).sort(compare);
  }

  async state(account: string): Promise<number> {
    this.#notice(account);
    return this.#next(account) - 1;
  }

  async changes(account: string, since: number, limit: number): Promise<SubmissionChanges | undefined> {
    const state = await this.state(account);
    const rows = this.#of(account)
      .filter(({ changed }) => changed > since)
      .sort((a, b) => a.changed - b.changed)
      .map(({ submission, created, changed, isDestroyed }) => ({
        id: submission.id,
        created,
        changed,
        isDestroyed,
      }));
    return sortChanges(rows, { since, state, limit });
  }

  /** What the queue has come to know of recipients since anybody looked. */
  #notice(account: string): void {
    for (const stored of this.#of(account)) {
      const known = stored.submission.phase === 'sent' ? this.#recipientsOf(stored.submission.id) : '';
      if (known !== stored.known) stored.changed = this.#next(account);
      stored.known = known;
    }
  }

  #recipientsOf(id: QueueId): string {
    const recipients = this.#state.messages.get(id)?.recipients ?? [];
    return JSON.stringify(
      recipients.map(({ state, heard }) => [state.kind === 'settled' ? state.outcome : state.last, heard]),
    );
  }

  #change(stored: StoredSubmission, phase: Submission['phase']): void {
    stored.submission = { ...stored.submission, phase };
    stored.changed = this.#next(stored.submission.account);
    this.#bell.ring([stored.submission.account]);
  }

  #next(account: string): number {
    return Math.max(0, ...this.#of(account).map(({ changed }) => changed)) + 1;
  }

  #of(account: string): StoredSubmission[] {
    return [...this.#state.submissions.values()].filter(({ submission }) => submission.account === account);
  }

  #find(account: string, id: QueueId): StoredSubmission | undefined {
    const stored = this.#state.submissions.get(id);
    return stored?.submission.account === account && !stored.isDestroyed ? stored : undefined;
  }

  #open(): StoredSubmission[] {
    return [...this.#state.submissions.values()]
      .filter(({ submission: { phase } }) => phase === 'pending' || phase === 'sending')
      .sort(({ submission: a }, { submission: b }) => a.sendAt - b.sendAt || compare(a.id, b.id));
  }
}
