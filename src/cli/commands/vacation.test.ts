import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VacationView } from '../../server/operations/vacation.ts';
import { harmless, hostile, run } from '../testing/run.ts';

const account = 'homer@springfield.test';

const view: VacationView = {
  account,
  isEnabled: true,
  from: null,
  fromDate: null,
  toDate: '2026-12-07T07:00:00.000Z',
  subject: null,
  textBody: 'At the lake.\nUntil Monday.',
  htmlBody: null,
};

describe('evergreen vacation', () => {
  it('sets what is said, from whom and when', async () => {
    const options = ['--text', 'Lake', '--subject', 'Away', '--from', '2026-12-01', '--until', '2026-12-07'];
    const { asked, out } = await run(
      ['vacation', 'set', account, ...options, '--as', 'Max <max@springfield.test>'],
      view,
    );
    const words = { text: 'Lake', subject: 'Away', from: '2026-12-01', until: '2026-12-07' };
    assert.deepEqual(asked, [['vacation.set', { account, ...words, as: 'Max <max@springfield.test>' }]]);
    assert.equal(
      out,
      'homer@springfield.test answers while its owner is away\n' +
        'From:    the address that was written to\n' +
        'Ends:    2026-12-07 07:00:00\n' +
        'Subject: "Auto:" and that of the message\n' +
        '\nAt the lake.\nUntil Monday.\n',
    );
  });

  it('shows it, and switches it off', async () => {
    assert.deepEqual((await run(['vacation', 'show', account], view)).asked, [
      ['vacation.show', { account }],
    ]);
    const { asked, out } = await run(['vacation', 'off', account], { ...view, isEnabled: false });
    assert.deepEqual(asked, [['vacation.off', { account }]]);
    assert.match(out, /^homer@springfield\.test does not answer by itself\n/);
  });

  it('lets nothing through that a terminal would obey', async () => {
    const { out } = await run(['vacation', 'show', account], { ...view, subject: hostile, from: hostile });
    assert.ok(out.includes(`Subject: ${harmless}\n`) && out.includes(`From:    ${harmless}\n`));
    const { out: words } = await run(['vacation', 'show', account], { ...view, textBody: hostile });
    assert.doesNotMatch(words, /[\u001b\u0007\u009b\u202e\u200b]/);
  });
});
