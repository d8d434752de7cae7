import { existsSync } from 'node:fs';
import { createLog } from '../io/log.ts';
import type { Config } from './config.ts';
import { openCore } from './core.ts';
import { OperationError } from './operations/operation.ts';
import { StartError } from './start-error.ts';

/** Operations that make sense before the server was ever started. */
const firstOperations: ReadonlySet<string> = new Set(['account.add', 'alias.add']);

/** Runs an operation on the data of a server that does not run, then lets go of it. @throws StartError, OperationError */
export async function askStoppedServer(config: Config, operation: string, args: unknown): Promise<unknown> {
  // Who stands in the wrong folder is not to be told that a queue is empty.
  if (!existsSync(config.data) && !firstOperations.has(operation))
    throw new StartError(
      `there is no data folder ${config.data}; name the right configuration with --config`,
    );
  const core = await openCore(config, createLog('error'));
  try {
    const run = core.operations[operation];
    if (!run) throw new OperationError(`there is no operation ${operation}`);
    return await run(args);
  } finally {
    await core.close();
  }
}
