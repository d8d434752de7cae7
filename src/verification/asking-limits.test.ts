import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, minuteMs } from '../base/instant.ts';
import { AskingRate } from './asking-limits.ts';

test('one host is asked so often within any minute, and no more', () => {
  const rate = new AskingRate({ perHostMax: 2, inAllMax: 100 });
  assert.ok(rate.take('a', instant(0)));
  assert.ok(rate.take('a', instant(1_000)));
  assert.equal(rate.take('a', instant(minuteMs - 1)), false);
  assert.ok(rate.take('b', instant(minuteMs - 1)), 'another host has its own');
  assert.ok(rate.take('a', instant(minuteMs)), 'the first is a minute ago');
  assert.equal(rate.take('a', instant(minuteMs + 999)), false);
});

test('all hosts are asked so often together', () => {
  const rate = new AskingRate({ perHostMax: 100, inAllMax: 3 });
  for (const host of ['a', 'b', 'c']) assert.ok(rate.take(host, instant(0)));
  assert.equal(rate.take('d', instant(1)), false);
  assert.ok(rate.take('d', instant(minuteMs)));
});
