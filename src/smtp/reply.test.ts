import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { latin1 } from '../base/bytes.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import { formatReply, replyLineBytesMax } from './reply.ts';

const known: readonly [Reply, string][] = [
  [reply(250, '2.1.5', 'Recipient OK'), '250 2.1.5 Recipient OK\r\n'],
  [reply(220, undefined, 'mx.test ESMTP'), '220 mx.test ESMTP\r\n'],
  [reply(250, undefined, 'mx.test', 'PIPELINING', 'HELP'), '250-mx.test\r\n250-PIPELINING\r\n250 HELP\r\n'],
  // RFC 2034 §4: the same status on each line
  [reply(550, '5.7.1', 'No.', 'And no.'), '550-5.7.1 No.\r\n550 5.7.1 And no.\r\n'],
  // RFC 5321 §4.2.1: the blank stays where there is no text.
  [reply(334, undefined, ''), '334 \r\n'],
  [reply(250, undefined), '250 \r\n'],
  [reply(250, '2.0.0'), '250 2.0.0 \r\n'],
  [reply(550, '5.0.0', 'a\r\n250 b'), '550 5.0.0 a\\x{D}\\x{A}250 b\r\n'],
  [reply(550, '5.0.0', 'tab\tstays, Ü, 🍩, \u0000'), '550 5.0.0 tab\tstays, \\x{DC}, \\x{1F369}, \\x{0}\r\n'],
];

for (const [words, wire] of known) {
  test(JSON.stringify(wire), () => assert.equal(latin1(formatReply(words)), wire));
}

test('a line may have 512 octets and no more', () => {
  const room = replyLineBytesMax - '550 5.0.0 \r\n'.length;
  assert.equal(latin1(formatReply(reply(550, '5.0.0', 'x'.repeat(room)))).length, 512);
  assert.equal(
    latin1(formatReply(reply(550, '5.0.0', 'x'.repeat(room + 1)))),
    `550-5.0.0 ${'x'.repeat(room)}\r\n550 5.0.0 x\r\n`,
  );
});

test('a long line is cut at a blank', () => {
  const wire = latin1(formatReply(reply(550, undefined, `${'x'.repeat(400)} ${'y'.repeat(400)}`)));
  assert.equal(wire, `550-${'x'.repeat(400)}\r\n550 ${'y'.repeat(400)}\r\n`);
});

test('a challenge is never cut', () => {
  const challenge = 'QUJD'.repeat(1_000);
  assert.equal(latin1(formatReply(reply(334, undefined, challenge))), `334 ${challenge}\r\n`);
});

test('whatever is said, each line is lawful and only the last ends the reply', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 1_500 });
  fc.assert(
    fc.property(
      fc.array(anyText, { maxLength: 4 }),
      fc.constantFrom(undefined, '5.7.1' as const),
      (lines, status) => {
        const wire = latin1(formatReply(reply(550, status, ...lines))).split('\r\n');
        assert.equal(wire.pop(), '');
        for (const [i, line] of wire.entries()) {
          assert.match(line, i === wire.length - 1 ? /^550 [\t -~]*$/ : /^550-[\t -~]*$/);
          assert.ok(line.length + 2 <= replyLineBytesMax);
        }
      },
    ),
  );
});
