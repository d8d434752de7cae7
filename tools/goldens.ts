// usage: npm run goldens
// Writes anew every file that a test compares its result with. Look at the difference before you commit it.
import { runScript } from './programs/run.ts';
import { readTree, repositoryRoot } from './source/tree.ts';

const tests = [...readTree(repositoryRoot).values()].filter(
  ({ path, text }) =>
    path.startsWith('src/') && path.endsWith('.test.ts') && text.includes('EVERGREEN_GOLDENS'),
);
const paths = tests.map(({ path }) => path);
process.exitCode = await runScript('--test', paths, { env: { EVERGREEN_GOLDENS: 'write' } });
