import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { statusFields } from './field-groups.ts';

const sorted = (...lines: string[]) => {
  const { message, recipients } = statusFields(fromUtf8(lines.join('\r\n')));
  return {
    message: Object.fromEntries(message),
    recipients: recipients.map((group) =>
      [...group].map(([name, value]) => `${name[0]}${name.split('-')[1]?.[0] ?? ''}=${value}`).join(' '),
    ),
  };
};

const cases: readonly (readonly [name: string, lines: string[], recipients: string[]])[] = [
  [
    'as the standard has it',
    ['Reporting-MTA: x', '', 'Final-Recipient: a', 'Action: f', '', 'Final-Recipient: b', 'Action: d'],
    ['fr=a a=f', 'fr=b a=d'],
  ],
  [
    'without empty lines',
    ['Reporting-MTA: x', 'Final-Recipient: a', 'Action: f', 'Final-Recipient: b', 'Action: d'],
    ['fr=a a=f', 'fr=b a=d'],
  ],
  [
    'with blanks for empty lines',
    ['Reporting-MTA: x', ' ', 'Final-Recipient: a', 'Action: f', '\t', 'Final-Recipient: b'],
    ['fr=a a=f', 'fr=b'],
  ],
  [
    'with an empty line behind each',
    ['Final-Recipient: a', '', 'Action: f', '', 'Status: 5', '', 'Final-Recipient: b', '', 'Action: d'],
    ['fr=a a=f s=5', 'fr=b a=d'],
  ],
  [
    'with the address last',
    ['Action: f', 'Status: 5', 'Final-Recipient: a', '', 'Action: d', 'Status: 4', 'Final-Recipient: b'],
    ['a=f s=5 fr=a', 'a=d s=4 fr=b'],
  ],
  [
    'with both addresses',
    [
      'Original-Recipient: a',
      'Final-Recipient: b',
      'Action: f',
      'Original-Recipient: c',
      'Final-Recipient: d',
      'Action: f',
    ],
    ['or=a fr=b a=f', 'or=c fr=d a=f'],
  ],
  [
    'where addresses share a fate',
    [
      'Final-Recipient: a',
      'Final-Recipient: b',
      'Action: f',
      'Status: 5',
      '',
      'Final-Recipient: c',
      'Action: d',
    ],
    ['fr=a a=f s=5', 'fr=b a=f s=5', 'fr=c a=d'],
  ],
  ['where a fate comes twice', ['Final-Recipient: a', 'Action: f', 'Action: d'], ['fr=a a=f']],
  [
    'with a fate but no address',
    ['Reporting-MTA: x', '', 'Action: f', 'Status: 5', '', 'Action: d'],
    ['a=f s=5'],
  ],
  [
    'torn between address and fate',
    ['Original-Recipient: a', '', 'Final-Recipient: b', 'Action: f'],
    ['or=a fr=b a=f'],
  ],
  ['with a fold', ['Final-Recipient: rfc822;', ' a', 'Status: 5', '\t(no)'], ['fr=rfc822; a s=5\t(no)']],
  [
    'with a fold behind an empty line of blanks',
    ['Final-Recipient: a', 'Status: 5', ' ', ' (no)'],
    ['fr=a s=5  (no)'],
  ],
  [
    'with stray lines',
    ['---', 'Final-Recipient: a', 'Status: 5', 'and so on', 'Action: f'],
    ['fr=a s=5 and so on a=f'],
  ],
  ['of nobody', ['Reporting-MTA: x'], []],
  ['of nothing', ['', 'x'], []],
];

describe('statusFields', () => {
  for (const [name, lines, recipients] of cases) {
    it(`sorts fields ${name}`, () => assert.deepEqual(sorted(...lines).recipients, recipients));
  }

  it('finds the fields of the message wherever they stand', () => {
    const { message, recipients } = sorted(
      'X-Queue: 7',
      'Reporting-MTA: x',
      '',
      'Final-Recipient: a',
      'Arrival-Date: then',
      'X-Other: y',
    );
    assert.deepEqual(message, { 'x-queue': '7', 'reporting-mta': 'x', 'arrival-date': 'then' });
    assert.deepEqual(recipients, ['fr=a xo=y']);
  });

  it('cuts what is too long', () => {
    const [recipient] = sorted('Final-Recipient: a', `Status: ${'x'.repeat(20_000)}`).recipients;
    assert.equal(recipient?.length, 'fr=a s='.length + 8_000 - 1);
  });
});
