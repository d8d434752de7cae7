/**
 * Tells on standard error that `task` takes its time: a line that counts the seconds on a terminal, plain lines in a log.
 * @template T
 * @param {string} task as in "installing the dependencies"
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withProgress(task, action) {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`;
  const onTerminal = process.stderr.isTTY && !process.env.CI;
  const tell = (/** @type {string} */ state) =>
    process.stderr.write(
      onTerminal ? `\r\x1b[Kevergreen: ${task} ${state}` : `evergreen: ${task} ${state}\n`,
    );

  tell('…');
  const ticking = onTerminal ? setInterval(() => tell(`… ${seconds()}`), 1000) : undefined;
  let state = 'failed after';
  try {
    const result = await action();
    state = 'took';
    return result;
  } finally {
    clearInterval(ticking);
    tell(`${state} ${seconds()}${onTerminal ? '\n' : ''}`);
  }
}
