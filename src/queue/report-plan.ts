import { mailboxKey } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import type { Action } from '../dsn/report.ts';
import type { Forward, QueuedMessage, QueueId } from './message.ts';
import type { Notice, Reader } from './notice.ts';
import { isLastWord } from './notify-rules.ts';
import type { HistoryEntry, LastWord, Transition } from './queue-store.ts';

/** One report that has to be written: recipients of one message that met with the same action together share it. */
export interface PlannedReport {
  readonly id: QueueId;
  readonly about: QueuedMessage;
  readonly action: Action;
  readonly to: Reader;
  /** Its good news ends a delay of which the sender was told. */
  readonly isAllClear: boolean;
  /** By the order of the recipients; never empty. Each has the action and the reader of the report. */
  readonly notices: readonly Notice[];
  /** What is written together with the report, of recipients that it is not about too. */
  readonly transitions: readonly Transition[];
}

export interface ReportIds {
  /** For the failure report to the sender, which the outcomes name already. */
  readonly failureReport: QueueId;
  /** For the one to whoever is responsible for a forward: the same for the same forward. */
  readonly ownerReport: (forward: Forward | undefined) => QueueId;
  readonly next: () => QueueId;
}

/** Ids for all reports of one message that fall due together. */
export function reportIds(next: () => QueueId): ReportIds {
  const ids = new Map<string, QueueId>();
  const ownerReport = (forward: Forward | undefined): QueueId => {
    const owner = ownerKey(forward);
    const id = ids.get(owner) ?? next();
    ids.set(owner, id);
    return id;
  };
  return { failureReport: next(), ownerReport, next };
}

const ownerKey = (forward: Forward | undefined): string => (forward?.owner ? mailboxKey(forward.owner) : '');

/** Groups the notices of one message that fall due together. */
export function planReports(
  about: QueuedMessage,
  transitions: readonly Transition[],
  notices: readonly Notice[],
  ids: ReportIds,
): readonly PlannedReport[] {
  return [
    ...Map.groupBy(
      withoutSecondWords(notices),
      ({ to, action, isAllClear = false, recipient }) =>
        `${to} ${action} ${isAllClear} ${to === 'forward-owner' ? ownerKey(recipient.forward) : ''}`,
    ).values(),
  ].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { to, action, isAllClear = false } = first;
    const ordered = group.toSorted((a, b) => a.recipient.index - b.recipient.index);
    return [{ id: idOf(first, ids), about, action, to, isAllClear, notices: ordered, transitions }];
  });
}

function idOf({ to, action, recipient }: Notice, ids: ReportIds): QueueId {
  if (action !== 'failed' || to === 'postmaster') return ids.next();
  return to === 'sender' ? ids.failureReport : ids.ownerReport(recipient.forward);
}

/** Of an address that the sender named twice, one may have failed and the other been delivered: that it failed is the last word. */
function withoutSecondWords(notices: readonly Notice[]): readonly Notice[] {
  const failed = new Set(
    notices.flatMap(({ to, action, recipient }) =>
      action === 'failed' && to !== 'forward-owner' ? recipient.original : [],
    ),
  );
  return notices.filter(
    ({ action, recipient }) =>
      action !== 'delivered' || !failed.has(recipient.original) || recipient.original === undefined,
  );
}

/** The last words that reports say to the sender, on recipients that share their original with others. */
export function lastWordsOf(reports: readonly PlannedReport[]): readonly LastWord[] {
  const words = new Map<number, LastWord>();
  for (const { id, action, to, notices } of reports) {
    if (to !== 'sender' || !isLastWord(action)) continue;
    for (const { recipient } of notices) {
      const { original } = recipient;
      if (original !== undefined) words.set(original, { original, report: id });
    }
  }
  return [...words.values()];
}

/** What the history of the message says of a report. */
export function reportEntry(report: PlannedReport, at: Instant): HistoryEntry {
  return {
    at,
    queueId: report.about.queueId,
    recipients: report.notices.map((notice) => notice.recipient.index),
    event: { kind: 'report', action: report.action, as: report.id },
  };
}
