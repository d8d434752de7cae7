import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../address/domain.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader, unfold } from './fields.ts';
import {
  makeMessageId,
  messageIdLengthMax,
  messageIdOf,
  parseMessageIds,
  referencesFor,
  referencesMax,
} from './message-id.ts';
import { corpus } from './testing/corpus.ts';

const domain = 'springfield.test' as Domain;
const headerOf = (text: string) => parseHeader(fromUtf8(`${text}\r\n\r\n`));

describe('makeMessageId', () => {
  it('joins a unique word and a domain', () => {
    assert.equal(makeMessageId('7Q4K.2M9D', domain), '<7Q4K.2M9D@springfield.test>');
  });
  for (const bad of ['', 'a b', 'a>', 'a@b', '.a', 'ü', 'a\r\nb']) {
    it(`refuses ${JSON.stringify(bad)}`, () => assert.throws(() => makeMessageId(bad, domain), /dot-atom/));
  }
});

describe('parseMessageIds', () => {
  const table: readonly [value: string, ids: readonly string[]][] = [
    ['<a@b>', ['<a@b>']],
    ['<a@b> <c@d>', ['<a@b>', '<c@d>']],
    ['<a@b><c@d>', ['<a@b>', '<c@d>']],
    ['<a@b>,<c@d>', ['<a@b>', '<c@d>']],
    ['(comment) <a@b> (<not@this>)', ['<a@b>']],
    ['Your message of Monday <a@b> from x@y', ['<a@b>']],
    ['<a @ b(c) .d>', ['<a@b.d>']],
    ['<"a b"@c>', []],
    ['<"ab"@c>', ['<"ab"@c>']],
    ['<>', []],
    ['<a@b', []],
    ['a@b>', ['<a@b>']],
    ['a@b c@d', ['<a@b>', '<c@d>']],
    ['nonsense', []],
    ['<no-at>', ['<no-at>']],
    ['<a\u0007@b>', []],
    ['<a\u202e@b>', []],
    [`<${'a'.repeat(messageIdLengthMax)}>`, [`<${'a'.repeat(messageIdLengthMax)}>`]],
    [`<${'a'.repeat(messageIdLengthMax + 1)}>`, []],
  ];
  for (const [value, ids] of table) {
    it(`reads ${JSON.stringify(value.slice(0, 60))}`, () => assert.deepEqual(parseMessageIds(value), ids));
  }

  it('finds what makeMessageId made', () => {
    const unique = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,40}$/);
    fc.assert(
      fc.property(fc.array(unique, { maxLength: 5 }), (words) => {
        const ids = words.map((word) => makeMessageId(word, domain));
        assert.deepEqual(parseMessageIds(ids.join(' ')), ids);
      }),
    );
  });

  it('agrees with the mail-parser corpus', { skip: corpus.skip }, () => {
    /** Two header sections in one; an id that they leave with its blanks; a word without an @. */
    const different = /\n\n|\(blah\)|^\s*m\s*$/;
    const cases = corpus.json<{ header: string; expected: string[] | null }[]>('mail-parser/id.json');
    for (const { header, expected } of cases) {
      if (different.test(header)) continue;
      const ids = (expected ?? []).map((id) => `<${id}>`);
      assert.deepEqual(parseMessageIds(unfold(header)), ids, header);
    }
  });
});

describe('messageIdOf', () => {
  it('gives the first identifier, or none', () => {
    assert.equal(messageIdOf(headerOf('Message-Id: <a@b>')), '<a@b>');
    assert.equal(messageIdOf(headerOf('Message-Id:')), undefined);
    assert.equal(messageIdOf(headerOf('Subject: <a@b>')), undefined);
  });
});

describe('referencesFor', () => {
  const table: readonly [header: string, references: readonly string[]][] = [
    ['Message-ID: <c@x>', ['<c@x>']],
    ['References: <a@x> <b@x>\r\nMessage-ID: <c@x>', ['<a@x>', '<b@x>', '<c@x>']],
    ['References: <a@x>\r\nIn-Reply-To: <b@x>\r\nMessage-ID: <c@x>', ['<a@x>', '<c@x>']],
    ['In-Reply-To: <b@x>\r\nMessage-ID: <c@x>', ['<b@x>', '<c@x>']],
    ['In-Reply-To: <a@x> <b@x>\r\nMessage-ID: <c@x>', ['<c@x>']],
    ['References: <a@x> <c@x>\r\nMessage-ID: <c@x>', ['<a@x>', '<c@x>']],
    ['References: <a@x>', ['<a@x>']],
    ['Subject: none', []],
  ];
  for (const [header, references] of table) {
    it(`follows ${header.replaceAll('\r\n', '; ')}`, () =>
      assert.deepEqual(referencesFor(headerOf(header)), references));
  }

  it('keeps the first and the latest', () => {
    const ids = Array.from({ length: 50 }, (_, i) => `<${i}@x>`);
    const chain = referencesFor(headerOf(`References: ${ids.join(' ')}\r\nMessage-ID: <last@x>`));
    assert.equal(chain.length, referencesMax);
    assert.equal(chain[0], '<0@x>');
    assert.deepEqual(chain.slice(-2), ['<49@x>', '<last@x>']);
  });
});
