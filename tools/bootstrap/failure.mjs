/** A set-up that cannot go on. The message is one line that says what is wrong and what to do now. */
export class SetupFailure extends Error {}

/**
 * Runs `action`; a SetupFailure ends the process with its one line and exit code 1.
 * @param {() => Promise<void>} action
 */
export async function orExplain(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`evergreen: ${error.message}\n`);
    process.exitCode = 1;
  }
}
