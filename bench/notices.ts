// usage: npm run bench:notices -- [--seconds 5] [FOLDER]
// Notices a second that are read and explained on one core: those in FOLDER, or the ones that the tests read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseReport } from '../src/dsn/parse/parse-report.ts';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const folders = positionals[0]
  ? [positionals[0]]
  : ['build/goldens', 'parse/standard', 'parse/feedback', 'parse/ordinary'].map((name) =>
      fileURLToPath(new URL(`../src/dsn/${name}`, import.meta.url)),
    );
const mails = folders.flatMap(mailsIn);

read(1_000);
const rate = read(Number(values.seconds) * 1_000);
const kibibytes = mails.reduce((sum, mail) => sum + mail.length, 0) / mails.length / 1_024;
console.log(
  `${mails.length} notices of ${kibibytes.toFixed(1)} KiB: ${Math.round(rate)} for each second of processor time`,
);

function mailsIn(folder: string): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:eml|txt|msg)$/.test(path))
    .map((path) => readFileSync(join(folder, path)));
}

/** Notices for a second of processor time, so that other work beside does not count; measured for so long. */
function read(durationMs: number): number {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < durationMs; count += mails.length) {
    for (const mail of mails) parseReport(mail);
  }
  const { user, system } = process.cpuUsage(before);
  return (count / (user + system)) * 1_000_000;
}
