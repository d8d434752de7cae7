import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8, latin1 } from '../../base/bytes.ts';
import { parsePartTree } from '../../message/part-tree.ts';
import { directionOf, type Language, languages } from '../languages/languages.ts';
import { parseReport } from '../parse/parse-report.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import { goldenCase, htmlOf, noticeOf, textOf } from '../testing/readable.ts';

const { report, context } = goldenCase('failed-typo');
const krusty = report.recipients[0] as ReportedRecipient;

/** A notice in which everything that others can choose is `text`. */
function noticeWith(text: string, language: Language = 'en'): Uint8Array {
  const hostile: Report = {
    ...report,
    receivedFromMta: { type: 'dns', name: text, ip: text },
    originalEnvelopeId: text,
    recipients: [
      {
        ...krusty,
        finalRecipient: { type: 'rfc822', address: text },
        originalRecipient: { type: 'rfc822', address: `x${text}` },
        remoteMta: { type: 'dns', name: text, ip: text },
        diagnosticCode: { type: 'smtp', text },
        finalLogId: text,
        tls: text,
        didYouMean: [text, `${text}y`],
      },
    ],
    original: {
      message: fromUtf8(
        ['Subject', 'To', 'Cc', 'Date', 'Received']
          .map((name) => `${name}: ${text.replace(/[\r\n]+/g, ' ')}\r\n`)
          .join('')
          .concat(`\r\n${text}`),
      ),
    },
  };
  return noticeOf({ report: hostile, context }, { language });
}

/** Nothing of this may reach a page, a terminal or the eyes of a reader as it is. */
const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

function assertHarmless(notice: Uint8Array, language: Language = 'en'): void {
  // From right to left the text has marks of our own, each closed in its line.
  const ours = directionOf(language) === 'rtl' ? /[\u2066\u2068]([^\u2066-\u2069\n]*)\u2069/g : /(?!)/g;
  assert.doesNotMatch(textOf(notice).replaceAll('\r\n', '\n').replace(ours, '$1'), unsafe);
  const html = htmlOf(notice).replaceAll('\r\n', '\n');
  assert.doesNotMatch(html, unsafe);
  const tags = new Set(
    Array.from(html.matchAll(/<\/?([A-Za-z!][\w-]*)/g), ([, name = '']) => name.toLowerCase()),
  );
  for (const tag of tags) assert.ok(ourTags.has(tag), tag);
  for (const [, attributes = ''] of html.matchAll(/<[a-z]\w*([^>]*)>/g))
    assert.match(attributes, /^(?: [a-z-]+="[^"<>]*")*$/, 'attributes are ours');
}

const ourTags = new Set(
  '!doctype html head meta title style body table tr td th caption div p h1 h2 ul ol li bdi span code wbr a details summary'.split(
    ' ',
  ),
);

const attacks: readonly [what: string, text: string][] = [
  ['line ends', 'No\r\n\r\nAction: delivered\r\nStatus: 2.0.0\nX: y\rZ'],
  ['escape sequences', '\u001b]0;title\u0007\u001b[2J\u001b[31mred\u009b31m'],
  ['HTML', '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="javascript:x">&amp;'],
  ['the end of a style', '</style></head><body onload=x><!-- --><![CDATA['],
  ['bidi controls', 'moc\u202elive\u202c \u2066a\u2067b\u2069 \u200fx\u200e'],
  ['a boundary', '--=_0_N7Q4K2M9E--\r\n--=_0.1_N7Q4K2M9E\r\nContent-Type: text/html\r\n\r\nhi'],
  ['the end of mail', '\r\n.\r\nRSET\r\n'],
  ['NUL and lone surrogates', 'a\0b\ud800c\udc00'],
  ['placeholders of ICU', "{domain} {n, plural, other {#}} '{' #"],
  ['replacement patterns', "$& $1 $` $'"],
  ['invisible letters', 'pay\u200bpal\u00ad\ufeff\u2060'],
  ['nothing', ''],
  ['blanks', '   \t  '],
];

describe('what others have written is harmless in a notice', () => {
  for (const [what, text] of attacks) {
    it(what, () => {
      const notice = noticeWith(text);
      assertHarmless(notice);
      const root = parsePartTree(notice);
      assert.equal(root.children.length, 3, 'no part more, no part less');
      assert.equal(root.children[0]?.children.length, 2);
    });
  }

  it('a line of 100 kB is cut in text and HTML, and kept from the fields', () => {
    const notice = noticeWith('x'.repeat(100_000));
    assertHarmless(notice);
    assert.ok(textOf(notice).length < 12_000);
    assert.ok(htmlOf(notice).length < 40_000);
    for (const line of latin1(notice).split('\r\n')) assert.ok(line.length <= 998);
  });

  it('a header of a thousand hops is told in part', () => {
    const hop = 'Received: from a.test by b.test; Mon, 23 Nov 2026 09:14:02 +0000\r\n';
    const message = fromLatin1(`${hop.repeat(1000)}\r\n`);
    const notice = noticeOf({ report: { ...report, original: { message } }, context });
    assert.ok(textOf(notice).split('a.test → b.test').length <= 21);
  });

  it('anything else is too, in every language', () => {
    const letters = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '\r\n',
      '\u202e',
      '\u001b',
      '{',
      '}',
      '#',
      'ü',
      '日',
      'م',
      '@',
      ' ',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: letters, maxLength: 40 }),
        fc.constantFrom(...languages),
        (text, language) => {
          const notice = noticeWith(text, language);
          assertHarmless(notice, language);
          assert.equal(parsePartTree(notice).children.length, 3);
          const one = { ...krusty, diagnosticCode: { type: 'smtp', text } };
          const said = noticeOf({ report: { ...report, recipients: [one] }, context }, { language });
          assert.equal(parseReport(said)[0]?.recipients.length, 1);
        },
      ),
      { numRuns: 100 },
    );
  });
});
