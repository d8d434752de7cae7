import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Said, saidIn } from './said.ts';

describe('saidIn', () => {
  const cases: readonly [text: string, said: Said][] = [
    ['550 5.1.1 user unknown', { replyCode: 550, status: '5.1.1' }],
    ['550-5.1.1 user unknown', { replyCode: 550, status: '5.1.1' }],
    ['user unknown (#5.1.1)', { status: '5.1.1' }],
    ['host mx.test[192.0.2.9] said: 450 4.2.0 later', { replyCode: 450, status: '4.2.0' }],
    ['#550 5.1.1 resolver.adr.recipnotfound', { replyCode: 550, status: '5.1.1' }],
    ['smtp; 552 too large', { replyCode: 552 }],
    ['552', { replyCode: 552 }],
    // Numbers that are no codes
    ['dragonfly v0.13 at 192.0.2.25', {}],
    ['version 5.1.1.2 of the year 550', {}],
    ['wrote 550 octets', {}],
    ['299 is no code', { replyCode: 299 }],
    ['199 is no code', {}],
    // What was refused
    ['550 no (in reply to rcpt to command)', { replyCode: 550, stage: 'rcpt' }],
    ['550 no (in reply to end of data command)', { replyCode: 550, stage: 'content' }],
    ['smtp error from remote mail server after mail from:@: 550 no', { replyCode: 550, stage: 'mail' }],
    [
      'smtp error from remote mail server after initial connection: host mx.test: 554 no',
      { replyCode: 554, stage: 'greeting' },
    ],
    ['192.0.2.9 does not like recipient. remote host said: 550 no', { replyCode: 550, stage: 'rcpt' }],
    [
      '192.0.2.9 failed after i sent the message. remote host said: 550 no',
      { replyCode: 550, stage: 'content' },
    ],
    ['host mx.test refused to talk to me: 421 busy', { replyCode: 421, stage: 'greeting' }],
    ['mx.test did not like our rcpt to: 550 no', { replyCode: 550, stage: 'rcpt' }],
    ['remote host said: 550 no [mail_from]', { replyCode: 550, stage: 'mail' }],
  ];
  for (const [text, said] of cases) it(text, () => assert.deepEqual(saidIn(text), said));
});
