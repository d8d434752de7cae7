import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { POSTMASTER } from '../../address/path.ts';
import { encodeUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { encodeXtext } from '../../address/xtext.ts';
import { parseRcptArgument } from './rcpt-argument.ts';

function recipient(text: string, smtpUtf8 = false) {
  const read = parseRcptArgument(text, smtpUtf8);
  if (!read.ok) return `${read.error.code} ${read.error.status}`;
  const { path, ...rest } = read.value;
  return { path: path === POSTMASTER ? '<postmaster>' : `<${path.text}>`, ...rest };
}

const path = '<a@b.test>';
const notify = (success: boolean, failure: boolean, delay: boolean) => ({
  path,
  notify: { success, failure, delay },
});
const original = (addressType: string, address: string) => ({
  path,
  originalRecipient: { addressType, address },
});

const good: readonly [string, object][] = [
  ['TO:<a@b.test>', { path }],
  ['to: <a@b.test>', { path }],
  ['TO:<@x.test:a@b.test>', { path }],
  ['TO:<Postmaster>', { path: '<postmaster>' }],
  ['TO:<postmaster@b.test>', { path: '<postmaster@b.test>' }],
  ['TO:<a@b.test> NOTIFY=NEVER', { path, notify: 'never' }],
  ['TO:<a@b.test> notify=never', { path, notify: 'never' }],
  ['TO:<a@b.test> NOTIFY=SUCCESS', notify(true, false, false)],
  ['TO:<a@b.test> NOTIFY=failure,Delay', notify(false, true, true)],
  ['TO:<a@b.test> NOTIFY=SUCCESS,FAILURE,DELAY', notify(true, true, true)],
  ['TO:<a@b.test> NOTIFY=DELAY,DELAY', notify(false, false, true)],
  ['TO:<a@b.test> ORCPT=rfc822;a@b.test', original('rfc822', 'a@b.test')],
  ['TO:<a@b.test> ORCPT=RFC822;a+2Bb@b.test', original('RFC822', 'a+2Bb@b.test')],
  ['TO:<a@b.test> ORCPT=x400;', original('x400', '')],
  ['TO:<a@b.test> ORCPT=x-my/type;C+3Dus;x', original('x-my/type', 'C+3Dus;x')],
  ['TO:<a@b.test> ORCPT=utf-8;z\\x{EB}@b.test', original('utf-8', 'z\\x{EB}@b.test')],
  [`TO:<a@b.test> ORCPT=rfc822;${'x'.repeat(493)}`, original('rfc822', 'x'.repeat(493))],
];
for (const [text, expected] of good)
  test(`good: ${text.slice(0, 90)}`, () => assert.deepEqual(recipient(text), expected));

const bad: readonly [string, string][] = [
  ['', '501 5.5.4'],
  ['<a@b.test>', '501 5.5.4'],
  ['TO:a@b.test', '501 5.5.4'],
  ['TO:<a@b.test>,<c@b.test>', '501 5.5.4'],
  ['TO:<>', '501 5.1.3'],
  ['TO:<a>', '501 5.1.3'],
  ['TO:<a@b.test', '501 5.1.3'],
  ['TO:<postmasters>', '501 5.1.3'],
  ['TO:<é@b.test>', '553 5.6.7'],
  ['TO:<a@b.test> ORCPT=utf-8;é@b.test', '553 5.6.7'],
  ['TO:<a@b.test> NOTIFY', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=ALWAYS', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=NEVER,DELAY', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=NEVER,NEVER', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=SUCCESS,', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=SUCCESS,,DELAY', '501 5.5.4'],
  ['TO:<a@b.test> NOTIFY=DELAY NOTIFY=DELAY', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=a@b.test', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=;a@b.test', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=rfc.822;a@b.test', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=rfc822;a+2b', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=rfc822;a+', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=rfc822;a+0D+0ASubject:x', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=rfc822;+C3+A9', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=utf-8;', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=utf-8;a+41', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=utf-8;a\\x{D800}', '501 5.5.4'],
  ['TO:<a@b.test> ORCPT=utf-8;a\\x{0D}\\x{0A}', '501 5.5.4'],
  [`TO:<a@b.test> ORCPT=rfc822;${'x'.repeat(494)}`, '501 5.5.4'],
  ['TO:<a@b.test> RET=FULL', '555 5.5.4'],
];
for (const [text, expected] of bad)
  test(`bad: ${text.slice(0, 90)}`, () => assert.equal(recipient(text), expected));

test('with SMTPUTF8, addresses may be UTF-8', () => {
  assert.deepEqual(recipient('TO:<zoë@b.test> ORCPT=utf-8;zoë@b.test', true), {
    path: '<zoë@b.test>',
    originalRecipient: { addressType: 'utf-8', address: 'zoë@b.test' },
  });
  assert.equal(recipient('TO:<a@b.test> ORCPT=rfc822;zoë@b.test', true), '501 5.5.4');
});

test('what was encoded as an original recipient comes through', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,100}$/), fc.stringMatching(/^[!-~à-ü]{1,40}$/), (ascii, text) => {
      const xtext = encodeXtext(ascii);
      assert.deepEqual(recipient(`TO:${path} ORCPT=rfc822;${xtext}`), original('rfc822', xtext));
      const unitext = encodeUtf8AddressXtext(text);
      assert.deepEqual(recipient(`TO:${path} ORCPT=utf-8;${unitext}`), original('utf-8', unitext));
    }),
  );
});
