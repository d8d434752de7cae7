import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../../base/instant.ts';
import { Dates } from '../languages/dates.ts';
import { wordsOf } from '../languages/overrides.ts';
import type { Action } from '../report.ts';
import { countsSentences } from './counts.ts';
import type { Telling } from './telling.ts';

const words = wordsOf('en');
const telling: Telling = {
  words,
  dates: new Dates(words, { zoneMinutes: 0 }),
  at: instant(0),
  reader: 'sender',
  postmaster: 'p@x.test',
  isAllClear: false,
};
const said = (action: Action, count: number, changes: Partial<Telling>): string =>
  countsSentences(action, count, { ...telling, ...changes }).join('');

describe('the counts of recipients', () => {
  const table: readonly [
    action: Action,
    count: number,
    fates: [failed: number, waiting: number, accepted: number],
    text: string,
  ][] = [
    ['failed', 1, [1, 0, 6], '1 of 7 recipients failed. The other 6 were accepted.'],
    ['failed', 1, [1, 0, 1], '1 of 2 recipients failed. The other one was accepted.'],
    ['failed', 2, [2, 3, 0], '2 of 5 recipients failed. The other 3 are still being tried.'],
    [
      'failed',
      1,
      [2, 1, 3],
      '1 of 6 recipients failed. 3 others were accepted. One other is still being tried. One other failed.',
    ],
    ['failed', 1, [3, 0, 0], '1 of 3 recipients failed. The other 2 failed.'],
    ['delayed', 1, [0, 1, 2], '1 of 3 recipients is waiting. The other 2 were accepted.'],
    ['delayed', 2, [1, 2, 0], '2 of 3 recipients are waiting. The other one failed.'],
    [
      'relayed',
      1,
      [0, 1, 2],
      '1 of 3 recipients was accepted. One other was accepted. One other is still being tried.',
    ],
    ['relayed', 1, [0, 0, 3], ''],
    ['failed', 1, [1, 0, 0], ''],
    ['failed', 3, [3, 0, 0], ''],
    ['failed', 0, [0, 0, 0], ''],
  ];
  for (const [action, count, [failed, waiting, accepted], text] of table) {
    it(`says: ${text || `nothing of ${count}`}`, () => {
      assert.equal(said(action, count, { fates: { failed, waiting, accepted } }), text);
    });
  }

  it('says less where less is known', () => {
    assert.equal(said('failed', 1, { recipientsInAll: 7 }), '1 of 7 recipients failed.');
    assert.equal(said('failed', 1, { recipientsInAll: 1 }), '');
    assert.equal(said('failed', 1, {}), '');
  });
});
