import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { hourMs, minuteMs, secondMs } from '../base/instant.ts';
import * as limits from './limits.ts';

it('docs/queue-internals.md lists every limit with its value', async () => {
  const page = await readFile(new URL('../../docs/queue-internals.md', import.meta.url), 'utf8');
  for (const [name, value] of Object.entries(limits)) {
    const row = page.split('\n').find((line) => line.includes(`\`${name}\``));
    const cell = row?.split('|')[2]?.trim();
    assert.equal(cell, name.endsWith('Ms') ? duration(value) : value.toLocaleString('en'), name);
  }
});

function duration(ms: number): string {
  assert(ms < hourMs);
  return ms % minuteMs === 0 ? `${ms / minuteMs} min` : `${ms / secondMs} s`;
}
