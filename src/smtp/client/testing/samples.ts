import assert from 'node:assert/strict';
import { scanForwardPath, scanReversePath } from '../../../address/path.ts';
import { parseXtext, type Xtext } from '../../../address/xtext.ts';
import type { Notify } from '../../../envelope/dsn-parameters.ts';
import type { EnvelopeRecipient } from '../../../envelope/envelope.ts';
import type { OutgoingMessage } from '../dialogue.ts';

/** A message from `<path>` and words: SIZE=, RET=, ENVID=, BODY=, SMTPUTF8, and for the content 8BIT and UTF8-HEADER. */
export function sampleMessage(text: string): OutgoingMessage {
  const scanned = scanReversePath(text, { utf8: true });
  assert.ok(scanned.ok, text);
  const words = scanned.value.rest.split(' ');
  const of = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [ret, envelopeId] = [of('RET'), parseXtext(of('ENVID') ?? '')];
  return {
    envelope: {
      reversePath: scanned.value.path,
      body: of('BODY') === '8BITMIME' ? '8bitmime' : '7bit',
      smtpUtf8: words.includes('SMTPUTF8') || words.includes('UTF8-HEADER'),
      ...(ret === undefined ? {} : { returnContent: ret === 'FULL' ? 'full' : 'headers' }),
      ...(envelopeId ? { envelopeId } : {}),
    },
    sizeBytes: Number(of('SIZE') ?? 1_000),
    is8bit: words.includes('8BIT'),
    isHeaderUtf8: words.includes('UTF8-HEADER'),
  };
}

/** A recipient from `<path>` and words: NOTIFY=, ORCPT=. */
export function sampleRecipient(text: string): EnvelopeRecipient {
  const scanned = scanForwardPath(text, { utf8: true });
  assert.ok(scanned.ok, text);
  const words = scanned.value.rest.split(' ');
  const of = (key: string) => words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [notify, orcpt] = [of('NOTIFY'), of('ORCPT')];
  const [addressType = '', address = ''] = orcpt?.split(/;(.*)/) ?? [];
  return {
    path: scanned.value.path,
    ...(notify === undefined ? {} : { notify: notifyOf(notify) }),
    ...(orcpt === undefined ? {} : { originalRecipient: { addressType, address: address as Xtext } }),
  };
}

function notifyOf(value: string): Notify {
  const has = (event: string) => value.split(',').includes(event);
  return value === 'NEVER'
    ? 'never'
    : { success: has('SUCCESS'), failure: has('FAILURE'), delay: has('DELAY') };
}
