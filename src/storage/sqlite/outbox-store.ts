import type { Bytes } from '../../base/bytes.ts';
import { type Instant, instant } from '../../base/instant.ts';
import type {
  NewSubmission,
  OutboxStore,
  Submission,
  SubmissionChanges,
  SubmissionPhase,
} from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import { StoreError } from '../../queue/queue-store.ts';
import type { ChangeBell } from '../change-bell.ts';
import { sortChanges } from '../numbered-changes.ts';
import { blob, type Connection, integer, json, optional, type Row, text } from './connection.ts';
import { submissionPhases } from './outbox.ts';
import { compact } from './rows.ts';
import type { Writer } from './verbs.ts';

const columns = 'queue_id, account_id, send_at, resend_of, phase, detail';

export class SqliteOutboxStore implements OutboxStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#bell = bell;
  }

  async add(submission: NewSubmission, content: Bytes): Promise<void> {
    const { id, account, sendAt, resendOf, ...detail } = submission;
    const row = { queueId: id, account, sendAt, resendOf: resendOf ?? null, detail: JSON.stringify(detail) };
    const isAdded = await this.#writer.call('addSubmission', row, compact(content));
    if (!isAdded) throw new StoreError(`there is no account ${account}`);
    this.#bell.ring([account]);
  }

  async cancel(account: string, id: QueueId): Promise<'canceled' | 'final' | 'unknown'> {
    const answer = await this.#writer.call('cancelSubmission', account, id);
    this.#bell.ring([account]);
    return answer;
  }

  async destroy(account: string, id: QueueId): Promise<'destroyed' | 'unknown'> {
    const isDestroyed = await this.#writer.call('destroySubmission', account, id);
    this.#bell.ring([account]);
    return isDestroyed ? 'destroyed' : 'unknown';
  }

  async claimDue(now: Instant, limit: number): Promise<readonly Submission[]> {
    const ids = await this.#writer.call('claimSubmissions', now, limit);
    const rows = this.#reader.all(
      `SELECT ${columns} FROM submission WHERE queue_id IN (SELECT value FROM json_each(?)) ORDER BY send_at, queue_id`,
      JSON.stringify(ids),
    );
    this.#bell.ring(rows.map((row) => text(row.account_id)));
    return rows.map(submissionOf);
  }

  async nextDue(): Promise<Instant | undefined> {
    const row = this.#reader.get(
      'SELECT send_at FROM submission INDEXED BY submission_due WHERE phase < 2 ORDER BY send_at LIMIT 1',
    );
    return row && instant(integer(row.send_at));
  }

  async content(id: QueueId): Promise<Bytes | undefined> {
    const row = this.#reader.get('SELECT content FROM submission WHERE queue_id = ?', id);
    return row && optional(blob, row.content);
  }

  async markSent(id: QueueId): Promise<void> {
    await this.#writer.call('markSubmissionSent', id);
    const row = this.#reader.get('SELECT account_id FROM submission WHERE queue_id = ?', id);
    if (row) this.#bell.ring([text(row.account_id)]);
  }

  async find(account: string, ids: readonly QueueId[] | undefined): Promise<readonly Submission[]> {
    const rows = ids
      ? this.#reader.all(
          `SELECT ${columns} FROM submission
           WHERE queue_id IN (SELECT value FROM json_each(?)) AND account_id = ? AND is_destroyed = 0
           ORDER BY queue_id DESC`,
          JSON.stringify(ids),
          account,
        )
      : this.#reader.all(
          `SELECT ${columns} FROM submission INDEXED BY submission_account
           WHERE account_id = ? AND is_destroyed = 0 ORDER BY queue_id DESC`,
          account,
        );
    return rows.map(submissionOf);
  }

  async repeatsOf(account: string, id: QueueId): Promise<readonly QueueId[]> {
    const rows = this.#reader.all(
      `SELECT queue_id FROM submission INDEXED BY submission_repeats
       WHERE resend_of = ? AND account_id = ? AND is_destroyed = 0 ORDER BY queue_id`,
      id,
      account,
    );
    return rows.map((row) => text(row.queue_id) as QueueId);
  }

  async state(account: string): Promise<number> {
    const row = this.#reader.get(
      'SELECT coalesce(max(changed), 0) AS state FROM submission WHERE account_id = ?',
      account,
    );
    return integer(row?.state);
  }

  async changes(account: string, since: number, limit: number): Promise<SubmissionChanges | undefined> {
    const rows = this.#reader.all(
      `SELECT queue_id, created, changed, is_destroyed FROM submission INDEXED BY submission_account
       WHERE account_id = ? AND changed > ? ORDER BY changed LIMIT ?`,
      account,
      since,
      limit + 1,
    );
    const changed = rows.map((row) => ({
      id: text(row.queue_id) as QueueId,
      created: integer(row.created),
      changed: integer(row.changed),
      isDestroyed: row.is_destroyed === 1,
    }));
    return sortChanges(changed, { since, state: await this.state(account), limit });
  }
}

function submissionOf(row: Row): Submission {
  const resendOf = optional(text, row.resend_of);
  return {
    ...json<Omit<Submission, 'id' | 'account' | 'sendAt' | 'resendOf' | 'phase'>>(row.detail),
    id: text(row.queue_id) as QueueId,
    account: text(row.account_id),
    sendAt: instant(integer(row.send_at)),
    ...(resendOf !== undefined && { resendOf: resendOf as QueueId }),
    phase: phaseNames[integer(row.phase)] ?? 'sent',
  };
}

const phaseNames = Object.keys(submissionPhases) as SubmissionPhase[];
