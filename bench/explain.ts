// usage: node bench/explain.ts [--seconds N]
// How many refusals a core explains in a second: the replies that the tests know, over and over.
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { explain } from '../src/dsn/explain/explain.ts';
import type { AttemptFacts } from '../src/dsn/explain/explanation.ts';
import type { Stage } from '../src/envelope/stage.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' } } });
const folder = new URL('../src/dsn/explain/replies/', import.meta.url);

/** `[stage host] reply => cause permanence` */
const lines = readdirSync(folder).flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'));
const all = lines.flatMap((line): AttemptFacts[] => {
  const [, stage, host, text] = /^(?:\[(\w+)(?: (\S+))?\] )?(.*) => /.exec(line) ?? [];
  if (text === undefined) return [];
  return [
    { text, ...(stage !== undefined && { stage: stage as Stage }), ...(host !== undefined && { host }) },
  ];
});

function runAll(): void {
  for (const facts of all) explain(facts);
}

for (let round = 0; round < 5; round++) runAll();
const before = process.cpuUsage();
const end = performance.now() + Number(values.seconds) * 1000;
let count = 0;
for (; performance.now() < end; count += all.length) runAll();
const { user, system } = process.cpuUsage(before);
const perSecond = Math.round(count / ((user + system) / 1e6));
console.log(`${all.length} replies: ${perSecond.toLocaleString('en')} explanations in a second of one core`);
