import { createLog } from '../io/log.ts';
import type { Config } from './config.ts';
import { openCore } from './core.ts';
import { OperationError } from './operations/operation.ts';

/** Runs operations on the data of a server that does not run, then lets go of it. @throws StartError, OperationError */
export async function withStoppedServer<T>(
  config: Config,
  use: (operate: (operation: string, args: unknown) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const core = await openCore(config, createLog('error'));
  try {
    return await use(async (name, args) => {
      const run = core.operations[name];
      if (!run) throw new OperationError(`there is no operation ${name}`);
      return await run(args);
    });
  } finally {
    await core.close();
  }
}
