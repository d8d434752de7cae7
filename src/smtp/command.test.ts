import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, fromLatin1, fromUtf8 } from '../base/bytes.ts';
import { parseCommandLine } from './command.ts';

const lines: readonly [string, string, string][] = [
  ['QUIT', 'QUIT', ''],
  ['quit', 'QUIT', ''],
  ['Quit \t ', 'QUIT', ''],
  ['MAIL FROM:<a@b>', 'MAIL', 'FROM:<a@b>'],
  ['mail   from:<A@b> x', 'MAIL', 'from:<A@b> x'],
  ['RCPT TO:<Zoë@b>', 'RCPT', 'TO:<Zoë@b>'],
  ['', '', ''],
  [' QUIT', '', 'QUIT'],
  // Not ASCII, though the upper case of the long s is.
  ['rſet', 'RſET', ''],
  ['x\u3000y', 'X\u3000Y', ''],
];

for (const [line, verb, argument] of lines) {
  test(JSON.stringify(line), () => {
    assert.deepEqual(parseCommandLine(fromUtf8(line)), { ok: true, value: { verb, argument } });
  });
}

test('control characters are in no command', () => {
  for (let octet = 0; octet < 128; octet++) {
    const line = concat([fromLatin1('NOOP a'), Uint8Array.of(octet), fromLatin1('b')]);
    assert.equal(parseCommandLine(line).ok, octet >= 32 && octet !== 127, `octet ${octet}`);
  }
});

test('what is not UTF-8 is no command', () => {
  for (const line of ['NOOP \xff', 'NOOP \xc3', 'NOOP \xc0\xaf', 'NOOP \xed\xa0\x80']) {
    assert.equal(parseCommandLine(fromLatin1(line)).ok, false);
  }
});
