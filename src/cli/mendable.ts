import { ListenError } from '../listeners/sockets.ts';
import { ConfigError } from '../server/config.ts';
import { OperationError } from '../server/operations/operation.ts';
import { StartError } from '../server/start-error.ts';
import { InputError } from './input-error.ts';

/** True for errors that the user can mend: their message is one line that says how, and a stack would only be in the way. */
export const isMendable = (error: unknown): error is Error =>
  [StartError, ConfigError, OperationError, ListenError, InputError].some((kind) => error instanceof kind);
