import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs, hourMs, instant, later, minuteMs, secondMs } from './instant.ts';

test('durations are milliseconds', () => {
  const at = instant(Date.UTC(2026, 10, 23, 12, 30, 15, 500));
  const iso = (ms: number) => new Date(later(at, ms)).toISOString();
  assert.equal(iso(secondMs), '2026-11-23T12:30:16.500Z');
  assert.equal(iso(minuteMs), '2026-11-23T12:31:15.500Z');
  assert.equal(iso(hourMs), '2026-11-23T13:30:15.500Z');
  assert.equal(iso(dayMs), '2026-11-24T12:30:15.500Z');
  assert.equal(iso(-dayMs), '2026-11-22T12:30:15.500Z');
});
