import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npmCi } from './npm.mjs';
import { withProgress } from './progress.mjs';

/**
 * Makes sure that node_modules holds what package-lock.json says.
 * @param {string} root the folder of both
 * @param {{ dev: boolean }} need whether the packages of development are needed too
 */
export async function ensureDependencies(root, need) {
  if (areInstalled(root, need)) return;
  await withLock(join(root, '.runtime', 'dependencies.lock'), async () => {
    if (areInstalled(root, need)) return;
    await withProgress('installing the dependencies', () => npmCi(root, 'the dependencies'));
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Compares the lockfile with the one that npm leaves in node_modules as its last step: what is missing there was not
 * installed, or not finished. Optional packages may be missing, since most are for other platforms.
 * @param {string} root
 * @param {{ dev: boolean }} need
 */
export function areInstalled(root, need) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const present = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') || (entry.dev && !need.dev)) return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} lockfile
 * @returns {LockedPackages}
 */
function lockedPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
