import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minuteMs } from '../../base/instant.ts';
import { serverLimits } from './limits.ts';

test('no limit is below what the RFCs ask for', () => {
  assert.ok(serverLimits.commandLineBytesMax >= 1_036); // RFC 3461 §5.4
  assert.ok(serverLimits.authLineBytesMax >= 12_288); // RFC 4954 §4
  assert.ok(serverLimits.textLineBytesMax >= 1_000); // RFC 5321 §4.5.3.1.6
  assert.ok(serverLimits.contentBytesMax >= 65_536); // RFC 5321 §4.5.3.1.7
  assert.ok(serverLimits.recipientsMax >= 100); // RFC 5321 §4.5.3.1.8
  assert.ok(serverLimits.authFailuresMax >= 3); // RFC 4954 §9
  assert.ok(serverLimits.commandMs >= 5 * minuteMs); // RFC 5321 §4.5.3.2.7
});

test('a command line has room for all parameters at their longest', () => {
  const path = `<${'a'.repeat(254)}>`;
  const envelopeId = '+20'.repeat(100);
  const mail = `MAIL FROM:${path} SIZE=${'9'.repeat(20)} BODY=8BITMIME SMTPUTF8 RET=FULL ENVID=${envelopeId} AUTH=`;
  assert.ok(mail.length + 500 <= serverLimits.commandLineBytesMax);
  const rcpt = `RCPT TO:${path} NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=`;
  assert.ok(rcpt.length + 500 <= serverLimits.commandLineBytesMax);
});

test('what waits is at least a line of any kind', () => {
  const { unreadBytesMax, commandLineBytesMax, authLineBytesMax } = serverLimits;
  assert.ok(unreadBytesMax >= Math.max(commandLineBytesMax, authLineBytesMax));
});
