import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { nodeAtHand } from './node-runtime.mjs';
import { ensureWeb } from './web.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Starts Evergreen: in this process if its Node is new enough, else in a child that has one.
 * @param {string[]} args
 */
export async function startEvergreen(args) {
  const main = await mainScript();
  const node = await nodeAtHand(root);
  if (showsPages(args)) await ensureWeb(root, node);
  if (node === process.execPath) {
    process.argv = [node, main, ...args];
    await import(pathToFileURL(main).href);
  } else {
    const { handOver } = await import('./hand-over.mjs');
    handOver(node, main, args);
  }
}

/**
 * Whether the command starts a server.
 * @param {string[]} args
 */
const showsPages = (args) => args.some((arg) => arg === 'serve' || arg === 'try');

/** An installed package has been compiled, and npm has brought its dependencies; a clone runs from source. */
async function mainScript() {
  const compiled = join(root, 'dist', 'cli', 'main.js');
  if (root.split(sep).includes('node_modules') && existsSync(compiled)) return compiled;
  await ensureDependencies(root, { dev: false });
  return join(root, 'src', 'cli', 'main.ts');
}
