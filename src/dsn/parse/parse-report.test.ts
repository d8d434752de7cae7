import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseReport } from './parse-report.ts';

describe('parseReport', () => {
  const ordinary = new URL('ordinary/', import.meta.url);
  for (const file of readdirSync(ordinary)) {
    it(`does not take ordinary/${file} for a delivery report`, () => {
      const reports = parseReport(readFileSync(new URL(file, ordinary)));
      assert.equal(reports.length, 1);
      assert.match(reports[0]?.kind ?? '', /^(?:auto-reply|not-a-report)$/);
      assert.deepEqual(reports[0]?.recipients, []);
    });
  }
});
