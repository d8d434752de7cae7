import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasReply, replyIn } from './reply.ts';

const replies: readonly (readonly [text: string, reply: object])[] = [
  ['550 5.1.1 no such bar', { replyCode: 550, status: '5.1.1' }],
  ['Remote host said: 550 no such bar', { replyCode: 550 }],
  ['<<< 452-4.2.2 mailbox full', { replyCode: 452, status: '4.2.2' }],
  ['Sorry, no mailbox here by that name. (#5.1.1)', { status: '5.1.1' }],
  ['#550 5.1.10 RESOLVER.ADR', { replyCode: 550, status: '5.1.10' }],
  ['550 - Requested action not taken', { replyCode: 550 }],
  ['Error code: 554', { replyCode: 554 }],
  ['ERROR_CODE :550, ERROR_CODE :5.1.1', { replyCode: 550, status: '5.1.1' }],
  [
    'host mx.tavern.test[192.0.2.25] said: 550 no (in reply to RCPT TO command)',
    { replyCode: 550, host: 'mx.tavern.test', stage: 'rcpt' },
  ],
  ['... while talking to mx.tavern.test.:', { host: 'mx.tavern.test' }],
  ['192.0.2.25 does not like recipient.', { host: '192.0.2.25', stage: 'rcpt' }],
  ['<mx.tavern.test #5.1.1>', { host: 'mx.tavern.test', status: '5.1.1' }],
  [
    'SMTP error from remote mail server after end of data: host mx.tavern.test [192.0.2.25]: 554 no',
    { replyCode: 554, host: 'mx.tavern.test', stage: 'content' },
  ],
  ['connection timed out', { stage: 'connect' }],
];

const numbers = [
  'it was sent 550 times',
  'Postfix 4.1.2',
  'Exim 4.92.3',
  '192.4.5.1',
  '4.5.1.2',
  'room 551, please',
  '+1 555 0100',
];

describe('replyIn', () => {
  for (const [text, reply] of replies) it(`reads ${text}`, () => assert.deepEqual(replyIn(text), reply));

  for (const text of numbers) {
    it(`takes no other number for a reply: ${text}`, () => {
      const { replyCode, status } = replyIn(text);
      assert.deepEqual([replyCode, status, hasReply(text)], [undefined, undefined, false]);
    });
  }

  it('looks for the host around it, where the words do not name it', () => {
    assert.deepEqual(replyIn('550 no such bar', 'rejected by mx.tavern.test:'), {
      replyCode: 550,
      host: 'mx.tavern.test',
    });
  });
});
