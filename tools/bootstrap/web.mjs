import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupFailure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { withProgress } from './progress.mjs';

/**
 * Makes sure that dist/web holds what the sources of the web page make. An installed package brings it along; a clone builds it
 * when a source has changed.
 * @param {string} root
 * @param {string} node the Node that runs the bundler
 */
export async function ensureWeb(root, node) {
  if (!existsSync(bundler(root))) return;
  const wanted = sourceHash(root);
  if (builtHash(root) === wanted) return;
  await withLock(join(root, '.runtime', 'web.lock'), async () => {
    if (builtHash(root) === wanted) return;
    await withProgress('building the web page', () => bundle(root, node));
    writeFileSync(stampFile(root), wanted);
  });
}

/** @param {string} root */
const bundler = (root) => join(root, 'web/bundle.ts');

/** @param {string} root */
const stampFile = (root) => join(root, 'dist', 'web', '.source-hash');

/** @param {string} root */
function builtHash(root) {
  try {
    return readFileSync(stampFile(root), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * A fingerprint of all that goes into the page: a clone, a checkout or a copy gives files any time it likes.
 * @param {string} root
 */
function sourceHash(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const names = readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.split(/[\\/]/).includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const name of names) hash.update(name.slice(root.length)).update(readFileSync(name));
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} node
 * @returns {Promise<void>}
 */
function bundle(root, node) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [bundler(root)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(
            new SetupFailure(`the web page could not be built:\n${output.trim() || `exit code ${code}`}`),
          ),
    );
  });
}
