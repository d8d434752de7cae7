import { type Instant, instant } from '../../base/instant.ts';
import type { QueueId } from '../../queue/message.ts';
import type {
  Filed,
  FiledFilter,
  FiledReason,
  Undeliverable,
  UndeliverableStore,
} from '../../queue/undeliverable.ts';
import { blob, type Connection, integer, json, type Row, text } from './connection.ts';
import type { UndeliverableDetail } from './undeliverable.ts';
import type { Writer } from './verbs.ts';

export class SqliteUndeliverableStore implements UndeliverableStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async list({ reason, before = Number.MAX_SAFE_INTEGER, limit }: FiledFilter): Promise<readonly Filed[]> {
    const columns = 'number, at, reason, detail';
    const rows =
      reason === undefined
        ? this.#reader.all(
            `SELECT ${columns} FROM undeliverable WHERE number < ? ORDER BY number DESC LIMIT ?`,
            before,
            limit,
          )
        : this.#reader.all(
            `SELECT ${columns} FROM undeliverable INDEXED BY undeliverable_reason
             WHERE reason = ? AND number < ? ORDER BY number DESC LIMIT ?`,
            reason,
            before,
            limit,
          );
    return rows.map(filedOf);
  }

  async ofMessage(queueId: QueueId): Promise<readonly (Filed & Pick<Undeliverable, 'header'>)[]> {
    const rows = this.#reader.all(
      'SELECT * FROM undeliverable INDEXED BY undeliverable_message WHERE queue_id = ? ORDER BY number',
      queueId,
    );
    return rows.map((row) => ({ ...filedOf(row), header: new Uint8Array(blob(row.header)) }));
  }

  async counts(): Promise<Partial<Record<FiledReason, number>>> {
    const rows = this.#reader.all(
      'SELECT reason, count(*) AS filed FROM undeliverable INDEXED BY undeliverable_reason GROUP BY reason',
    );
    return Object.fromEntries(rows.map(({ reason, filed }) => [text(reason), integer(filed)]));
  }

  forget(before: Instant, limit: number): Promise<number> {
    return this.#writer.call('forgetUndeliverable', before, limit);
  }
}

const filedOf = (row: Row): Filed => ({
  ...json<UndeliverableDetail>(row.detail),
  number: integer(row.number),
  at: instant(integer(row.at)),
  reason: text(row.reason) as FiledReason,
});
