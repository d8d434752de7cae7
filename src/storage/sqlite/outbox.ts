import type { Row } from './connection.ts';
import { integer } from './connection.ts';
import type { WriteContext } from './write-context.ts';

/** The phases of a submission as they are stored. */
export const submissionPhases = { pending: 0, sending: 1, sent: 2, canceled: 3 } as const;

/** A submission as it travels to the writer. */
export interface SubmissionRow {
  readonly queueId: string;
  readonly account: string;
  readonly sendAt: number;
  readonly resendOf: string | null;
  /** JSON of the rest. */
  readonly detail: string;
}

/** The next state of an account: its changes are numbered. */
const nextState = `(SELECT coalesce(max(other.changed), 0) + 1 FROM submission AS other WHERE other.account_id = ?)`;

export function addSubmission(
  { connection }: WriteContext,
  row: SubmissionRow,
  content: Uint8Array,
): boolean {
  const account = connection.get('SELECT 1 FROM account WHERE account_id = ?', row.account);
  if (!account) return false;
  connection.run(
    `INSERT INTO submission (queue_id, account_id, send_at, resend_of, detail, content, phase, is_destroyed, created, changed)
     VALUES (?, ?, ?, ?, ?, ?, 0, 0, ${nextState}, ${nextState})`,
    row.queueId,
    row.account,
    row.sendAt,
    row.resendOf,
    row.detail,
    content,
    row.account,
    row.account,
  );
  return true;
}

export function cancelSubmission(
  { connection }: WriteContext,
  account: string,
  queueId: string,
): 'canceled' | 'final' | 'unknown' {
  const row = connection.get(
    'SELECT phase FROM submission WHERE queue_id = ? AND account_id = ? AND is_destroyed = 0',
    queueId,
    account,
  );
  if (!row) return 'unknown';
  if (integer(row.phase) !== submissionPhases.pending) return 'final';
  connection.run(
    `UPDATE submission SET phase = 3, content = NULL, changed = ${nextState} WHERE queue_id = ?`,
    account,
    queueId,
  );
  return 'canceled';
}

export const destroySubmission = ({ connection }: WriteContext, account: string, queueId: string): boolean =>
  connection.run(
    `UPDATE submission SET is_destroyed = 1, changed = ${nextState}
     WHERE queue_id = ? AND account_id = ? AND is_destroyed = 0`,
    account,
    queueId,
    account,
  ) > 0;

/** Answers the ids, in the order in which they are due. */
export function claimSubmissions(
  { connection }: WriteContext,
  now: number,
  limit: number,
): readonly string[] {
  const due: Row[] = connection.all(
    `SELECT queue_id, account_id, phase FROM submission INDEXED BY submission_due
     WHERE phase < 2 AND send_at <= ? ORDER BY send_at, queue_id LIMIT ?`,
    now,
    limit,
  );
  for (const { queue_id, account_id, phase } of due) {
    if (integer(phase) === submissionPhases.pending)
      connection.run(
        `UPDATE submission SET phase = 1, changed = ${nextState} WHERE queue_id = ?`,
        String(account_id),
        String(queue_id),
      );
  }
  return due.map(({ queue_id }) => String(queue_id));
}

export function markSubmissionSent({ connection }: WriteContext, queueId: string): void {
  connection.run(
    `UPDATE submission SET phase = 2, content = NULL,
       changed = (SELECT max(other.changed) + 1 FROM submission AS other WHERE other.account_id = submission.account_id)
     WHERE queue_id = ? AND phase = 1`,
    queueId,
  );
}
