import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8, isAscii, utf8 } from '../base/bytes.ts';
import { languages } from '../dsn/languages/languages.ts';
import { decodeText } from '../message/body.ts';
import { parseHeader } from '../message/fields.ts';
import { parsePartTree } from '../message/part-tree.ts';
import { decodeWords } from '../message/words.ts';
import { address, noon } from '../queue/testing/samples.ts';
import { type AnswerContext, writeAnswer } from './answer-mail.ts';
import { defaultWords } from './default-words.ts';
import { type Vacation, vacationBodyBytesMax } from './vacation.ts';

const away: Vacation = {
  isEnabled: true,
  fromDate: null,
  toDate: null,
  subject: null,
  textBody: 'At the lake.',
  htmlBody: null,
  from: null,
};

const usual: AnswerContext = {
  at: noon,
  id: 'ID1',
  messageId: '<ID1@springfield.test>',
  from: { name: null, address: address('homer@springfield.test') },
  to: address('ned@church.test'),
  language: 'en',
  allows8bit: false,
};

function written(vacation: Partial<Vacation>, answered = '', context: Partial<AnswerContext> = {}) {
  const header = parseHeader(fromUtf8(`${answered}\r\n`));
  const bytes = writeAnswer({ ...away, ...vacation }, header, { ...usual, ...context });
  const parts = parsePartTree(bytes);
  const texts = [parts, ...parts.children].filter(({ children }) => children.length === 0);
  return { bytes, header: parseHeader(bytes), texts: texts.map((part) => decodeText(bytes, part).trim()) };
}

const hello = 'Subject: Hello\r\nMessage-ID: <2@church.test>\r\nReferences: <1@church.test>\r\n';

describe('writeAnswer', () => {
  it('writes an answer that says that it is one', () => {
    assert.equal(
      utf8(written({}, hello).bytes),
      [
        'Date: Mon, 23 Nov 2026 12:00:00 +0000',
        'From: homer@springfield.test',
        'To: ned@church.test',
        'Subject: Auto: Hello',
        'Message-ID: <ID1@springfield.test>',
        'In-Reply-To: <2@church.test>',
        'References: <1@church.test> <2@church.test>',
        'Auto-Submitted: auto-replied',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=us-ascii',
        'Content-Transfer-Encoding: 7bit',
        '',
        'At the lake.',
        '',
      ].join('\r\n'),
    );
  });

  it('answers a message that has no name and no subject', () => {
    const { header } = written({});
    assert.equal(header.value('Subject'), 'Auto:');
    assert.equal(header.has('In-Reply-To'), false);
    assert.equal(header.has('References'), false);
  });

  it('repeats a subject whatever stands in it, up to a length', () => {
    const subject = (text: string) => {
      const { bytes, header } = written({}, `Subject: ${text}\r\n`);
      assert.ok(isAscii(bytes));
      for (const line of utf8(bytes).split('\r\n')) assert.ok(line.length <= 78);
      return decodeWords(header.value('Subject') ?? '');
    };
    assert.equal(subject('=?utf-8?q?Gr=C3=BC=C3=9Fe?='), 'Auto: Grüße');
    assert.equal(subject('=?utf-8?q?a=0D=0ABcc:_x@y.test?='), 'Auto: a  Bcc: x@y.test');
    assert.equal(subject('x '.repeat(300)).length, 'Auto: '.length + 199);
  });

  it('says what its owner has chosen', () => {
    const { header, texts } = written({ subject: 'Am See \u{1f41f}', textBody: 'Grüße\nHomer' }, hello, {
      from: { name: 'Homer J. "Max" Simpson', address: address('max@springfield.test') },
    });
    assert.equal(decodeWords(header.value('Subject') ?? ''), 'Am See \u{1f41f}');
    assert.equal(header.value('From'), '"Homer J. \\"Max\\" Simpson" <max@springfield.test>');
    assert.deepEqual(texts, ['Grüße\r\nHomer']);
  });

  it('makes text of HTML, and finds words where there are none', () => {
    const html = '<p>At the <b>lake</b></p>';
    assert.deepEqual(written({ textBody: null, htmlBody: html }).texts, ['At the lake', html]);
    assert.deepEqual(written({ textBody: 'Lake', htmlBody: html }).texts, ['Lake', html]);
    for (const language of languages)
      assert.deepEqual(written({ textBody: null }, '', { language }).texts, [defaultWords[language]]);
  });

  it('names addresses beyond ASCII as they are', () => {
    const { header } = written({}, '', { to: address('üter@kirche.test') });
    assert.equal(header.value('To'), 'üter@kirche.test');
  });

  it('stays short, whatever may be written', () => {
    const longest = '\u{1f41f}'.repeat(vacationBodyBytesMax / 4);
    const { bytes, texts } = written({ textBody: longest, htmlBody: longest });
    assert.ok(bytes.length < 128 * 1024 && isAscii(bytes));
    assert.deepEqual(texts, [longest, longest]);
  });
});
