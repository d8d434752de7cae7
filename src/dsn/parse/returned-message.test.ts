import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { openMail } from './open-mail.ts';
import { returnedHeader, returnedMessage } from './returned-message.ts';

const notice = (header: readonly string[], text: string) =>
  openMail(fromUtf8([...header, '', text].join('\n')));

const returned = (text: string, header: readonly string[] = ['To: homer@springfield.test']) => {
  const mail = notice(header, text);
  const at = mail.text.indexOf('Original message');
  const draft = { format: 'x', recipients: [], ...(at !== -1 && { returnedAt: at }) };
  return returnedMessage(mail, returnedHeader(mail, draft));
};

const fields = [
  'Received: from b by c; Tue, 24 Nov 2026 10:00:02 +0000',
  'Received: from a by b; Tue, 24 Nov 2026 10:00:01 +0000',
  'From: Homer <homer@springfield.test>',
  'To: krusty@krustylu.test',
  'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=',
  '\tan alle',
  'Date: Tue, 24 Nov 2026 10:00:00 +0000',
  'Message-ID: <b1@springfield.test>',
];
const known = {
  messageId: '<b1@springfield.test>',
  from: 'Homer <homer@springfield.test>',
  to: 'krusty@krustylu.test',
  subject: 'Grüße\tan alle'.replace('\t', ' '),
  date: instant(Date.parse('2026-11-24T10:00:00Z')),
  returnPath: 'homer@springfield.test',
  received: ['from a by b; Tue, 24 Nov 2026 10:00:01 +0000', 'from b by c; Tue, 24 Nov 2026 10:00:02 +0000'],
};

describe('the message that a notice returns in its text', () => {
  const marks: readonly (readonly [name: string, mark: string])[] = [
    ['as it is', ''],
    ['quoted', '> '],
    ['quoted without blanks', '>'],
    ['indented', '    '],
    ['behind bars', '| '],
  ];
  for (const [name, mark] of marks) {
    it(`is read ${name}`, () => {
      const lines = fields.map((line) => `${mark}${line}`);
      const text = [
        'Failed.',
        'Original message follows:',
        '------',
        '',
        ...lines,
        mark,
        `${mark}Subject: body`,
      ];
      assert.deepEqual(returned(text.join('\n')), known);
    });
  }

  it('may be not there at all', () => {
    assert.deepEqual(returned('Original message follows.\n\nIt was lost.'), {
      returnPath: 'homer@springfield.test',
      received: [],
    });
  });
});

describe('a message of which only words tell', () => {
  it('has the subject that the notice names', () => {
    for (const label of ['Subject:', '  Subject:\t', 'Betreff: ', '> Objet : ', '件名：']) {
      assert.equal(returned(`Your message\n${label}Party\nfailed.`).subject, 'Party');
    }
    assert.equal(returned('A subject: none').subject, undefined);
  });

  it('has the identifier that the notice names, or answers', () => {
    assert.equal(returned('Message-ID: <a@b>').messageId, '<a@b>');
    assert.equal(returned('  original message id <a@b> failed').messageId, '<a@b>');
    assert.equal(returned('x', ['In-Reply-To: <c@d>']).messageId, '<c@d>');
    assert.equal(returned('x').messageId, undefined);
  });
});

describe('the address that a notice came to', () => {
  const cases: readonly (readonly [header: readonly string[], address: string | undefined])[] = [
    [['To: Homer <homer@springfield.test>'], 'homer@springfield.test'],
    [
      ['To: homer@springfield.test', 'Delivered-To: homer+tag@springfield.test'],
      'homer+tag@springfield.test',
    ],
    [['Envelope-To: a@b.test', 'X-Original-To: c@d.test'], 'c@d.test'],
    [['To: undisclosed-recipients:;'], undefined],
    [[], undefined],
  ];
  for (const [header, address] of cases) {
    it(`is ${address} where it has ${header.join(', ')}`, () =>
      assert.equal(returned('x', ['Subject: y', ...header]).returnPath, address));
  }
});
