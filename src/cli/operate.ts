import type { Config } from '../server/config.ts';
import { askServer } from '../server/control.ts';
import { askStoppedServer } from '../server/stopped-server.ts';

/** Carries out an operation. @throws OperationError, StartError */
export type Operate = (operation: string, args: unknown) => Promise<unknown>;

/** Asks the running server; where none runs, works on its data itself. */
export function operateOn(config: Config): Operate {
  return async (operation, args) => {
    const answer = await askServer(config.data, operation, args);
    return answer ? answer.result : await askStoppedServer(config, operation, args);
  };
}
