import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesOf } from '../text/lines.ts';
import { mentionsIn } from './mention.ts';

const mentioned = (...lines: string[]) =>
  mentionsIn(linesOf(lines.join('\n'))).map(({ address, manner, action }) =>
    [address.slice(0, address.indexOf('@')), manner, ...(action ? [action] : [])].join(' '),
  );

const cases: readonly (readonly [name: string, lines: readonly string[], mentions: readonly string[]])[] = [
  [
    'a list',
    ['The following addresses failed:', '', 'moe@a.test', 'barney@a.test'],
    ['moe listed', 'barney listed'],
  ],
  [
    'a list with empty lines',
    ['These failed:', '', 'moe@a.test', '', 'barney@a.test'],
    ['moe listed', 'barney listed'],
  ],
  [
    'a list under a title',
    ['It was not delivered to these 2:', '', 'Bars', '----', '', 'moe@a.test'],
    ['moe listed'],
  ],
  ['brackets and a colon', ['Hello', '<moe@a.test>:', 'Sorry.'], ['moe listed']],
  [
    'brackets, an origin and a colon',
    ['<moe@a.test> (expanded from <bar@a.test>): no'],
    ['moe listed', 'bar original'],
  ],
  ['a reason behind it', ['moe@a.test - user unknown'], ['moe listed']],
  ['a reason below it', ['moe@a.test', '', '    user unknown'], ['moe listed']],
  ['a reply behind it', ['Moes', '', 'moe@a.test 550 no'], ['moe listed']],
  ['a reply before it', ['Sorry.', '', '550 no such user: moe@a.test'], ['moe listed']],
  ['a reply around it', ['571 moe@a.test... You are banned'], ['moe refused']],
  ['a command and its reply', ['RCPT TO:<moe@a.test>', '550 no'], ['moe refused']],
  [
    'a command and the reply to the next',
    ['RCPT TO:<moe@a.test>', '250 ok', 'RCPT TO:<b@a.test>', '550 no'],
    ['moe labelled', 'b refused'],
  ],
  ['a label', ['Recipient: moe@a.test'], ['moe labelled']],
  ['a field of the header', ['To: moe@a.test'], ['moe addressed']],
  ['a sentence', ['Your mail to moe@a.test could not be delivered.'], ['moe told']],
  ['a sentence over two lines', ['Your mail to moe@a.test could', 'not be delivered.'], ['moe told']],
  ['a reason over two lines', ['Bars', '', 'moe@a.test', '  no such', '  user'], ['moe listed']],
  ['a line of its own', ['Good day', '', 'moe@a.test', '', 'and so on'], ['moe alone']],
  ['the first word of a line', ['Good day', '', 'moe@a.test: retried too often'], ['moe alone']],
  ['any other words', ['Good day, moe@a.test, and so on'], ['moe named']],
  ['the sender', ['A message sent by', '', '  moe@a.test', '', 'failed'], []],
  ['whom to ask', ['It failed. Please contact moe@a.test.'], []],
  ['whom to ask, in the next line', ['It failed. Please contact', 'moe@a.test.'], []],
  [
    'whom to ask before a list',
    ['Ask the postmaster for support. These addresses failed:', 'moe@a.test'],
    ['moe listed'],
  ],
  [
    'two sections',
    [
      '--- addresses with permanent fatal errors ---',
      'moe@a.test',
      '',
      '--- transient errors ---',
      'b@a.test',
    ],
    ['moe listed failed', 'b listed delayed'],
  ],
];

describe('mentionsIn', () => {
  for (const [name, lines, mentions] of cases) {
    it(`knows ${name}`, () => assert.deepEqual(mentioned(...lines), mentions));
  }
});
