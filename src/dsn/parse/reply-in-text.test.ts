import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostInText, replyInText, stageInText } from './reply-in-text.ts';

const replies: readonly (readonly [text: string, code: number | undefined, status?: string])[] = [
  ['550 5.1.1 no such user', 550, '5.1.1'],
  ['250 2.1.5 delivered', 250, '2.1.5'],
  ['550-5.1.1 no such\n550 5.1.1 user', 550, '5.1.1'],
  ['<<< 550 no such user', 550],
  ['host mx.b.test[192.0.2.1] said: 554 5.7.1 go away (in reply to RCPT TO command)', 554, '5.7.1'],
  ['SMTP error from remote server: 452 4.2.2 full', 452, '4.2.2'],
  ['sorry, no mailbox here by that name. (#5.1.1)', undefined, '5.1.1'],
  ['Remote host said: 550 sorry (#5.7.1)', 550, '5.7.1'],
  ['#5.5.0 smtp;550 Requested action not taken', 550, '5.5.0'],
  ['[192.0.2.5] replied 421 4.7.0 try later', 421, '4.7.0'],
  ['The server answered with 550: user unknown', undefined],
  ['it says "550 user unknown"', 550],
  ['a 552 mailbox full', 552],
  ['250 characters at most, 4.16.55.1 is an address', undefined],
  ['could not connect to 192.0.2.550 in 400 seconds', undefined],
  ['queued for 5.1.1.1 or by version 4.95.1rc', undefined],
  ['450 busy; see 5.1.1 and 4.2.0', 450, '4.2.0'],
  ['no codes', undefined],
  ['', undefined],
];

describe('replyInText', () => {
  for (const [text, replyCode, status] of replies) {
    it(`reads ${JSON.stringify(text)}`, () =>
      assert.deepEqual(replyInText(text), { ...(replyCode && { replyCode }), ...(status && { status }) }));
  }
});

describe('stageInText', () => {
  const stages: Readonly<Record<string, string | undefined>> = {
    'no (in reply to RCPT TO command)': 'rcpt',
    'no (in reply to end of DATA command)': 'content',
    'no (in reply to MAIL FROM command)': 'mail',
    'no (in reply to EHLO command)': 'ehlo',
    'error from remote mail server after RCPT TO:<a@b.test>: 550 no': 'rcpt',
    'error from remote mail server after end of data: 550 no': 'content',
    'while performing the HELO phase': 'ehlo',
    'conversation timed out while receiving the initial server greeting': undefined,
    'after a while': undefined,
    '': undefined,
  };
  for (const [text, stage] of Object.entries(stages)) {
    it(`reads ${JSON.stringify(text)}`, () => assert.equal(stageInText(text), stage));
  }
});

describe('hostInText', () => {
  it('finds who answered', () => {
    assert.equal(hostInText('host mx.b.test[192.0.2.1] said: 550 no'), 'mx.b.test');
    assert.equal(hostInText('host mx.b.test [192.0.2.1]: 550 no'), 'mx.b.test');
    assert.equal(hostInText('host mx.b.test[192.0.2.1] refused to talk to me: 554 no'), 'mx.b.test');
  });
  it('finds nobody elsewhere', () => {
    assert.equal(hostInText('the host is down'), undefined);
    assert.equal(hostInText('host not found'), undefined);
  });
});
