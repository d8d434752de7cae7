import type { CapObjection } from '../../queue/objection.ts';
import { type CountedReport, objectionOfCaps, windowStart } from '../cap-counts.ts';
import { type Connection, integer } from './connection.ts';

/** Whether these reports may be written now. */
export const objectionToReports = (
  connection: Connection,
  reports: readonly CountedReport[],
): CapObjection | undefined =>
  objectionOfCaps(reports, (key, since) =>
    integer(
      connection.get('SELECT count(*) AS written FROM counted_report WHERE key = ? AND at > ?', key, since)
        ?.written,
    ),
  );

/** Counts reports that are written in the same transaction, and forgets those that count no more. */
export function countReports(connection: Connection, reports: readonly CountedReport[]): void {
  for (const { report, at, caps } of reports) {
    connection.run('DELETE FROM counted_report WHERE at <= ?', windowStart(at));
    for (const { key } of caps)
      connection.run('INSERT INTO counted_report (key, at, report) VALUES (?, ?, ?)', key, at, report);
  }
}
