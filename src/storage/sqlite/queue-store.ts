import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Bytes } from '../../base/bytes.ts';
import { type Instant, instant } from '../../base/instant.ts';
import type { QueueId, Recipient, RecipientIndex } from '../../queue/message.ts';
import type { CapObjection } from '../../queue/objection.ts';
import {
  type Acceptance,
  type Claim,
  type ClaimRequest,
  type CommitAnswer,
  type Content,
  type Exceptions,
  type HistoryEntry,
  type ListFilter,
  type MessageRecord,
  type OperatorEntry,
  type QueueStatistics,
  type QueueStore,
  type Selection,
  type SentBy,
  type Settlement,
  StoreError,
} from '../../queue/queue-store.ts';
import type { Lease, Outcome } from '../../queue/recipient-state.ts';
import { checkAcceptance, checkSettlement } from '../acceptance-check.ts';
import { accountsWithNews, type ChangeBell } from '../change-bell.ts';
import { reachedAddresses } from '../reached.ts';
import { type AcceptanceRows, acceptanceRows, type ContentRow, deliveryRow } from './acceptance-rows.ts';
import type { ClaimRows } from './claim.ts';
import { type Connection, integer, json, text } from './connection.ts';
import { exceptedRows } from './lanes.ts';
import { listedIds, sentIds } from './lists.ts';
import { compact, historyEntryOf, historyRow, messageOf, recipientOf, stateRow } from './rows.ts';
import type { SettlementRows } from './settle.ts';
import type { SpoolFolder } from './spool.ts';
import { storedContent } from './stored-content.ts';
import { undeliverableRow } from './undeliverable.ts';
import type { Writer } from './verbs.ts';

/**
 * Contents up to this size lie in the database, where the one fsync of the group makes them durable; larger ones in files, which
 * cost two of their own but are written once instead of twice (to the log and to the database).
 */
export const inlineContentBytesMax = 128 * 1024;

/** Verbs that write go to the writer's thread; the others read here, on a connection that only reads. */
export class SqliteQueueStore implements QueueStore {
  readonly #writer: Writer;
  readonly #reader: Connection;
  readonly #spool: SpoolFolder;
  readonly #bell: ChangeBell;

  constructor(writer: Writer, reader: Connection, spool: SpoolFolder, bell: ChangeBell) {
    this.#writer = writer;
    this.#reader = reader;
    this.#spool = spool;
    this.#bell = bell;
  }

  async accept(acceptances: readonly Acceptance[]): Promise<'accepted' | CapObjection> {
    acceptances.forEach(checkAcceptance);
    const write = (rows: readonly AcceptanceRows[]) => this.#writer.call('accept', rows);
    const answer = await this.#withContents(
      acceptances,
      write,
      (given, { caps = [] }) => given === 'accepted' || caps.length === 0,
    );
    this.#ring(acceptances);
    return answer;
  }

  async claimDue(request: ClaimRequest): Promise<readonly Claim[]> {
    const { now, leaseUntil, leaseId, claimsMax, recipientsMax, except } = request;
    const leaseIds = Array.from({ length: claimsMax }, leaseId);
    const claims = await this.#writer.call('claimDue', { now, leaseUntil, leaseIds, recipientsMax, except });
    return claims.map((rows) => claimOf(rows, leaseUntil));
  }

  async claimMessage(
    queueId: QueueId,
    recipients: readonly RecipientIndex[] | 'all',
    now: Instant,
    lease: Lease,
  ): Promise<Claim | undefined> {
    const { id: leaseId, until: leaseUntil } = lease;
    const rows = await this.#writer.call('claimMessage', { queueId, recipients, now, leaseId, leaseUntil });
    return rows && claimOf(rows, leaseUntil);
  }

  async commit(settlement: Settlement): Promise<CommitAnswer> {
    checkSettlement(settlement);
    const write = (reports: readonly AcceptanceRows[]) =>
      this.#writer.call('settle', settlementRows(settlement, reports));
    const answer = await this.#withContents(settlement.reports, write, (given) => given === 'committed');
    if (answer === 'committed') this.#ring(settlement.reports, settlement);
    return answer;
  }

  async extendLease(queueId: QueueId, lease: Lease, until: Instant): Promise<'extended' | 'lease-lost'> {
    const isExtended = await this.#writer.call('extendLease', queueId, lease.id, until);
    return isExtended ? 'extended' : 'lease-lost';
  }

  releaseExpired(now: Instant | undefined): Promise<number> {
    return this.#writer.call('releaseExpired', now ?? null);
  }

  setHeld(selection: Selection, held: boolean, { at, event }: OperatorEntry): Promise<number> {
    return this.#writer.call('setHeld', selection, Number(held), { at, event: JSON.stringify(event) });
  }

  makeDue(selection: Selection, due: Instant, { at, event }: OperatorEntry): Promise<number> {
    return this.#writer.call('makeDue', selection, due, { at, event: JSON.stringify(event) });
  }

  forgetSettled(before: Instant, limit: number): Promise<number> {
    return this.#writer.call('forgetSettled', before, limit);
  }

  async nextDue(except: Exceptions): Promise<Instant | undefined> {
    const excepted = exceptedRows(except);
    const row = this.#reader.get(
      `SELECT min(next_due) AS due FROM (
         SELECT min(next_due) AS next_due FROM lane INDEXED BY lane_ripe
           WHERE is_ripe = 1 AND sender NOT IN (SELECT value FROM json_each(?))
             AND destination NOT IN (SELECT value FROM json_each(?))
         UNION ALL
         SELECT * FROM (SELECT next_due FROM lane INDEXED BY lane_sleeping
           WHERE is_ripe = 0 AND sender NOT IN (SELECT value FROM json_each(?))
             AND destination NOT IN (SELECT value FROM json_each(?)) ORDER BY next_due LIMIT 1))`,
      ...excepted,
      ...excepted,
    );
    return row?.due === null ? undefined : instant(integer(row?.due));
  }

  async find(queueId: QueueId): Promise<MessageRecord | undefined> {
    return this.#record(queueId);
  }

  async list(filter: ListFilter): Promise<readonly MessageRecord[]> {
    return listedIds(this.#reader, filter).flatMap((queueId) => this.#record(queueId) ?? []);
  }

  async findSent(by: SentBy, limit: number): Promise<readonly MessageRecord[]> {
    return sentIds(this.#reader, by, limit).flatMap((queueId) => this.#record(queueId) ?? []);
  }

  async history(queueId: QueueId): Promise<readonly HistoryEntry[]> {
    return this.#reader
      .all('SELECT * FROM history WHERE queue_id = ? ORDER BY history_id', queueId)
      .map(historyEntryOf);
  }

  async statistics(): Promise<QueueStatistics> {
    const row = this.#reader.get(
      `SELECT (SELECT count(*) FROM recipient INDEXED BY recipient_claimable WHERE phase = 0 AND held = 0) AS waiting,
         (SELECT count(*) FROM recipient INDEXED BY recipient_leased WHERE phase = 1) AS attempting,
         (SELECT count(*) FROM recipient INDEXED BY recipient_held WHERE phase = 0 AND held = 1) AS held`,
    );
    return {
      waiting: integer(row?.waiting),
      attempting: integer(row?.attempting),
      held: integer(row?.held),
    };
  }

  async reachedBy(sender: string, limit: number): Promise<readonly MailboxAddress[]> {
    const settled = this.#reader.all(
      `SELECT detail, outcome FROM recipient INDEXED BY recipient_reached
       WHERE sender = ? AND phase = 2 AND substr(sender, 1, 1) NOT IN ('@', '<') ORDER BY settled_at DESC LIMIT ?`,
      sender,
      limit,
    );
    return reachedAddresses(
      settled.map(({ detail, outcome }) => ({
        ...json<Pick<Recipient, 'address'>>(detail),
        outcome: json<Outcome>(outcome),
      })),
    );
  }

  async *readContent(queueId: QueueId, offset: number): AsyncIterable<Bytes> {
    const row = this.#reader.get(
      'SELECT bytes, file FROM message JOIN content ON content_id = content WHERE queue_id = ? AND settled_at IS NULL',
      queueId,
    );
    if (!row) throw new StoreError(`there is no content of message ${queueId}`);
    yield* storedContent(row, this.#spool, offset);
  }

  #ring(acceptances: readonly Acceptance[], settlement?: Settlement): void {
    const submitterOf = (queueId: QueueId) => {
      const row = this.#reader.get('SELECT account_id FROM submission WHERE queue_id = ?', queueId);
      return row && text(row.account_id);
    };
    this.#bell.ring(accountsWithNews(acceptances, settlement, submitterOf));
  }

  #record(queueId: string): MessageRecord | undefined {
    const message = this.#reader.get('SELECT * FROM message WHERE queue_id = ?', queueId);
    const recipients = this.#reader.all('SELECT * FROM recipient WHERE queue_id = ? ORDER BY idx', queueId);
    return message && { message: messageOf(message), recipients: recipients.map(recipientOf) };
  }

  /** Takes over the contents of messages: into rows, or files that are removed again unless they were taken by the answer of `write`. */
  async #withContents<A>(
    acceptances: readonly Acceptance[],
    write: (rows: readonly AcceptanceRows[]) => Promise<A>,
    isTaken: (answer: A, acceptance: Acceptance) => boolean,
  ): Promise<A> {
    const files = new Map<string, Acceptance>();
    let answer: A | undefined;
    try {
      const rows: AcceptanceRows[] = [];
      for (const acceptance of acceptances) {
        const content = await this.#contentRow(acceptance.content);
        if (typeof content.octets === 'string') files.set(content.octets, acceptance);
        rows.push(acceptanceRows(acceptance, content));
      }
      answer = await write(rows);
      return answer;
    } finally {
      // A writer that has stopped may have committed without a word: then only the next start knows what is an orphan.
      if (!this.#writer.isStopped)
        await this.#removeFiles(files, (each) => answer === undefined || !isTaken(answer, each));
    }
  }

  async #removeFiles(
    files: ReadonlyMap<string, Acceptance>,
    isUnwanted: (acceptance: Acceptance) => boolean,
  ): Promise<void> {
    for (const [file, acceptance] of files) {
      if (isUnwanted(acceptance)) await this.#spool.remove(file);
    }
  }

  async #contentRow(content: Content): Promise<ContentRow> {
    if (content.kind === 'file')
      return { sizeBytes: content.sizeBytes, octets: this.#spool.takeOver(content) };
    const { bytes } = content;
    if (bytes.length > inlineContentBytesMax)
      return { sizeBytes: bytes.length, octets: await this.#spool.write(bytes) };
    return { sizeBytes: bytes.length, octets: compact(bytes) };
  }
}

function settlementRows(settlement: Settlement, reports: readonly AcceptanceRows[]): SettlementRows {
  const { queueId, lease, transitions, deliveries, history, lastWords, filed } = settlement;
  const next = new Map(transitions.map((transition) => [transition.recipient, transition.next]));
  return {
    queueId,
    leaseId: lease.id,
    transitions: transitions.map((transition) => ({
      recipient: transition.recipient,
      state: stateRow(transition.next),
      isDelayReported: transition.isDelayReported,
    })),
    deliveries: deliveries.map((each) => deliveryRow(each, next.get(each.recipient))),
    history: history.map(historyRow),
    reports,
    lastWords,
    filed: filed.map(undeliverableRow),
  };
}

function claimOf({ message, recipients, leaseId }: ClaimRows, until: Instant): Claim {
  return {
    message: messageOf(message),
    destination: text(recipients[0]?.destination),
    recipients: recipients.map(recipientOf),
    lease: { id: leaseId, until },
  };
}
