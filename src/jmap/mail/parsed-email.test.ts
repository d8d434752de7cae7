import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { isBodyProperty } from './body-part.ts';
import { defaultEmailProperties, defaultParsedProperties, isEmailProperty } from './email-properties.ts';
import { type BodyRequest, defaultBodyRequest, ParsedEmail } from './parsed-email.ts';

const blobName = (partId: string) => `blob-${partId}`;

const everything: BodyRequest = {
  ...defaultBodyRequest,
  bodyProperties: [...defaultBodyRequest.bodyProperties, 'headers', 'subParts', 'header:Content-Type'],
  fetchAllBodyValues: true,
};

const show = (email: ParsedEmail, name: string, request = defaultBodyRequest) =>
  email.property(name, request, blobName);

const message = `From: Joe Bloggs <joe@example.com>
Sender: joe@example.com
To: Ann <ann@example.com>, bob@example.com
Date: Tue, 10 Jul 2018 11:03:11 +1000
Message-ID: <1@example.com>
In-Reply-To: <0@example.com>
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
Content-Type: multipart/mixed; boundary=outer

--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable
Content-Language: en, (German) de

Gr=C3=BC=C3=9Fe
--inner
Content-Type: text/html
Content-ID: (c) <body@example.com>
Content-Location: http://example.com/
 a

<p>x</p>
--inner--
--outer
Content-Type: application/pdf; name="=?utf-8?Q?=C3=BC.pdf?="
Content-Transfer-Encoding: base64
Content-Disposition: Attachment; filename*0*=utf-8''%C3%BC; filename*1=-2.pdf

AAECAwQF
--outer--
`.replaceAll('\n', '\r\n');

describe('ParsedEmail', () => {
  const email = new ParsedEmail(fromUtf8(message));
  const table: readonly [name: string, value: unknown][] = [
    ['messageId', ['1@example.com']],
    ['inReplyTo', ['0@example.com']],
    ['references', null],
    ['sender', [{ name: null, email: 'joe@example.com' }]],
    ['from', [{ name: 'Joe Bloggs', email: 'joe@example.com' }]],
    [
      'to',
      [
        { name: 'Ann', email: 'ann@example.com' },
        { name: null, email: 'bob@example.com' },
      ],
    ],
    ['cc', null],
    ['bcc', null],
    ['replyTo', null],
    ['subject', 'Grüße'],
    ['sentAt', '2018-07-10T11:03:11+10:00'],
    ['header:from', ' Joe Bloggs <joe@example.com>'],
    ['header:List-Post:asURLs', null],
    ['hasAttachment', true],
    ['preview', 'Grüße'],
    ['bodyValues', {}],
    ['receivedAt', null],
  ];
  for (const [name, value] of table) {
    it(`shows ${name}`, () => assert.deepEqual(show(email, name), value));
  }

  const nothing = { name: null, disposition: null, cid: null, language: null, location: null };
  const textPart = {
    ...{ ...nothing, partId: '1.1', blobId: 'blob-1.1', size: 7, type: 'text/plain', charset: 'UTF-8' },
    language: ['en', 'de'],
  };
  const htmlPart = {
    ...{ ...nothing, partId: '1.2', blobId: 'blob-1.2', size: 8, type: 'text/html', charset: 'us-ascii' },
    ...{ cid: 'body@example.com', location: 'http://example.com/a' },
  };
  const filePart = {
    ...{ ...nothing, partId: '2', blobId: 'blob-2', size: 6, type: 'application/pdf', charset: null },
    ...{ name: 'ü-2.pdf', disposition: 'attachment' },
  };

  it('shows the parts that make the body, and the attachments', () => {
    assert.deepEqual(show(email, 'textBody'), [textPart]);
    assert.deepEqual(show(email, 'htmlBody'), [htmlPart]);
    assert.deepEqual(show(email, 'attachments'), [filePart]);
  });

  it('shows the structure, with the parts of multiparts', () => {
    const request = { ...defaultBodyRequest, bodyProperties: ['partId', 'type', 'blobId'] };
    const leaf = (partId: string, type: string) => ({ partId, type, blobId: `blob-${partId}` });
    assert.deepEqual(show(email, 'bodyStructure', request), {
      ...{ partId: null, type: 'multipart/mixed', blobId: null },
      subParts: [
        {
          ...{ partId: null, type: 'multipart/alternative', blobId: null },
          subParts: [leaf('1.1', 'text/plain'), leaf('1.2', 'text/html')],
        },
        leaf('2', 'application/pdf'),
      ],
    });
  });

  it('shows fields of a part', () => {
    const request = {
      ...defaultBodyRequest,
      bodyProperties: ['header:content-language', 'header:X:all', 'headers'],
    };
    assert.deepEqual(show(email, 'textBody', request), [
      {
        'header:content-language': ' en, (German) de',
        'header:X:all': [],
        headers: [
          { name: 'Content-Type', value: ' text/plain; charset=UTF-8' },
          { name: 'Content-Transfer-Encoding', value: ' quoted-printable' },
          { name: 'Content-Language', value: ' en, (German) de' },
        ],
      },
    ]);
  });

  it('shows the values that are asked for', () => {
    const values = (request: Partial<BodyRequest>) =>
      Object.keys(show(email, 'bodyValues', { ...defaultBodyRequest, ...request }) as object);
    assert.deepEqual(values({ fetchTextBodyValues: true }), ['1.1']);
    assert.deepEqual(values({ fetchHTMLBodyValues: true }), ['1.2']);
    assert.deepEqual(values({ fetchAllBodyValues: true }), ['1.1', '1.2']);
  });

  it('has the octets of a part without its encoding', () => {
    const part = email.parts.part('2');
    assert.deepEqual(part && [...email.parts.content(part)], [0, 1, 2, 3, 4, 5]);
    assert.equal(email.parts.part('1'), undefined);
  });

  it('shows a multipart without parts as text', () => {
    const empty = new ParsedEmail(fromUtf8('Content-Type: multipart/mixed; boundary=b\r\n\r\nHello'));
    assert.equal(show(empty, 'preview'), 'Hello');
    const shown = show(empty, 'bodyStructure', { ...defaultBodyRequest, bodyProperties: ['type', 'partId'] });
    assert.deepEqual(shown, { type: 'text/plain', partId: '1' });
  });

  it('knows all properties by name', () => {
    assert.ok([...defaultEmailProperties, ...defaultParsedProperties, 'headers'].every(isEmailProperty));
    for (const name of ['header:From:asDate', 'header:', 'toString', 'Subject', ''])
      assert.equal(isEmailProperty(name), false);
    assert.ok(everything.bodyProperties.every(isBodyProperty));
    for (const name of ['header:From:asDate', 'toString', 'subject'])
      assert.equal(isBodyProperty(name), false);
  });
});
