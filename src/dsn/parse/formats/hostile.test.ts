import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../../base/bytes.ts';
import { openMail } from '../open-mail.ts';
import { formats } from './all.ts';

const header = 'From: MAILER-DAEMON@krustylu.test\nTo: homer@springfield.test\nSubject: failure notice\n\n';
const sizes = 200_000;

/** What could make a pattern look again and again at the same text. */
const pieces = [
  ...['@', 'a@b ', '<', '"', '(', '-', ' ', '\n', '=', '5.1.', '550 ', '宛先', 'to: ', 'a.', "'a@b.test' "],
  ...[
    'user ',
    'delivery to ',
    'host a.b.',
    'rejected by ',
    'konnte ',
    'following address\n\n',
    'a=b;',
    '5.1.1',
  ],
  ...[
    'a@b.test\n',
    'RCPT TO:<a@b.test>\n',
    'Received: x\n y\n',
    'To: a\nz\n',
    'a@b.test\n\n   x\n',
    '> ',
    '| ',
  ],
];

/** Milliseconds; a mail of this size that is read in linear time takes a tenth of it on a slow machine. */
const timeMax = 2_000;

function readAll(text: string): number {
  const mail = openMail(fromUtf8(header + text));
  const start = performance.now();
  for (const format of formats) format.read(mail);
  return performance.now() - start;
}

describe('the readers of notices that no standard describes, given hostile text', () => {
  for (const piece of pieces) {
    it(`take linear time for repeated ${JSON.stringify(piece)}`, () => {
      assert.ok(readAll(`Hello\n${piece.repeat(sizes / piece.length)}\nBye`) < timeMax);
    });
  }

  it('take linear time for thousands of recipients, and read no more than a thousand', () => {
    const list = Array.from({ length: 8_000 }, (_, i) => `moe${i}@tavern.test`);
    const text = `The following addresses failed:\n\n${list.join('\n')}\n`;
    assert.ok(readAll(text) < timeMax);
    const mail = openMail(fromUtf8(header + text));
    const found = formats.map((format) => format.read(mail)).find((finding) => finding !== undefined);
    assert.equal(found?.recipients.length, 1000);
  });
});
