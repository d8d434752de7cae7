// usage: npm run check
// Everything that can be said about the source without running it.
import { runSteps } from './programs/steps.ts';

const colors = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;

await runSteps('check', [
  ['types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['types of the web page', 'node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json'],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', colors],
  ['imports', 'tools/check-deps.ts'],
  ['tidiness', 'tools/tidy.ts'],
  ['references to RFCs', 'tools/rfc-links.ts', '--check'],
]);
