import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8, NO_BYTES } from '../base/bytes.ts';
import { parseCommand } from './command.ts';

const parse = (text: string) => parseCommand(fromUtf8(text));

test('well-formed commands', () => {
  const rows: [string, object][] = [
    ['USER homer', { kind: 'USER', name: 'homer' }],
    ['user "homer j" x', { kind: 'USER', name: '"homer j" x' }],
    ['USER rené@springfield.test', { kind: 'USER', name: 'rené@springfield.test' }],
    ['PASS secret', { kind: 'PASS', password: 'secret' }],
    ['pAsS  two words ', { kind: 'PASS', password: ' two words ' }],
    ['AUTH PLAIN', { kind: 'AUTH', mechanism: 'PLAIN', initial: undefined }],
    ['AUTH PLAIN =', { kind: 'AUTH', mechanism: 'PLAIN', initial: NO_BYTES }],
    ['AUTH x-1_Y AAE=', { kind: 'AUTH', mechanism: 'x-1_Y', initial: fromLatin1('\x00\x01') }],
    ['LIST', { kind: 'LIST', message: undefined }],
    ['LIST ', { kind: 'LIST', message: undefined }],
    ['LIST 3', { kind: 'LIST', message: 3 }],
    ['uidl 003 ', { kind: 'UIDL', message: 3 }],
    ['RETR 999999999', { kind: 'RETR', message: 999_999_999 }],
    ['DELE 1', { kind: 'DELE', message: 1 }],
    ['TOP 1 0', { kind: 'TOP', message: 1, lines: 0 }],
    ['top 12  34', { kind: 'TOP', message: 12, lines: 34 }],
    ['CAPA', { kind: 'CAPA' }],
    ['STLS', { kind: 'STLS' }],
    ['quit ', { kind: 'QUIT' }],
    ['STAT', { kind: 'STAT' }],
    ['NOOP', { kind: 'NOOP' }],
    ['RSET', { kind: 'RSET' }],
  ];
  for (const [text, command] of rows) assert.deepEqual(parse(text), command, text);
});

test('known keywords with arguments that do not fit', () => {
  const rows = [
    'USER',
    'USER ',
    'PASS',
    'AUTH',
    'AUTH ',
    'AUTH PLAIN AAA',
    'AUTH PLAIN ==',
    'AUTH PLAIN AA== AA==',
    `AUTH ${'X'.repeat(21)}`,
    'LIST x',
    'LIST 1 2',
    'LIST -1',
    'LIST 1.5',
    'LIST 1e3',
    'RETR',
    'RETR 1000000000',
    'RETR ١',
    'DELE 1 2',
    'TOP 1',
    'TOP 1 2 3',
    'CAPA x',
    'QUIT x',
    'STAT 1',
  ];
  for (const text of rows) assert.equal(parse(text), 'malformed', text);
  assert.equal(parseCommand(fromLatin1('USER \xff')), 'malformed');
});

test('unknown keywords', () => {
  for (const text of [
    '',
    ' ',
    'APOP homer x',
    'UTF8',
    'LANG',
    'STATS',
    'ST',
    ' STAT',
    'STAT\t1',
    'GET / HTTP/1.1',
  ])
    assert.equal(parse(text), 'unknown', text);
  for (const text of ['toString', '__proto__', 'constructor']) assert.equal(parse(text), 'unknown');
});

test('anything is either a command or an error', () => {
  const lines = fc.oneof(
    fc.uint8Array(),
    fc
      .tuple(fc.constantFrom('USER', 'PASS', 'AUTH', 'LIST', 'TOP', 'RETR', 'QUIT'), fc.string())
      .map(([keyword, rest]) => fromUtf8(`${keyword} ${rest}`)),
  );
  fc.assert(
    fc.property(lines, (line) => {
      const command = parseCommand(line);
      assert.ok(typeof command === 'string' || command.kind.length >= 3);
    }),
  );
});
