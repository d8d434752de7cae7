import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupFailure } from './failure.mjs';

const beatEveryMs = 500;
const lookEveryMs = 200;
/** So many looks without a beat, and the holder is dead. Looks, not time: a machine that slept has not looked either. */
const looksUntilStale = 25;

/**
 * Runs `action` while no other process does so under the same `path`. The holder touches the file again and again; a file
 * that nobody touches was left by a process that died, and is taken over.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withLock(path, action) {
  const token = `${process.pid} ${randomUUID()}`;
  await acquire(path, token);
  const beat = setInterval(() => touch(path), beatEveryMs);
  const release = () => {
    clearInterval(beat);
    if (content(path) === token) rmSync(path, { force: true });
  };
  const releaseAndDie = (/** @type {NodeJS.Signals} */ signal) => {
    release();
    process.off(signal, releaseAndDie).kill(process.pid, signal);
  };
  process.on('SIGINT', releaseAndDie).on('SIGTERM', releaseAndDie);
  try {
    return await action();
  } finally {
    process.off('SIGINT', releaseAndDie).off('SIGTERM', releaseAndDie);
    release();
  }
}

/**
 * @param {string} path
 * @param {string} token
 */
async function acquire(path, token) {
  let seen = '';
  let looks = 0;
  for (let waited = false; !created(path, token); waited = true) {
    if (!waited) process.stderr.write('evergreen: waiting for another set-up in this folder\n');
    await sleep(lookEveryMs);
    const sign = signOfLife(path);
    looks = sign === seen ? looks + 1 : 0;
    seen = sign;
    if (looks >= looksUntilStale && signOfLife(path) === seen) rmSync(path, { force: true });
  }
}

/**
 * @param {string} path
 * @param {string} token
 */
function created(path, token) {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    throw new SetupFailure(
      `Set-up cannot write to ${dirname(path)} (${code}). Run it once as the user who owns that folder.`,
    );
  }
}

/** @param {string} path */
function signOfLife(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${content(path)}` : 'gone';
}

/** @param {string} path */
function content(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody removed the file by hand. The work goes on; it is the file's absence that tells the others.
  }
}

/** @param {unknown} error */
export const errorCode = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;
