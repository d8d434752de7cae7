import type { NoticeExample } from '../../bounces/day-counts.ts';
import { json } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** @param flood as JSON */
export function putFlood({ connection }: WriteContext, account: string, flood: string): void {
  connection.run('INSERT OR REPLACE INTO flood (account_id, flood) VALUES (?, ?)', account, flood);
}

export function removeFlood({ connection }: WriteContext, account: string): void {
  connection.run('DELETE FROM flood WHERE account_id = ?', account);
}

export interface CountRow {
  readonly day: number;
  readonly what: string;
  readonly example: NoticeExample | null;
  readonly examplesMax: number;
  readonly forgetBefore: number;
}

export function countNotice(
  { connection }: WriteContext,
  { day, what, example, examplesMax, forgetBefore }: CountRow,
): void {
  connection.run('DELETE FROM notice_count WHERE day < ?', forgetBefore);
  const row = connection.get('SELECT examples FROM notice_count WHERE day = ? AND what = ?', day, what);
  const before = row ? json<NoticeExample[]>(row.examples) : [];
  const examples = [...before, ...(example ? [example] : [])].slice(-examplesMax);
  connection.run(
    `INSERT INTO notice_count (day, what, count, examples) VALUES (?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET count = count + 1, examples = excluded.examples`,
    day,
    what,
    JSON.stringify(examples),
  );
}

export function putTagException(
  { connection }: WriteContext,
  exception: { readonly domain: string; readonly learntAt: number; readonly reply: string },
  max: number,
): void {
  const { domain, learntAt, reply } = exception;
  connection.run(
    'INSERT OR REPLACE INTO tag_exception (domain, learnt_at, reply) VALUES (?, ?, ?)',
    domain,
    learntAt,
    reply,
  );
  connection.run(
    `DELETE FROM tag_exception WHERE domain IN (
       SELECT domain FROM tag_exception ORDER BY learnt_at DESC, domain DESC LIMIT -1 OFFSET ?)`,
    max,
  );
}

/** Answers false if there was none. */
export function removeTagException({ connection }: WriteContext, domain: string): boolean {
  const row = connection.get('DELETE FROM tag_exception WHERE domain = ? RETURNING domain', domain);
  return row !== undefined;
}

export function setTaggedSince({ connection }: WriteContext, since: number | null): void {
  connection.run('DELETE FROM tag_period');
  if (since !== null) connection.run('INSERT INTO tag_period (since) VALUES (?)', since);
}
