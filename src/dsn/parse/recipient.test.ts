import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completed } from './recipient.ts';
import type { RecipientDraft } from './recipient-draft.ts';

const about = (text: string, draft: RecipientDraft = {}) =>
  completed(
    {
      finalRecipient: { type: 'rfc822', address: 'moe@tavern.test' },
      diagnosticCode: { type: 'x-unknown', text },
      ...draft,
    },
    undefined,
    undefined,
  );

describe('a recipient without a status', () => {
  const cases: readonly (readonly [text: string, draft: RecipientDraft, status: string])[] = [
    ['no such user', {}, '5.1.1'],
    ['mailbox is full', { action: 'failed' }, '5.2.2'],
    ['mailbox is full', { action: 'delayed' }, '4.2.2'],
    ['mailbox is full: retry timeout exceeded', { action: 'failed' }, '4.2.2'],
    ['retry time not reached for any host after a long failure period', { action: 'failed' }, '4.4.7'],
    ['retry timeout exceeded', { action: 'failed', statusClass: 5 }, '5.4.7'],
  ];
  for (const [text, draft, status] of cases) {
    it(`has ${status} for "${text}", ${JSON.stringify(draft)}`, () => {
      const { status: found, isStatusInferred } = about(text, draft);
      assert.deepEqual([found, isStatusInferred], [status, true]);
    });
  }
});

describe('what a program of the host itself says', () => {
  it('is told apart from what another host says', () => {
    const text = 'could not open the file';
    const draft: RecipientDraft = { diagnosticCode: { type: 'X-Unix', text } };
    assert.equal(about(text, draft).explanation.sisimaiReason, 'mailererror');
    assert.equal(about(text).explanation.sisimaiReason, 'systemerror');
  });
});
