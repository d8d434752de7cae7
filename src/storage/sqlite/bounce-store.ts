import type { MailDomain } from '../../address/domain.ts';
import { type Instant, instant } from '../../base/instant.ts';
import type { BounceStore, CountedNotice } from '../../bounces/bounce-store.ts';
import {
  type DayCounts,
  examplesMax,
  type NoticeExample,
  noCounts,
  tagCounts,
} from '../../bounces/day-counts.ts';
import type { Flood } from '../../bounces/flood.ts';
import type { LearntException } from '../../policy/return-paths.ts';
import { type Connection, integer, json, text } from './connection.ts';
import type { Writer } from './verbs.ts';

export class SqliteBounceStore implements BounceStore {
  readonly #writer: Writer;
  readonly #reader: Connection;

  constructor(writer: Writer, reader: Connection) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async listFloods(): Promise<readonly Flood[]> {
    return this.#reader
      .all('SELECT flood FROM flood ORDER BY account_id')
      .map(({ flood }) => json<Flood>(flood));
  }

  async putFlood(flood: Flood): Promise<void> {
    await this.#writer.call('putFlood', flood.account, JSON.stringify(flood));
  }

  async removeFlood(account: string): Promise<void> {
    await this.#writer.call('removeFlood', account);
  }

  async countNotice({ day, what, example, forgetBefore }: CountedNotice): Promise<void> {
    await this.#writer.call('countNotice', {
      day,
      what,
      example: example ?? null,
      examplesMax,
      forgetBefore,
    });
  }

  async noticeCounts(day: number): Promise<readonly DayCounts[]> {
    const rows = this.#reader.all('SELECT * FROM notice_count WHERE day >= ? ORDER BY day, what', day);
    const days = Map.groupBy(rows, (row) => integer(row.day));
    return [...days].map(([each, ofDay]) => {
      const { counts, examples } = noCounts(each);
      const filled = { day: each, counts: { ...counts }, examples: { ...examples } };
      for (const row of ofDay) {
        const what = tagCounts.find((name) => name === row.what);
        if (what === undefined) continue;
        filled.counts[what] = integer(row.count);
        filled.examples[what] = json<NoticeExample[]>(row.examples);
      }
      return filled;
    });
  }

  async listTagExceptions(): Promise<readonly LearntException[]> {
    return this.#reader.all('SELECT * FROM tag_exception ORDER BY domain').map((row) => ({
      domain: text(row.domain) as MailDomain,
      learntAt: instant(integer(row.learnt_at)),
      reply: text(row.reply),
    }));
  }

  async putTagException(exception: LearntException, max: number): Promise<void> {
    await this.#writer.call('putTagException', exception, max);
  }

  removeTagException(domain: MailDomain): Promise<boolean> {
    return this.#writer.call('removeTagException', domain);
  }

  async taggedSince(): Promise<Instant | undefined> {
    const row = this.#reader.get('SELECT since FROM tag_period');
    return row && instant(integer(row.since));
  }

  async setTaggedSince(since: Instant | undefined): Promise<void> {
    await this.#writer.call('setTaggedSince', since ?? null);
  }
}
