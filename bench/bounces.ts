// usage: node bench/bounces.ts [--misses] [--source NAME] [FOLDER]
// How much of a collection of real notices is read right: a table by source and in all. FOLDER (../shared/data/bounces) holds the mails
// and expected.jsonl. With --misses, what was missed follows: what is right stands before what was read.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { collection, measures, type Tally, tallied } from '../src/dsn/testing/bounces.ts';

const { values, positionals } = parseArgs({
  options: { misses: { type: 'boolean', default: false }, source: { type: 'string' } },
  allowPositionals: true,
});
const folder = new URL(
  `file://${positionals[0] ?? new URL('../../shared/data/bounces', import.meta.url).pathname}/`,
);

if (existsSync(new URL('expected.jsonl', folder))) main();
else console.log(`skipped: there is no collection of notices at ${folder.pathname}`);

function main(): void {
  const notices = collection(folder).filter(({ source }) => source === (values.source ?? source));
  const sources = [...new Set(notices.map(({ source }) => source))];
  console.log(['source'.padEnd(20), ...measures.map((name) => name.padStart(16))].join(''));
  for (const source of sources) printRow(source, tallied(notices.filter((each) => each.source === source)));
  const all = tallied(notices);
  printRow('in all', all);
  console.log(`vacation or ordinary mail read as a failure: ${all.falseFailures.length}`);
  if (values.misses) for (const miss of [...all.misses, ...all.falseFailures]) console.log(miss);
}

function printRow(name: string, { scores }: Tally): void {
  const cells = measures.map((measure) => {
    const { right, of } = scores[measure];
    return of === 0 ? '–' : `${right}/${of} ${((100 * right) / of).toFixed(1)} %`;
  });
  console.log([name.padEnd(20), ...cells.map((cell) => cell.padStart(16))].join(''));
}
