import type { MailboxAddress } from '../../address/mailbox-address.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { type Heard, weightier } from '../../queue/heard.ts';
import { advance } from '../../queue/life-cycle.ts';
import { type QueueId, type Recipient, type RecipientIndex, senderKey } from '../../queue/message.ts';
import type { CapObjection } from '../../queue/objection.ts';
import {
  type Acceptance,
  type Claim,
  type ClaimRequest,
  type CommitAnswer,
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
import type { Lease } from '../../queue/recipient-state.ts';
import { checkAcceptance, checkSettlement } from '../acceptance-check.ts';
import { countedReports, objectionOfCaps } from '../cap-counts.ts';
import { accountsWithNews, type ChangeBell } from '../change-bell.ts';
import { isForOthers } from '../for-others.ts';
import { boundEntry, boundNews, heardEntriesMax, heardEntry, historyEntriesMax } from '../history-bounds.ts';
import { reachedAddresses } from '../reached.ts';
import { isListed, isOpen, isSelected, sentMessages } from './selection.ts';
import { type MemoryState, recordOf, type StoredMessage } from './state.ts';
import { isClaimable, nextCandidate } from './turns.ts';
import { isAnswerDue, rememberAnswer } from './vacation-store.ts';

export class MemoryQueueStore implements QueueStore {
  readonly #state: MemoryState;
  readonly #bell: ChangeBell;
  /** The sender that had the last turn. */
  #lastTurn = '';

  constructor(state: MemoryState, bell: ChangeBell) {
    this.#state = state;
    this.#bell = bell;
  }

  async accept(acceptances: readonly Acceptance[]): Promise<'accepted' | CapObjection> {
    acceptances.forEach(checkAcceptance);
    this.#checkRoomFor(acceptances);
    const due = acceptances.filter(
      ({ once, message }) => !once || isAnswerDue(this.#state, once, message.arrivedAt),
    );
    const objection = this.#objectionTo(due);
    for (const acceptance of due) {
      if (!objection || countedReports([acceptance]).length === 0) this.#take(acceptance);
    }
    this.#ring(acceptances);
    return objection ?? 'accepted';
  }

  async findSent(by: SentBy, limit: number): Promise<readonly MessageRecord[]> {
    const sent = sentMessages(this.#state.sorted().toReversed(), by);
    return sent.slice(0, limit).map(recordOf);
  }

  async claimDue(request: ClaimRequest): Promise<readonly Claim[]> {
    const { now, leaseUntil, leaseId, claimsMax, recipientsMax } = request;
    const messages = [...this.#state.messages.values()];
    const claims: Claim[] = [];
    while (claims.length < claimsMax) {
      const candidate = nextCandidate(messages, request, this.#lastTurn);
      if (!candidate) break;
      const { stored, sender, destination } = candidate;
      const taken = stored.recipients
        .filter((recipient) => recipient.destination === destination && isClaimable(recipient, now))
        .slice(0, recipientsMax);
      claims.push(claim(stored, taken, now, { id: leaseId(), until: leaseUntil }));
      this.#lastTurn = sender;
    }
    return claims;
  }

  async commit(settlement: Settlement): Promise<CommitAnswer> {
    checkSettlement(settlement);
    const { queueId, lease, transitions, deliveries, history, reports, lastWords, filed } = settlement;
    const stored = this.#state.messages.get(queueId);
    const next = new Map(transitions.map((transition) => [transition.recipient, transition]));
    const underLease = stored?.recipients.filter((r) => next.has(r.index) && isUnder(lease, r)) ?? [];
    if (!stored || underLease.length < transitions.length) return 'lease-lost';
    this.#checkRoomFor(reports);
    this.#state.checkAccounts(deliveries);
    const words = new Map(lastWords.map(({ original, report }) => [original, report]));
    const told = stored.recipients.filter(
      ({ index, lastWord }) => lastWord !== undefined && words.has(index),
    );
    if (told.length > 0) return { kind: 'told', originals: told.map(({ index }) => index) };
    const objection = this.#objectionTo(reports);
    if (objection) return objection;
    for (const delivery of deliveries) {
      const { content } = stored;
      if (content) this.#state.deliver(stored.message, content, delivery, next.get(delivery.recipient)?.next);
    }
    update(stored, (recipient) => {
      const transition = next.get(recipient.index);
      if (!transition) return recipient;
      const isDelayReported = recipient.isDelayReported || transition.isDelayReported;
      return { ...recipient, state: structuredClone(transition.next), isDelayReported };
    });
    update(stored, (recipient) => {
      const lastWord = words.get(recipient.index);
      return lastWord === undefined ? recipient : { ...recipient, lastWord };
    });
    if (!stored.recipients.some(isOpen)) stored.content = undefined;
    for (const entry of history) this.#remember(entry);
    for (const report of reports) this.#take(report);
    this.#state.file(filed);
    this.#ring(reports, settlement);
    return 'committed';
  }

  #ring(acceptances: readonly Acceptance[], settlement?: Settlement): void {
    const submitterOf = (queueId: QueueId) => this.#state.submissions.get(queueId)?.submission.account;
    this.#bell.ring(accountsWithNews(acceptances, settlement, submitterOf));
  }

  async extendLease(queueId: QueueId, lease: Lease, until: Instant): Promise<'extended' | 'lease-lost'> {
    const stored = this.#state.messages.get(queueId);
    const extended = update(stored, (recipient) => {
      const { state } = recipient;
      if (state.kind !== 'attempting' || state.lease.id !== lease.id) return recipient;
      return { ...recipient, state: { ...state, lease: { id: lease.id, until } } };
    });
    return extended > 0 ? 'extended' : 'lease-lost';
  }

  async releaseExpired(now: Instant | undefined): Promise<number> {
    return this.#updateAll((recipient) => {
      const { state } = recipient;
      if (state.kind !== 'attempting' || (now !== undefined && state.lease.until >= now)) return recipient;
      return { ...recipient, state: advance(state, { kind: 'released', at: state.since }) };
    });
  }

  async nextDue(except: Exceptions): Promise<Instant | undefined> {
    let next: Instant | undefined;
    for (const { message, recipients } of this.#state.messages.values()) {
      if (except.senders?.includes(senderKey(message))) continue;
      for (const { state, held, destination } of recipients) {
        if (state.kind !== 'waiting' || held || except.destinations?.includes(destination)) continue;
        if (next === undefined || state.due < next) next = state.due;
      }
    }
    return next;
  }

  async find(queueId: QueueId): Promise<MessageRecord | undefined> {
    const stored = this.#state.messages.get(queueId);
    return stored && recordOf(stored);
  }

  async list(filter: ListFilter): Promise<readonly MessageRecord[]> {
    const listed = this.#state.sorted().filter((stored) => isListed(stored, filter));
    return listed.slice(0, filter.limit).map(recordOf);
  }

  async history(queueId: QueueId): Promise<readonly HistoryEntry[]> {
    return structuredClone(this.#state.messages.get(queueId)?.history ?? []);
  }

  async statistics(): Promise<QueueStatistics> {
    const counts = { waiting: 0, attempting: 0, held: 0 };
    for (const { state, held } of this.#recipients()) {
      if (state.kind === 'attempting') counts.attempting++;
      else if (state.kind === 'waiting') counts[held ? 'held' : 'waiting']++;
    }
    return counts;
  }

  async setHeld(selection: Selection, held: boolean, entry: OperatorEntry): Promise<number> {
    return this.#operate(selection, entry, (recipient) =>
      isOpen(recipient) && recipient.held !== held ? { ...recipient, held } : recipient,
    );
  }

  async makeDue(selection: Selection, due: Instant, entry: OperatorEntry): Promise<number> {
    return this.#operate(selection, entry, (recipient) => {
      const { state } = recipient;
      if (state.kind !== 'waiting' || state.due === due) return recipient;
      return { ...recipient, state: advance(state, { kind: 'rescheduled', due }) };
    });
  }

  async claimMessage(
    queueId: QueueId,
    recipients: readonly RecipientIndex[] | 'all',
    now: Instant,
    lease: Lease,
  ): Promise<Claim | undefined> {
    const stored = this.#state.messages.get(queueId);
    const taken = stored?.recipients.filter(
      (recipient) =>
        recipient.state.kind === 'waiting' && (recipients === 'all' || recipients.includes(recipient.index)),
    );
    return stored && taken && taken.length > 0 ? claim(stored, taken, now, lease) : undefined;
  }

  async reachedBy(sender: string, limit: number): Promise<readonly MailboxAddress[]> {
    const settled = [...this.#state.messages.values()]
      .filter(({ message }) => senderKey(message) === sender)
      .flatMap(({ recipients }) => recipients)
      .flatMap(({ address, state }) => (state.kind === 'settled' ? { address, ...state } : []))
      .sort((a, b) => b.at - a.at);
    return structuredClone(reachedAddresses(settled.slice(0, limit)));
  }

  async *readContent(queueId: QueueId, offset: number): AsyncIterable<Bytes> {
    const content = this.#state.messages.get(queueId)?.content;
    if (!content) throw new StoreError(`there is no content of message ${queueId}`);
    if (offset < content.length) yield new Uint8Array(content.subarray(offset));
  }

  async forgetSettled(before: Instant, limit: number): Promise<number> {
    const settled = [...this.#state.messages.values()]
      .map(({ message, recipients }) => ({ id: message.queueId, at: settledAt(recipients) }))
      .filter(({ at }) => at < before)
      .sort((a, b) => a.at - b.at)
      .slice(0, limit);
    for (const { id } of settled) this.#state.messages.delete(id);
    return settled.length;
  }

  /** Everything that an acceptance may fail for, before anything is changed. */
  #checkRoomFor(acceptances: readonly Acceptance[]): void {
    const fresh = new Set<QueueId>();
    for (const { message, content, deliveries } of acceptances) {
      const { queueId } = message;
      if (this.#state.messages.has(queueId) || fresh.has(queueId))
        throw new StoreError(`there is a message ${queueId} already`);
      if (content.kind === 'file') throw new StoreError('a store in memory has no spool folder');
      this.#state.checkAccounts(deliveries);
      fresh.add(queueId);
    }
  }

  #objectionTo(acceptances: readonly Acceptance[]): CapObjection | undefined {
    return objectionOfCaps(
      countedReports(acceptances),
      (key, since) =>
        this.#state.countedReports.filter(({ at, caps }) => at > since && caps.some((cap) => cap.key === key))
          .length,
    );
  }

  #take(acceptance: Acceptance): void {
    const { message, content, recipients, deliveries, heard = [], history = [], once } = acceptance;
    if (content.kind === 'file') throw new StoreError('a store in memory has no spool folder');
    this.#state.countedReports.push(...structuredClone(countedReports([acceptance])));
    const bytes = new Uint8Array(content.bytes);
    const stored: StoredMessage = {
      ...structuredClone({ message, recipients }),
      isForOthers: recipients.some(isForOthers),
      content: recipients.some(isOpen) ? bytes : undefined,
      history: [],
    };
    this.#state.messages.set(message.queueId, stored);
    for (const delivery of deliveries)
      this.#state.deliver(stored.message, bytes, delivery, stored.recipients[delivery.recipient]?.state);
    for (const entry of history) this.#remember(entry);
    for (const each of heard) this.#hear(each);
    if (once) rememberAnswer(this.#state, once);
  }

  #hear(heard: Heard): void {
    const stored = this.#state.messages.get(heard.about);
    const before = stored?.history.filter(({ event }) => event.kind === 'heard') ?? [];
    if (before.length < heardEntriesMax) this.#remember(heardEntry(heard));
    const news = boundNews(structuredClone(heard.news));
    update(stored, (recipient) =>
      heard.recipients.includes(recipient.index)
        ? { ...recipient, heard: weightier(recipient.heard, news) }
        : recipient,
    );
  }

  #remember(entry: HistoryEntry): void {
    const stored = this.#state.messages.get(entry.queueId);
    if (stored)
      stored.history = [...stored.history, structuredClone(boundEntry(entry))].slice(-historyEntriesMax);
  }

  *#recipients(): Iterable<Recipient> {
    for (const { recipients } of this.#state.messages.values()) yield* recipients;
  }

  #updateAll(change: (recipient: Recipient) => Recipient): number {
    let changed = 0;
    for (const stored of this.#state.messages.values()) changed += update(stored, change);
    return changed;
  }

  #operate(selection: Selection, entry: OperatorEntry, change: (recipient: Recipient) => Recipient): number {
    let changed = 0;
    for (const stored of this.#state.messages.values()) {
      const { queueId } = stored.message;
      const before = stored.recipients;
      changed += update(stored, (r) => (isSelected(queueId, r, selection) ? change(r) : r));
      const recipients = stored.recipients.filter((r, i) => r !== before[i]).map((r) => r.index);
      if (recipients.length > 0) this.#remember({ ...entry, queueId, recipients });
    }
    return changed;
  }
}

/** Answers how many recipients `change` has changed: it gives back the same object for the others. */
function update(stored: StoredMessage | undefined, change: (recipient: Recipient) => Recipient): number {
  if (!stored) return 0;
  const before = stored.recipients;
  stored.recipients = before.map(change);
  return stored.recipients.filter((recipient, i) => recipient !== before[i]).length;
}

function claim(stored: StoredMessage, taken: readonly Recipient[], now: Instant, lease: Lease): Claim {
  const indexes = new Set(taken.map(({ index }) => index));
  update(stored, (recipient) => {
    if (!indexes.has(recipient.index)) return recipient;
    return { ...recipient, state: advance(recipient.state, { kind: 'claimed', at: now, lease }) };
  });
  const recipients = stored.recipients.filter(({ index }) => indexes.has(index));
  const destination = recipients[0]?.destination ?? '';
  return structuredClone({ message: stored.message, destination, recipients, lease });
}

const isUnder = (lease: Lease, { state }: Recipient): boolean =>
  state.kind === 'attempting' && state.lease.id === lease.id;

/** When the last of them was settled. */
const settledAt = (recipients: readonly Recipient[]): number =>
  Math.max(
    ...recipients.map(({ state }) => (state.kind === 'settled' ? state.at : Number.POSITIVE_INFINITY)),
  );
