import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyWindow, missingPages, pageLength, rowOf, withPage } from './query-window.ts';

const ids = (from: number, n: number) => Array.from({ length: n }, (_, i) => `e${from + i}`);
const firstPage = withPage(emptyWindow, { position: 0, ids: ids(0, pageLength), total: 120 });

test('a view asks for the pages that it shows and does not have', () => {
  assert.deepEqual(missingPages(firstPage, 0, pageLength), []);
  assert.deepEqual(missingPages(firstPage, pageLength - 1, pageLength + 1), [1]);
  assert.deepEqual(missingPages(firstPage, 40, 1000), [1, 2]);
  assert.deepEqual(missingPages(firstPage, -5, 3), []);
  assert.deepEqual(missingPages(emptyWindow, 0, 20), []);
});

test('a page that is fetched again replaces what stood there', () => {
  const later = withPage(firstPage, { position: 0, ids: ['new', ...ids(0, pageLength - 1)], total: 121 });
  assert.equal(later.total, 121);
  assert.equal(later.ids.get(0), 'new');
  assert.equal(rowOf(later, 'e0'), 1);
  assert.equal(rowOf(later, `e${pageLength - 1}`), undefined);
});

test('a list that became shorter has no rows behind its end', () => {
  const whole = withPage(firstPage, { position: pageLength, ids: ids(pageLength, 30), total: 80 });
  const shorter = withPage(whole, { position: 0, ids: ids(0, 10), total: 10 });
  assert.deepEqual(
    [...shorter.ids.keys()],
    ids(0, 10).map((_, i) => i),
  );
});
