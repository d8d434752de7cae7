import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../../../base/bytes.ts';
import { parseHeader } from '../../../message/fields.ts';
import type { HeaderForm } from '../header-form.ts';
import { headerValue } from '../header-values.ts';
import { writeInput } from './field-input.ts';

const write = (field: string, form: HeaderForm, value: unknown, isAll = false) =>
  writeInput({ field, form, isAll }, value)?.map(({ line }) => line);

describe('writeInput', () => {
  const table: readonly [field: string, form: HeaderForm, value: unknown, line: string][] = [
    ['Subject', 'Text', 'Grüße', 'Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n'],
    ['Subject', 'Text', 'a\r\nBcc: x@y', 'Subject: a Bcc: x@y\r\n'],
    ['Subject', 'Raw', ' a\r\n b', 'Subject: a\r\n b\r\n'],
    ['Subject', 'Raw', 'a', 'Subject:a\r\n'],
    ['Subject', 'Raw', ' Grüße', 'Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n'],
    ['Subject', 'Raw', ' a\r\n  ', 'Subject: a\r\n'],
    ['To', 'Raw', ' Zoë <z@example.com>', 'To: =?UTF-8?Q?Zo=C3=AB?= <z@example.com>\r\n'],
    ['To', 'Addresses', [{ name: 'Ann', email: 'a@b' }, { email: 'c@d' }], 'To: Ann <a@b>, c@d\r\n'],
    ['To', 'Addresses', [{ name: null, email: 'bob' }], 'To: <bob>\r\n'],
    ['To', 'Addresses', [{ name: 'a\r\nX: y', email: 'a@b' }], 'To: "a X: y" <a@b>\r\n'],
    ['To', 'Addresses', [{ name: '', email: 'zoë@b' }], 'To: zoë@b\r\n'],
    [
      'To',
      'GroupedAddresses',
      [
        { name: null, addresses: [{ email: 'a@b' }] },
        { name: 'Friends', addresses: [{ email: 'c@d' }] },
      ],
      'To: a@b, Friends: c@d;\r\n',
    ],
    ['References', 'MessageIds', ['a@b', 'c@d'], 'References: <a@b> <c@d>\r\n'],
    ['Date', 'Date', '2018-07-10T11:03:11+10:00', 'Date: Tue, 10 Jul 2018 11:03:11 +1000\r\n'],
    ['List-Post', 'URLs', ['mailto:a@b', 'http://c'], 'List-Post: <mailto:a@b>, <http://c>\r\n'],
  ];
  for (const [field, form, value, line] of table) {
    it(`writes ${JSON.stringify(value)} as ${form}`, () =>
      assert.deepEqual(write(field, form, value), [line]));
  }

  const refused: readonly [form: HeaderForm, value: unknown][] = [
    ['Raw', 5],
    ['Raw', ' a\r\nBcc: x'],
    ['Raw', ' a\nb'],
    ['Raw', ' a\0'],
    ['Text', ['a']],
    ['Addresses', { email: 'a@b' }],
    ['Addresses', ['a@b']],
    ['Addresses', [null]],
    ['Addresses', [{ name: 'Ann' }]],
    ['Addresses', [{ name: 5, email: 'a@b' }]],
    ['Addresses', [{ email: 'a@b', also: 1 }]],
    ['Addresses', [{ email: 'a@b>, <c@d' }]],
    ['Addresses', [{ email: 'a@b\r\nBcc: c@d' }]],
    ['GroupedAddresses', [{ name: 5, addresses: [] }]],
    ['GroupedAddresses', [{ name: null }]],
    ['GroupedAddresses', [null]],
    ['MessageIds', 'a@b'],
    ['MessageIds', ['<a@b>']],
    ['MessageIds', ['a b@c']],
    ['MessageIds', ['x'.repeat(901)]],
    ['Date', 'yesterday'],
    ['Date', '1899-12-31T00:00:00Z'],
    ['URLs', ['http://a b']],
    ['URLs', ['http://<a>']],
  ];
  for (const [form, value] of refused) {
    it(`refuses ${JSON.stringify(value).slice(0, 60)} as ${form}`, () =>
      assert.equal(write('X-Any', form, value), undefined));
  }

  it('sets no field, one, or several', () => {
    assert.deepEqual(write('X', 'Raw', null), []);
    assert.deepEqual(write('X', 'Text', ['a', 'b'], true), ['X: a\r\n', 'X: b\r\n']);
    assert.deepEqual(write('X', 'Text', [], true), []);
    assert.equal(write('X', 'Text', 'a', true), undefined);
    assert.equal(write('X', 'Text', ['a', 5], true), undefined);
  });

  const readBack = (form: HeaderForm, value: unknown) => {
    const [line] = write('X', form, value) ?? [];
    assert.ok(line !== undefined, JSON.stringify(value));
    const header = parseHeader(fromUtf8(`${line}\r\nbody`));
    assert.equal(header.fields.length, 1);
    return headerValue(header, { field: 'X', form, isAll: false });
  };

  it('writes text that is read back the same', () => {
    const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), { maxLength: 12 });
    const text = words.map((each) =>
      each
        .join(' ')
        .replace(/[\p{C}\s]+/gu, ' ')
        .trim()
        .normalize('NFC'),
    );
    fc.assert(fc.property(text, (text) => assert.equal(readBack('Text', text), text)));
  });

  it('writes addresses that are read back the same', () => {
    const name = fc.option(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map(
        (each) =>
          each
            .replace(/[\p{C}\s]+/gu, ' ')
            .trim()
            .normalize('NFC') || null,
      ),
    );
    const email = fc.constantFrom('a@b', '"x, y"@example.com', 'bob', 'zoë@example.com', 'a@[IPv6:::1]');
    const list = fc.array(fc.record({ name, email }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(fc.property(list, (list) => assert.deepEqual(readBack('Addresses', list), list)));
  });
});
