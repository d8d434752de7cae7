import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromUtf8 } from '../../../base/bytes.ts';
import { openMail } from '../open-mail.ts';
import { formats } from './all.ts';
import { writtenNotices } from './testing/notices.ts';

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

describe('the readers of notices that no standard describes, given damaged notices', () => {
  const mails = writtenNotices(new URL('./testing/', import.meta.url)).map(({ mail }) => mail);
  const addressesIn = (mail: Bytes) => {
    const opened = openMail(mail);
    return formats.flatMap((format) => format.read(opened)?.recipients.map(({ address }) => address) ?? []);
  };

  it('never throw, and find nothing that is no address, in parts of notices put together', () => {
    const part = fc
      .tuple(fc.constantFrom(...mails), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(600))
      .map(([mail, at, length]) => {
        const start = Math.floor(at * mail.length);
        return mail.subarray(start, start + length);
      });
    fc.assert(
      fc.property(
        fc.constantFrom(...mails),
        fc.nat(800),
        fc.array(part, { maxLength: 4 }),
        (mail, cut, parts) => {
          for (const address of addressesIn(concat([mail.subarray(0, cut), ...parts]))) {
            assert.match(address, /^[^\s@].*@[^\s@]+$/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
