import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Label, labelOf } from './label.ts';

const labels: readonly (readonly [before: string, label: Label | undefined])[] = [
  ['', undefined],
  ['Hello ', undefined],
  ['>>> RCPT To:<', 'command'],
  ['-> RCPT ', 'command'],
  ['From: ', 'sender'],
  ['MAIL FROM:<', 'sender'],
  ['From: "Homer Simpson" <', 'sender'],
  ['Message-ID: <', 'sender'],
  ['the mail from ', 'sender'],
  ['A message sent by ', 'sender'],
  ['Absender: ', 'sender'],
  ['发件人：', 'sender'],
  ['(generated from ', 'origin'],
  ['(ultimately generated from ', 'origin'],
  ['(expanded from: <', 'origin'],
  ['Original address: ', 'origin'],
  ['Final-Recipient: rfc822; ', 'failed'],
  ['Failed recipient: ', 'failed'],
  ['Undeliverable Address: ', 'failed'],
  ['Delivery failed 20 attempts: ', 'failed'],
  ['User mailbox exceeds allowed size: ', 'failed'],
  ['Recipient: ', 'recipient'],
  ['Recipient: [SMTP:', 'recipient'],
  ['Recipient address: ', 'recipient'],
  ['Intended recipient: <', 'recipient'],
  ['Empfänger: ', 'recipient'],
  ['Destinataire : ', 'recipient'],
  ['Получатель: ', 'recipient'],
  ['(Originally addressed to ', 'recipient'],
  ['To: ', 'addressee'],
  ['To: Moe <', 'addressee'],
  ['Para: ', 'addressee'],
  ['to ', 'addressee'],
  ['Empfaenger: ', 'recipient'],
  ['Кому: ', 'addressee'],
  ['收件人：', 'addressee'],
  ['宛先: ', 'addressee'],
  ['has moved to ', 'other'],
  ['please try <', 'other'],
  ['mailto:', 'other'],
  ['Your mail to ', undefined],
  ['550 5.1.1 <', undefined],
];

describe('labelOf', () => {
  for (const [before, label] of labels) {
    it(`makes of "${before}" ${label}`, () => assert.equal(labelOf(before), label));
  }

  it('looks at what stands near only', () => {
    assert.equal(labelOf(`From: ${'x'.repeat(200)} `), undefined);
  });
});
