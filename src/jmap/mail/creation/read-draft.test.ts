import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftDepthMax, draftPartsMax } from './part-input.ts';
import { readDraft } from './read-draft.ts';

const bodyValues = { t: { value: 'Hello' }, h: { value: '<p>Hello' } };
const text = { partId: 't' };
const html = { partId: 'h' };

/** The properties that are found wrong, sorted. */
function wrong(input: Record<string, unknown>): readonly string[] {
  const result = readDraft({ bodyValues, ...input });
  return result.ok ? [] : result.error.paths.toSorted();
}

const nested = (depth: number): object =>
  depth === 0 ? { partId: 't' } : { type: 'multipart/mixed', subParts: [nested(depth - 1)] };

describe('readDraft', () => {
  const good: readonly [name: string, input: Record<string, unknown>][] = [
    ['nothing', {}],
    ['where it shall be put', { mailboxIds: { a: true }, keywords: {}, receivedAt: '2026-11-25T08:00:00Z' }],
    [
      'fields',
      { subject: 'x', 'header:X-A:asText:all': ['a', 'b'], sentAt: '2026-11-25T08:00:00+01:00', cc: null },
    ],
    ['a text', { textBody: [text] }],
    ['both', { textBody: [{ ...text, type: 'text/plain' }], htmlBody: [{ ...html, type: 'Text/HTML' }] }],
    ['a structure', { bodyStructure: { type: 'multipart/x', subParts: [text, { blobId: 'b', size: 5 }] } }],
    ['a charset of a blob', { attachments: [{ blobId: 'b', type: 'text/plain', charset: 'koi8-r' }] }],
    [
      'what was read whole',
      { bodyValues: { t: { value: '', isTruncated: false, isEncodingProblem: false } } },
    ],
    ['the deepest structure', { bodyStructure: nested(draftDepthMax) }],
    ['the most parts', { attachments: Array(draftPartsMax).fill({ blobId: 'b' }) }],
    ['fields of parts', { bodyStructure: { ...text, 'header:Content-Language': 'en', 'header:X-A': 'b' } }],
    [
      'a whole Content-Type',
      { bodyStructure: { ...text, 'header:Content-Type': 'text/plain; format=flowed' } },
    ],
  ];
  for (const [name, input] of good) it(`takes ${name}`, () => assert.deepEqual(wrong(input), []));

  const bad: readonly [name: string, input: Record<string, unknown>, properties: readonly string[]][] = [
    [
      'what the server sets',
      { id: 'x', blobId: 'x', threadId: 'x', size: 5 },
      ['blobId', 'id', 'size', 'threadId'],
    ],
    ['what is derived', { hasAttachment: true, preview: 'x' }, ['hasAttachment', 'preview']],
    ['headers', { headers: [] }, ['headers']],
    ['what is not known', { colour: 'red' }, ['colour']],
    ['two for one field', { from: [], 'header:From': ' a@b' }, ['from', 'header:From']],
    [
      'the same in other case',
      { 'header:X-A': 'a', 'header:x-a:asText': 'b' },
      ['header:X-A', 'header:x-a:asText'],
    ],
    ['a forbidden form', { 'header:From:asDate': '2026-11-25T08:00:00Z' }, ['header:From:asDate']],
    ['a field of the content', { 'header:Content-Type': 'text/plain' }, ['header:Content-Type']],
    ['values of the wrong kind', { subject: 5, to: 'a@b', sentAt: 'now' }, ['sentAt', 'subject', 'to']],
    [
      'a structure beside lists',
      { bodyStructure: text, textBody: [text], htmlBody: [html], attachments: [] },
      ['attachments', 'htmlBody', 'textBody'],
    ],
    ['no part', { textBody: [] }, ['textBody']],
    ['two parts', { htmlBody: [html, html] }, ['htmlBody']],
    ['the wrong type', { textBody: [{ ...text, type: 'text/html' }] }, ['textBody/0/type']],
    ['a part without a content', { bodyStructure: { type: 'text/plain' } }, ['bodyStructure/partId']],
    ['a text that is not there', { textBody: [{ partId: 'x' }] }, ['textBody/0/partId']],
    [
      'two contents',
      { bodyStructure: { partId: 't', blobId: 'b' } },
      ['bodyStructure/blobId', 'bodyStructure/partId'],
    ],
    [
      'what a partId rules out',
      { bodyStructure: { ...text, charset: 'utf-8', size: 5 } },
      ['bodyStructure/charset', 'bodyStructure/size'],
    ],
    [
      'an encoding',
      { bodyStructure: { ...text, 'header:Content-Transfer-Encoding': '8bit' } },
      ['bodyStructure/header:Content-Transfer-Encoding'],
    ],
    ['headers of a part', { bodyStructure: { ...text, headers: [] } }, ['bodyStructure/headers']],
    [
      'two for one field of a part',
      { attachments: [{ blobId: 'b', cid: 'x', 'header:Content-ID': '<y>' }] },
      ['attachments/0/cid', 'attachments/0/header:Content-ID'],
    ],
    [
      'a type beside a Content-Type',
      { bodyStructure: { ...text, type: 'text/plain', 'header:Content-Type': 'text/plain' } },
      ['bodyStructure/header:Content-Type', 'bodyStructure/type'],
    ],
    [
      'a field that the Email sets too',
      { 'header:X-A': 'a', bodyStructure: { ...text, 'header:x-a': 'b' } },
      ['bodyStructure'],
    ],
    ['no media type', { bodyStructure: { ...text, type: 'text' } }, ['bodyStructure/type']],
    [
      'a multipart without parts',
      { bodyStructure: { type: 'multipart/mixed', subParts: [] } },
      ['bodyStructure/subParts'],
    ],
    [
      'parts of a text',
      { bodyStructure: { ...text, type: 'text/plain', subParts: [text] } },
      ['bodyStructure/subParts'],
    ],
    [
      'a multipart with a content',
      { bodyStructure: { blobId: 'b', subParts: [text] } },
      ['bodyStructure/blobId'],
    ],
    [
      'a truncated value',
      { bodyValues: { t: { value: '', isTruncated: true } } },
      ['bodyValues/t/isTruncated'],
    ],
    [
      'a value with a problem',
      { bodyValues: { t: { value: '', isEncodingProblem: true } } },
      ['bodyValues/t/isEncodingProblem'],
    ],
    [
      'values that are none',
      { bodyValues: { t: 'x', u: { value: null } } },
      ['bodyValues/t', 'bodyValues/u'],
    ],
    ['a list that is none', { attachments: {} }, ['attachments']],
    ['a part that is none', { attachments: [null, 5] }, ['attachments/0', 'attachments/1']],
    ['a charset that is none', { attachments: [{ blobId: 'b', charset: 'a;b' }] }, ['attachments/0/charset']],
    [
      'a disposition that is none',
      { attachments: [{ blobId: 'b', disposition: 'x; y' }] },
      ['attachments/0/disposition'],
    ],
    ['a cid that is none', { attachments: [{ blobId: 'b', cid: 'x> <y' }] }, ['attachments/0/cid']],
    [
      'languages that are none',
      { attachments: [{ blobId: 'b', language: 'en' }] },
      ['attachments/0/language'],
    ],
    [
      'a location that is none',
      { attachments: [{ blobId: 'b', location: 'a b' }] },
      ['attachments/0/location'],
    ],
    [
      'one level too many',
      { bodyStructure: nested(draftDepthMax + 1) },
      [`bodyStructure${'/subParts/0'.repeat(draftDepthMax + 1)}`],
    ],
    [
      'one part too many',
      { attachments: Array(draftPartsMax + 1).fill({ blobId: 'b' }) },
      [`attachments/${draftPartsMax}`],
    ],
  ];
  for (const [name, input, properties] of bad)
    it(`refuses ${name}`, () => assert.deepEqual(wrong(input), properties));

  it('says what is wrong', () => {
    const result = readDraft({ colour: 'red', subject: 5 });
    const expected = 'colour cannot be set; subject has a value that is not allowed';
    assert.equal(result.ok ? '' : result.error.description, expected);
  });

  it('tells of a bounded number of problems', () => {
    const input = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`p${i}`, 1]));
    assert.equal(wrong(input).length, 100);
  });
});
