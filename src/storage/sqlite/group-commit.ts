import { type Failure, failureOf } from './failure.ts';
import { perform, type Request } from './verbs.ts';
import type { WriteContext } from './write-context.ts';

/** What came of a request. */
export type Answer = { readonly value: unknown } | { readonly failure: Failure };

/**
 * Performs requests in one transaction, so that one fsync serves them all. Each has a savepoint: one that fails is undone alone.
 * No answer may go out before this returns, since nothing is durable before the COMMIT.
 */
export function performGroup(context: WriteContext, requests: readonly Request[]): Answer[] {
  const { connection } = context;
  const answers: Answer[] = [];
  try {
    connection.run('BEGIN IMMEDIATE');
    for (const request of requests) {
      answers.push(performOne(context, request));
      // A full disk or an I/O error may have made SQLite undo everything so far.
      if (!connection.isInTransaction) return failAll(context, requests, answers.at(-1));
    }
    connection.run('COMMIT');
    return answers;
  } catch (error) {
    if (connection.isInTransaction) connection.run('ROLLBACK');
    return failAll(context, requests, { failure: failureOf(error) });
  }
}

function performOne(context: WriteContext, request: Request): Answer {
  const { connection, forgottenFiles } = context;
  const files = forgottenFiles.length;
  connection.run('SAVEPOINT verb');
  try {
    const value = perform(context, request);
    connection.run('RELEASE verb');
    return { value };
  } catch (error) {
    forgottenFiles.length = files;
    if (connection.isInTransaction) {
      connection.run('ROLLBACK TO verb');
      connection.run('RELEASE verb');
    }
    return { failure: failureOf(error) };
  }
}

/** Nothing of the group happened. */
function failAll(context: WriteContext, requests: readonly Request[], reason: Answer | undefined): Answer[] {
  context.forgottenFiles.length = 0;
  const failure: Failure =
    reason && 'failure' in reason ? reason.failure : { isFull: false, message: 'the transaction was undone' };
  return requests.map(() => ({ failure }));
}
