import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { type Bytes, equalBytes, fromLatin1, fromUtf8, latin1 } from '../../../base/bytes.ts';
import { instant } from '../../../base/instant.ts';
import { contentNeed } from '../../../message/transfer-encoding.ts';
import { defaultBodyRequest, ParsedEmail } from '../parsed-email.ts';
import { composeDraft } from './compose-draft.ts';
import { blobIdsOf } from './draft.ts';
import { readDraft } from './read-draft.ts';

const defaults = {
  now: instant(Date.UTC(2026, 10, 25, 8, 0, 0)),
  messageId: '<unique@example.com>',
  boundaryId: 'b1',
} as const;

function compose(input: Record<string, unknown>, blobs: Record<string, Bytes> = {}): Bytes {
  const draft = readDraft(input);
  assert.ok(draft.ok, draft.ok ? '' : draft.error.description);
  return composeDraft(draft.value, new Map(Object.entries(blobs)), defaults);
}

const request = {
  ...defaultBodyRequest,
  bodyProperties: ['type', 'name', 'disposition', 'cid'],
  fetchAllBodyValues: true,
};
const show = (bytes: Bytes, name: string) => new ParsedEmail(bytes).property(name, request, (id) => id);
const textOf = (bytes: Bytes) => latin1(bytes).replaceAll('\r\n', '\n');

describe('composeDraft', () => {
  it('writes the draft of RFC 8621 §4.10', () => {
    const bytes = compose({
      from: [{ name: 'Joe Bloggs', email: 'joe@example.com' }],
      subject: 'World domination',
      sentAt: '2018-07-10T11:03:11+10:00',
      bodyStructure: { type: 'text/plain', partId: 'bd48', 'header:Content-Language': 'en' },
      bodyValues: { bd48: { value: 'I have the most brilliant plan.', isTruncated: false } },
    });
    assert.equal(
      textOf(bytes),
      `Date: Tue, 10 Jul 2018 11:03:11 +1000
From: Joe Bloggs <joe@example.com>
Subject: World domination
Message-ID: <unique@example.com>
Content-Language:en
MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

I have the most brilliant plan.`,
    );
  });

  it('gives an empty message what it must have', () => {
    const bytes = compose({});
    assert.equal(show(bytes, 'sentAt'), '2026-11-25T08:00:00Z');
    assert.deepEqual(show(bytes, 'messageId'), ['unique@example.com']);
    assert.equal(show(bytes, 'preview'), '');
  });

  it('keeps a Message-ID and a Date that are given', () => {
    const bytes = compose({
      messageId: ['own@example.com'],
      'header:date': ' Tue, 10 Jul 2018 11:03:11 +1000',
    });
    assert.deepEqual(show(bytes, 'messageId'), ['own@example.com']);
    assert.equal(textOf(bytes).match(/^date:/gim)?.length, 1);
  });

  const bodyValues = { t: { value: 'Grüße\n' }, h: { value: '<p>Grüße<img src="cid:i@x">\n' } };
  const picture = { blobId: 'p', type: 'image/png', name: 'ü.png', cid: 'i@x', disposition: 'inline' };
  const file = { blobId: 'f', type: 'application/pdf', name: 'a b.pdf' };
  const blobs = { p: new Uint8Array([1, 2, 3]), f: fromUtf8('%PDF') };

  it('puts text, page, pictures and files in their places', () => {
    const input = {
      bodyValues,
      textBody: [{ partId: 't' }],
      htmlBody: [{ partId: 'h' }],
      attachments: [picture, file],
    };
    const bytes = compose(input, blobs);
    const leaf = (type: string, more: object = {}) => ({
      type,
      name: null,
      disposition: null,
      cid: null,
      ...more,
    });
    assert.deepEqual(show(bytes, 'bodyStructure'), {
      ...leaf('multipart/mixed'),
      subParts: [
        {
          ...leaf('multipart/alternative'),
          subParts: [
            leaf('text/plain'),
            {
              ...leaf('multipart/related'),
              subParts: [
                leaf('text/html'),
                leaf('image/png', { name: 'ü.png', disposition: 'inline', cid: 'i@x' }),
              ],
            },
          ],
        },
        leaf('application/pdf', { name: 'a b.pdf', disposition: 'attachment' }),
      ],
    });
    assert.equal(show(bytes, 'hasAttachment'), true);
  });

  it('is what postal-mime reads', async () => {
    const input = {
      bodyValues,
      textBody: [{ partId: 't' }],
      htmlBody: [{ partId: 'h' }],
      attachments: [picture, file],
    };
    const theirs = await PostalMime.parse(
      compose({ ...input, subject: 'Grüße', to: [{ name: 'Zoë', email: 'z@x' }] }, blobs),
    );
    assert.equal(theirs.subject, 'Grüße');
    assert.equal(theirs.to?.[0]?.name, 'Zoë');
    assert.equal(theirs.text?.trim(), 'Grüße');
    assert.match(theirs.html ?? '', /Grüße/);
    assert.deepEqual(
      theirs.attachments.map(({ filename }) => filename),
      ['ü.png', 'a b.pdf'],
    );
  });

  it('makes an attachment of a single file without a text', () => {
    assert.deepEqual(show(compose({ attachments: [file] }, blobs), 'attachments'), [
      { type: 'application/pdf', name: 'a b.pdf', disposition: 'attachment', cid: null },
    ]);
  });

  it('names a part that has no disposition in its type', () => {
    const structure = {
      type: 'multipart/mixed',
      subParts: [{ blobId: 'f', type: 'application/pdf', name: 'ü.pdf' }],
    };
    assert.deepEqual(show(compose({ bodyStructure: structure }, blobs), 'attachments'), [
      { type: 'application/pdf', name: 'ü.pdf', disposition: null, cid: null },
    ]);
  });

  it('keeps the parameters of a type, and chooses the charset', () => {
    const structure = { partId: 't', 'header:Content-Type': 'text/plain; format=flowed; charset=koi8-r' };
    const bytes = compose({ bodyStructure: structure, bodyValues });
    assert.match(textOf(bytes), /^Content-Type: text\/plain; format=flowed; charset=utf-8$/m);
  });

  it('says the charset of a text that is a blob', () => {
    const attachment = { blobId: 'b', type: 'text/plain' };
    const charset = (bytes: Bytes) =>
      /charset=[\w-]+/.exec(textOf(compose({ attachments: [attachment] }, { b: bytes })))?.[0];
    assert.equal(charset(fromUtf8('Grüße')), 'charset=utf-8');
    assert.equal(charset(fromLatin1('Gr\xfc')), undefined);
    assert.equal(charset(fromUtf8('Hello')), undefined);
  });

  const attached = { attachments: [{ blobId: 'm', type: 'message/rfc822' }] };

  it('attaches messages as they are, or as files if no way could carry them', () => {
    const type = (m: Bytes) => (show(compose(attached, { m }), 'attachments') as { type: string }[])[0]?.type;
    assert.equal(type(fromUtf8('Subject: x\r\n\r\nHi\r\n')), 'message/rfc822');
    assert.equal(type(fromUtf8('Subject: x\r\n\r\nGrüße\r\n')), 'message/rfc822');
    assert.equal(type(fromUtf8('Subject: x\n\nHi\n')), 'application/octet-stream');
  });

  it('asks no more of the way than it must', () => {
    assert.equal(contentNeed(compose({ bodyValues, textBody: [{ partId: 't' }] })), '7bit');
    assert.equal(contentNeed(compose(attached, { m: fromUtf8('Subject: x\r\n\r\nGrüße\r\n') })), '8bit');
  });

  it('finds the blobs that are needed, each once', () => {
    const draft = readDraft({ attachments: [file, picture, file] });
    assert.deepEqual(draft.ok && blobIdsOf(draft.value.body), ['f', 'p']);
  });

  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 100 }).map(fromUtf8),
    fc
      .array(fc.constantFrom('a', '\r', '\n', '\r\n', '--', ' ', '=', 'ü'), { maxLength: 60 })
      .map((each) => fromUtf8(each.join(''))),
  );

  it('gives back every octet of a blob', () => {
    const type = fc.constantFrom('text/plain', 'text/html', 'application/json', 'image/png');
    fc.assert(
      fc.property(octets, type, (bytes, type) => {
        const message = new ParsedEmail(compose({ attachments: [{ blobId: 'b', type }] }, { b: bytes }));
        const [part] = message.parts.leaves;
        assert.ok(part && equalBytes(message.parts.content(part), bytes));
      }),
    );
  });

  it('gives back every text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom('.', '\n', 'From ', '--', ' ', '=', 'ü', '='.repeat(1000)), { maxLength: 30 })
        .map((each) => each.join('')),
    );
    fc.assert(
      fc.property(text, text, (plain, html) => {
        const given = { t: { value: plain.toWellFormed() }, h: { value: html.toWellFormed() } };
        const bytes = compose({
          bodyValues: given,
          textBody: [{ partId: 't' }],
          htmlBody: [{ partId: 'h' }],
        });
        const values = Object.values(show(bytes, 'bodyValues') as Record<string, { readonly value: string }>);
        const lines = (text: string) => text.replace(/\r\n?/g, '\n');
        assert.deepEqual(
          values.map(({ value }) => value),
          [lines(given.t.value), lines(given.h.value)],
        );
      }),
    );
  });
});
