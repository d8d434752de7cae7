// usage: npm test [-- FILTER… OPTION…]
// Runs the tests whose path holds one of the filters, or all; options go to node's test runner (--test-name-pattern=… and others).
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPrograms } from './programs/debian.ts';
import { runScript } from './programs/run.ts';
import { filesUnder, repositoryRoot, sourceFolders } from './source/tree.ts';

/** Longer than any single test takes on a busy machine: one that hangs fails, instead of the run. */
const testTimeoutMs = 5 * 60_000;

const args = process.argv.slice(2);
const filters = args.filter((arg) => !arg.startsWith('-'));
const options = args.filter((arg) => arg.startsWith('-'));

const files = sourceFolders
  .flatMap((folder) => filesUnder(repositoryRoot, folder))
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)));

if (files.length === 0) {
  process.stderr.write(`no test file's path holds ${filters.join(' or ')}\n`);
  process.exitCode = 1;
} else {
  await installPrograms();
  const concurrency = `--test-concurrency=${Math.max(2, availableParallelism())}`;
  const seed = `--import=${pathToFileURL(join(repositoryRoot, 'tools/programs/fixed-seed.ts'))}`;
  const runner = [seed, '--test-reporter=spec', `--test-timeout=${testTimeoutMs}`, concurrency];
  process.exitCode = await runScript('--test', [...runner, ...options, ...files]);
}
