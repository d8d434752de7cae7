import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../../address/domain.ts';
import { mailboxAddress } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import { encodeXtext } from '../../address/xtext.ts';
import { parseMailArgument } from './mail-argument.ts';

const envelope = (text: string) => {
  const read = parseMailArgument(text, true);
  if (!read.ok) return `${read.error.code} ${read.error.status}`;
  const { reversePath, ...rest } = read.value.envelope;
  const path = reversePath === NULL_PATH ? '<>' : `<${reversePath.text}>`;
  return { path, ...rest, size: read.value.declaredSizeBytes };
};

const plain = { path: '<a@b.test>', body: '7bit', smtpUtf8: false, size: undefined };

const good: readonly [string, object][] = [
  ['FROM:<a@b.test>', plain],
  ['from:<a@b.test>', plain],
  ['FROM:   <a@b.test>   ', plain],
  ['FROM:<>', { ...plain, path: '<>' }],
  ['FROM:<@x.test,@[192.0.2.1]:a@b.test>', plain],
  ['FROM:<"a b"@[192.0.2.1]>', { ...plain, path: '<"a b"@[192.0.2.1]>' }],
  ['FROM:<a@b.test> SIZE=0', { ...plain, size: 0 }],
  ['FROM:<a@b.test> SIZE=12345678901234567890', { ...plain, size: 12345678901234567000 }],
  ['FROM:<a@b.test> BODY=7BIT', plain],
  ['FROM:<a@b.test> body=8BitMime', { ...plain, body: '8bitmime' }],
  ['FROM:<a@b.test> SMTPUTF8', { ...plain, smtpUtf8: true }],
  ['FROM:<é@b.test> SMTPUTF8', { ...plain, path: '<é@b.test>', smtpUtf8: true }],
  ['FROM:<a@b.test> RET=FULL', { ...plain, returnContent: 'full' }],
  ['FROM:<a@b.test> RET=hdrs', { ...plain, returnContent: 'headers' }],
  ['FROM:<a@b.test> ENVID=QQ314159', { ...plain, envelopeId: 'QQ314159' }],
  ['FROM:<a@b.test> ENVID=a+20b+3D', { ...plain, envelopeId: 'a+20b+3D' }],
  // The limit counts what is behind the encoding.
  [`FROM:<a@b.test> ENVID=${'+41'.repeat(100)}`, { ...plain, envelopeId: '+41'.repeat(100) }],
  ['FROM:<a@b.test> AUTH=<>', plain],
  ['FROM:<a@b.test> AUTH=e+3Dmc2@example.com', plain],
  ['FROM:<a@b.test> AUTH=e+3dmc2@example.com', plain],
  [
    'FROM:<> RET=HDRS ENVID=x SIZE=1 BODY=8BITMIME SMTPUTF8 AUTH=<>',
    { path: '<>', body: '8bitmime', smtpUtf8: true, size: 1, returnContent: 'headers', envelopeId: 'x' },
  ],
];
for (const [text, expected] of good)
  test(`good: ${text.slice(0, 90)}`, () => assert.deepEqual(envelope(text), expected));

const bad: readonly [string, string][] = [
  ['', '501 5.5.4'],
  ['FROM', '501 5.5.4'],
  ['FROM:', '501 5.5.4'],
  ['FROM :<a@b.test>', '501 5.5.4'],
  ['FROM:a@b.test', '501 5.5.4'],
  ['TO:<a@b.test>', '501 5.5.4'],
  ['FROM:<a@b.test>x', '501 5.5.4'],
  ['FROM:<a@b.test', '501 5.1.7'],
  ['FROM:< a@b.test>', '501 5.1.7'],
  ['FROM:<a>', '501 5.1.7'],
  ['FROM:<postmaster>', '501 5.1.7'],
  ['FROM:<a@b_c.test>', '501 5.1.7'],
  ['FROM:<a..b@c.test>', '501 5.1.7'],
  ['FROM:<é@b.test>', '550 5.6.7'],
  ['FROM:<a@bücher.test>', '550 5.6.7'],
  ['FROM:<a@b.test> SIZE', '501 5.5.4'],
  ['FROM:<a@b.test> SIZE=-1', '501 5.5.4'],
  ['FROM:<a@b.test> SIZE=1.5', '501 5.5.4'],
  ['FROM:<a@b.test> SIZE=123456789012345678901', '501 5.5.4'],
  ['FROM:<a@b.test> BODY', '501 5.5.4'],
  ['FROM:<a@b.test> BODY=9BIT', '501 5.5.4'],
  ['FROM:<a@b.test> SMTPUTF8=1', '501 5.5.4'],
  ['FROM:<a@b.test> RET', '501 5.5.4'],
  ['FROM:<a@b.test> RET=ALL', '501 5.5.4'],
  ['FROM:<a@b.test> RET=FULL RET=HDRS', '501 5.5.4'],
  ['FROM:<a@b.test> ENVID', '501 5.5.4'],
  ['FROM:<a@b.test> ENVID=a+2', '501 5.5.4'],
  ['FROM:<a@b.test> ENVID=a+2b', '501 5.5.4'],
  // Behind the encoding there must be printable ASCII and no line end (RFC 3461 §4.4).
  ['FROM:<a@b.test> ENVID=a+0D+0AX-Evil:', '501 5.5.4'],
  ['FROM:<a@b.test> ENVID=+C3+A9', '501 5.5.4'],
  ['FROM:<a@b.test> ENVID=é SMTPUTF8', '501 5.5.4'],
  [`FROM:<a@b.test> ENVID=${'+41'.repeat(101)}`, '501 5.5.4'],
  ['FROM:<a@b.test> ENVID=a ENVID=a', '501 5.5.4'],
  ['FROM:<a@b.test> AUTH', '501 5.5.4'],
  ['FROM:<a@b.test> AUTH=a', '501 5.5.4'],
  ['FROM:<a@b.test> AUTH=a+2', '501 5.5.4'],
  ['FROM:<a@b.test> NOTIFY=NEVER', '555 5.5.4'],
  ['FROM:<a@b.test> HOLDFOR=1', '555 5.5.4'],
];
for (const [text, expected] of bad)
  test(`bad: ${text.slice(0, 90)}`, () => assert.equal(envelope(text), expected));

test('AUTH is unknown where it is not offered', () => {
  const read = parseMailArgument('FROM:<> AUTH=<>', false);
  assert.equal(read.ok ? '' : read.error.code, 555);
});

test('whatever a local part is, its written form comes through', () => {
  const localPart = fc.stringMatching(/^[ -~]{1,30}$/);
  fc.assert(
    fc.property(localPart, fc.stringMatching(/^[\t -~]{1,100}$/), (local, id) => {
      const { text } = mailboxAddress(local, 'b.test' as Domain);
      const read = parseMailArgument(`FROM:<${text}> ENVID=${encodeXtext(id)}`, false);
      assert.ok(read.ok);
      const { reversePath, envelopeId } = read.value.envelope;
      assert.ok(reversePath !== NULL_PATH);
      assert.equal(reversePath.localPart, local);
      assert.equal(envelopeId, encodeXtext(id));
    }),
  );
});
