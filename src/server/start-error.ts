/** The server cannot start, or a command cannot run, for a reason that its user can mend. The message is one line and says how. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
