// usage: node tools/run.mjs SCRIPT [ARGUMENT…]
// Runs a script of this repository on a machine that has nothing but some Node ≥ 20 and npm.
import { resolve } from 'node:path';
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import { orExplain, SetupFailure } from './bootstrap/failure.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { nodeAtHand } from './bootstrap/node-runtime.mjs';
import { root } from './bootstrap/start.mjs';

await orExplain(async () => {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) throw new SetupFailure('usage: node tools/run.mjs SCRIPT [ARGUMENT…]');
  await ensureDependencies(root, { dev: true });
  handOver(await nodeAtHand(root), resolve(root, script), args);
});
