import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { parseHeader } from '../../message/fields.ts';
import type { HeaderForm } from './header-form.ts';
import { emailHeaders, headerValue } from './header-values.ts';

const headerOf = (text: string) => parseHeader(fromUtf8(text.replaceAll('\n', '\r\n')));

const shown = (field: string, form: HeaderForm) =>
  headerValue(headerOf(`X:${field}\n\nbody`), { field: 'x', form, isAll: false });

describe('headerValue', () => {
  const table: readonly [form: HeaderForm, field: string, value: unknown][] = [
    ['Raw', ' Hello,\n  world ', ' Hello,\r\n  world '],
    ['Raw', '', ''],
    ['Raw', ' a\0b', ' ab'],
    ['Text', '  Hello,\n\tworld', 'Hello,\tworld'],
    ['Text', ' =?utf-8?Q?Gr=C3=BC=C3=9Fe?= x', 'Grüße x'],
    ['Text', ' =?utf-8?Q?e=CC=81?=', 'é'],
    ['Text', ' =?utf-8?Q?a=00=07b?=', 'ab'],
    ['Text', ' a=?utf-8?Q?b?=', 'a=?utf-8?Q?b?='],
    ['Text', ' Grüße', 'Grüße'],
    ['MessageIds', ' <a@b> (c) <d@e>\n <f@g>', ['a@b', 'd@e', 'f@g']],
    ['MessageIds', ' nothing', null],
    ['Date', ' Tue, 10 Jul 2018 11:03:11 +1000', '2018-07-10T11:03:11+10:00'],
    ['Date', ' 10 Jul 2018 11:03:11 -0330', '2018-07-10T11:03:11-03:30'],
    ['Date', ' 10 Jul 2018 11:03:11 GMT', '2018-07-10T11:03:11Z'],
    ['Date', ' 31 Feb 2018 11:03:11 GMT', null],
    ['URLs', ' <mailto:a@b>, (web) <https://example.com/x>', ['mailto:a@b', 'https://example.com/x']],
    ['URLs', ' NO (posting not allowed)', null],
    ['Addresses', ' ', []],
  ];
  for (const [form, field, value] of table) {
    it(`shows ${JSON.stringify(field)} as ${form}`, () => assert.deepEqual(shown(field, form), value));
  }

  // RFC 8621 §4.1.2.3
  const friends = ` "  James Smythe" <james@example.com>, Friends:
  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?=
  <john@example.com>;`;

  it('shows addresses without their groups', () => {
    assert.deepEqual(shown(friends, 'Addresses'), [
      { name: 'James Smythe', email: 'james@example.com' },
      { name: null, email: 'jane@example.com' },
      { name: 'John Smîth', email: 'john@example.com' },
    ]);
  });

  it('shows addresses in their groups', () => {
    assert.deepEqual(shown(`${friends} a@b, c@d`, 'GroupedAddresses'), [
      { name: null, addresses: [{ name: 'James Smythe', email: 'james@example.com' }] },
      {
        name: 'Friends',
        addresses: [
          { name: null, email: 'jane@example.com' },
          { name: 'John Smîth', email: 'john@example.com' },
        ],
      },
      {
        name: null,
        addresses: [
          { name: null, email: 'a@b' },
          { name: null, email: 'c@d' },
        ],
      },
    ]);
  });

  it('takes a comment behind the address for a name', () => {
    assert.deepEqual(shown(' a@b (Ann)', 'Addresses'), [{ name: 'Ann', email: 'a@b' }]);
  });

  const two = headerOf('To: a@b\nSubject: x\nTO: c@d\n\n');

  it('shows the last field of a name, or all of them', () => {
    const to = { field: 'to', form: 'Raw' } as const;
    assert.equal(headerValue(two, { ...to, isAll: false }), ' c@d');
    assert.deepEqual(headerValue(two, { ...to, isAll: true }), [' a@b', ' c@d']);
    assert.equal(headerValue(two, { field: 'Cc', form: 'Raw', isAll: false }), null);
    assert.deepEqual(headerValue(two, { field: 'Cc', form: 'Raw', isAll: true }), []);
  });

  it('lists all fields as they stand there', () => {
    assert.deepEqual(emailHeaders(two), [
      { name: 'To', value: ' a@b' },
      { name: 'Subject', value: ' x' },
      { name: 'TO', value: ' c@d' },
    ]);
  });

  it('marks what is not UTF-8', () => {
    const header = parseHeader(fromLatin1('X: Gr\xfc\xdfe\n\n'));
    assert.equal(headerValue(header, { field: 'x', form: 'Raw', isAll: false }), ' Gr\ufffd\ufffde');
  });
});
