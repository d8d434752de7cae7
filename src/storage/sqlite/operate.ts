import type { SQLInputValue } from 'node:sqlite';
import { text } from './connection.ts';
import { rebuildLanes, rebuildLanesTo, refreshLane } from './lanes.ts';
import type { WriteContext } from './write-context.ts';

export type SelectionRows =
  | { readonly queueId: string; readonly recipients: readonly number[] | 'all' }
  | { readonly destination: string }
  | 'all';

/** What is remembered of an operator's verb, for each message that it changes. */
export interface OperatorEntryRow {
  readonly at: number;
  readonly event: string;
}

export function setHeld(
  context: WriteContext,
  selection: SelectionRows,
  held: number,
  entry: OperatorEntryRow,
): number {
  return operate(context, selection, entry, {
    condition: 'phase < 2 AND held <> ?',
    change: 'held = ?',
    value: held,
  });
}

export function makeDue(
  context: WriteContext,
  selection: SelectionRows,
  due: number,
  entry: OperatorEntryRow,
): number {
  return operate(context, selection, entry, {
    condition: 'phase = 0 AND due <> ?',
    change: 'due = ?',
    value: due,
  });
}

/** SQL, with one value for both of its parameters. */
interface Change {
  readonly condition: string;
  readonly change: string;
  readonly value: number;
}

/**
 * Works on sets of rows, because the selection may be the whole queue: 100,000 recipients take about a second, and for that time the
 * memory of their keys.
 */
function operate(
  context: WriteContext,
  selection: SelectionRows,
  { at, event }: OperatorEntryRow,
  { condition, change, value }: Change,
): number {
  const { connection } = context;
  const { source, where, values } = selected(selection);
  connection.run(
    `INSERT INTO history (queue_id, at, recipients, event)
     SELECT queue_id, ?, json_group_array(idx ORDER BY idx), ? FROM ${source} WHERE ${where} AND ${condition} GROUP BY queue_id`,
    at,
    event,
    ...values,
    value,
  );
  const changed = connection.run(
    `UPDATE ${source} SET ${change} WHERE ${where} AND ${condition}`,
    value,
    ...values,
    value,
  );
  refreshLanes(context, selection);
  return changed;
}

interface Selected {
  readonly source: string;
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

function selected(selection: SelectionRows): Selected {
  const byDestination = 'recipient INDEXED BY recipient_open_destination';
  if (selection === 'all') return { source: byDestination, where: 'phase < 2', values: [] };
  if ('destination' in selection) {
    const { destination } = selection;
    return { source: byDestination, where: 'destination = ? AND phase < 2', values: [destination] };
  }
  const { queueId, recipients } = selection;
  const where = 'queue_id = ? AND (? OR idx IN (SELECT value FROM json_each(?)))';
  const indexes = recipients === 'all' ? [] : recipients;
  return {
    source: 'recipient',
    where,
    values: [queueId, Number(recipients === 'all'), JSON.stringify(indexes)],
  };
}

function refreshLanes(context: WriteContext, selection: SelectionRows): void {
  if (selection === 'all') {
    rebuildLanes(context);
    return;
  }
  if ('destination' in selection) {
    rebuildLanesTo(context, selection.destination);
    return;
  }
  const lanes = context.connection.all(
    'SELECT DISTINCT sender, destination FROM recipient WHERE queue_id = ?',
    selection.queueId,
  );
  for (const { sender, destination } of lanes)
    refreshLane(context, { sender: text(sender), destination: text(destination) }, 0);
}
