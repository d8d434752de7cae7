import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { headerForms, isFormAllowed } from './header-form.ts';
import { headerRequest } from './header-property.ts';

describe('headerRequest', () => {
  const good: readonly [name: string, property: object][] = [
    ['header:subject', { field: 'subject', form: 'Raw', isAll: false }],
    ['header:Subject:asRaw', { field: 'Subject', form: 'Raw', isAll: false }],
    ['header:Resent-To:asAddresses:all', { field: 'Resent-To', form: 'Addresses', isAll: true }],
    ['header:X-Any:all', { field: 'X-Any', form: 'Raw', isAll: true }],
    ['header:X-Any:asDate', { field: 'X-Any', form: 'Date', isAll: false }],
    ['header:all', { field: 'all', form: 'Raw', isAll: false }],
  ];
  for (const [name, property] of good) {
    it(`reads ${name}`, () => assert.deepEqual(headerRequest(name), { kind: 'property', property }));
  }

  for (const name of [
    ...['header:', 'header::all', 'header:Subject:', 'header:Subject:asNothing', 'header:Subject:astext'],
    ...[
      'header:Sub ject',
      'header:Sübject',
      'header:X:all:asText',
      'header:X:asText:asText',
      'header:X:toString',
    ],
    `header:${'x'.repeat(251)}`,
  ]) {
    it(`finds ${name.slice(0, 40)} malformed`, () => assert.equal(headerRequest(name)?.kind, 'malformed'));
  }

  it('forbids a form that does not suit the field', () => {
    for (const name of ['header:From:asDate', 'header:Date:asText', 'header:List-Post:asAddresses:all'])
      assert.equal(headerRequest(name)?.kind, 'forbidden-form');
  });

  it('knows what is no header field', () => assert.equal(headerRequest('subject'), undefined));
});

describe('isFormAllowed', () => {
  const table: readonly [field: string, forms: readonly string[]][] = [
    ['SUBJECT', ['Raw', 'Text']],
    ['List-Id', ['Raw', 'Text']],
    ['Resent-Bcc', ['Raw', 'Addresses', 'GroupedAddresses']],
    ['references', ['Raw', 'MessageIds']],
    ['Resent-Date', ['Raw', 'Date']],
    ['List-Unsubscribe', ['Raw', 'URLs']],
    ['Received', ['Raw']],
    ['X-Mailer', [...headerForms]],
    ['constructor', [...headerForms]],
  ];
  for (const [field, forms] of table) {
    it(`allows ${field} as ${forms.join(', ')}`, () => {
      const allowed = headerForms.filter((form) => isFormAllowed(field, form));
      assert.deepEqual(allowed, forms);
    });
  }
});
