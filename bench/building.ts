// usage: npm run bench:building -- [--seconds 2]
// Notices a second that one core builds: text, HTML and fields, in several languages.
import { parseArgs } from 'node:util';
import { buildReport } from '../src/dsn/build/build.ts';
import { goldenCases } from '../src/dsn/testing/golden-cases.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '2' } } });

for (const name of [
  'failed',
  'failed-in-german',
  'failed-in-japanese',
  'failed-in-arabic',
  'failed-many',
  'delayed',
]) {
  build(name, 500);
  const { perSecond, kibibytes } = build(name, Number(values.seconds) * 1_000);
  console.log(
    `${name.padEnd(20)} ${kibibytes.toFixed(1).padStart(5)} KiB ${Math.round(perSecond).toString().padStart(6)} for each second of processor time`,
  );
}

/** Processor time counts, so that other work beside does not; measured for so long. */
function build(name: string, durationMs: number): { perSecond: number; kibibytes: number } {
  const golden = goldenCases[name];
  if (!golden) throw new Error(`there is no case ${name}`);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let count = 0;
  let bytes = 0;
  for (; performance.now() - startedAt < durationMs; count++)
    bytes += buildReport(golden.report, golden.context).length;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (count / (user + system)) * 1e6, kibibytes: bytes / count / 1024 };
}
