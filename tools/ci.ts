// usage: npm run ci
// The lot.
import { runSteps } from './programs/steps.ts';

await runSteps('ci', [
  ['check', 'tools/check.ts'],
  ['test', 'tools/test.ts'],
  ['story', 'tools/story/story.ts'],
  ['kill test', 'tools/kill-test/main.ts', '--rounds', '20'],
]);
