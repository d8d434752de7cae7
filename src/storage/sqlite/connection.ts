import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { StoreError } from '../../queue/queue-store.ts';

export type Row = Record<string, SQLOutputValue>;

/** A connection whose statements are prepared once: SQL stands where it is used. The texts must be constants. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Answers how many rows were changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** Answers the id of the row. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid);
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values);
  }

  /** Like get(), for a text that is not a constant: it is prepared for this time only. */
  getOnce(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#database.prepare(sql).get(...values);
  }

  /** The rows one after the other, for a text that is not a constant; no more are read than are taken. */
  walkOnce(sql: string, ...values: SQLInputValue[]): IterableIterator<Row> {
    return this.#database.prepare(sql).iterate(...values);
  }

  /** What `read` reads, all of it in one state of the database. */
  inOneState<T>(read: () => T): T {
    this.run('BEGIN');
    try {
      return read();
    } finally {
      this.run('COMMIT');
    }
  }

  /** Makes a function of ours part of the SQL of this connection. */
  define(name: string, call: (...values: SQLOutputValue[]) => SQLInputValue): void {
    this.#database.function(name, { deterministic: true }, call);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

// Columns come as what they may be in general. These say what they are, or that the database is damaged.

export function integer(value: SQLOutputValue | undefined): number {
  return typeof value === 'number' ? value : damaged('a number', value);
}

export function text(value: SQLOutputValue | undefined): string {
  return typeof value === 'string' ? value : damaged('text', value);
}

export function blob(value: SQLOutputValue | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : damaged('octets', value);
}

/** Reads a column that may be NULL. */
export function optional<T>(
  read: (value: SQLOutputValue | undefined) => T,
  value: SQLOutputValue | undefined,
): T | undefined {
  return value === null ? undefined : read(value);
}

/** Reads a column that holds JSON of our own writing. */
export const json = <T>(value: SQLOutputValue | undefined): T => JSON.parse(text(value)) as T;

function damaged(wanted: string, value: SQLOutputValue | undefined): never {
  throw new StoreError(`the database is damaged: ${wanted} expected, ${typeof value} found`);
}
