import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { equalBytes, fromLatin1, fromUtf8, isAscii, latin1, utf8 } from '../base/bytes.ts';
import { decodeBody, decodeText } from './body.ts';
import { type Content, composeMessage, type Entity } from './compose.ts';
import { type Part, parsePartTree } from './part-tree.ts';
import { writeField } from './write-fields.ts';

const options = { boundaryId: 'ID1', allows8bit: false };
const text = (value: string): Entity => ({ content: { kind: 'text', type: 'text/plain', text: value } });
const written = (entity: Entity, changes: Partial<typeof options> = {}) =>
  utf8(composeMessage(entity, { ...options, ...changes }));

describe('composeMessage', () => {
  it('writes plain text', () => {
    const entity = { fields: [writeField('Subject', 'Party')], ...text('Hi\nthere\n') };
    assert.equal(
      written(entity),
      'Subject: Party\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n' +
        'Content-Transfer-Encoding: 7bit\r\n\r\nHi\r\nthere\r\n',
    );
  });

  it('encodes text as the way asks for', () => {
    assert.match(
      written(text('Grüße\n')),
      /charset=utf-8\r\nContent-Transfer-Encoding: base64|quoted-printable/,
    );
    assert.match(
      written(text('Grüße an alle Freunde in Springfield\n')),
      /quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe an/,
    );
    assert.match(written(text('Grüße\n'), { allows8bit: true }), /8bit\r\n\r\nGrüße\r\n/);
  });

  it('writes parts between boundaries, and declares what they need', () => {
    const entity: Entity = {
      content: {
        kind: 'multipart',
        subtype: 'report',
        parameters: new Map([['report-type', 'delivery-status']]),
        parts: [
          text('one'),
          { content: { kind: 'as-is', type: 'message/rfc822', bytes: fromUtf8('Subject: ü\r\n\r\nHi') } },
        ],
      },
    };
    assert.equal(
      written(entity, { allows8bit: true }),
      [
        'MIME-Version: 1.0',
        'Content-Type: multipart/report; report-type=delivery-status;',
        ' boundary="=_0_ID1"',
        'Content-Transfer-Encoding: 8bit',
        '',
        '--=_0_ID1',
        'Content-Type: text/plain; charset=us-ascii',
        'Content-Transfer-Encoding: 7bit',
        '',
        'one',
        '--=_0_ID1',
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: 8bit',
        '',
        'Subject: ü',
        '',
        'Hi',
        '--=_0_ID1--',
        '',
      ].join('\r\n'),
    );
  });

  it('does not let a part go a way that it does not suit', () => {
    const asIs = (bytes: Uint8Array): Entity => ({
      content: { kind: 'as-is', type: 'message/rfc822', bytes },
    });
    assert.throws(() => written(asIs(fromUtf8('ü'))), /8bit data/);
    assert.throws(() => written(asIs(fromUtf8('a\0')), { allows8bit: true }), /binary data/);
  });

  it('takes another boundary where one occurs in a part', () => {
    const part = text('look: --=_0_ID1 and --=_0_ID1_1');
    const message = written({ content: { kind: 'multipart', subtype: 'mixed', parts: [part] } });
    assert.match(message, /boundary="=_0_ID1_2"/);
    assert.equal(parsePartTree(fromUtf8(message)).children.length, 1);
  });

  it('refuses a boundary id that a boundary cannot hold', () => {
    for (const boundaryId of ['', 'a b', 'ü', '"', 'x'.repeat(41)]) {
      assert.throws(() => written(text('x'), { boundaryId }), /boundary id/);
    }
  });

  const leaf: fc.Arbitrary<Content> = fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      type: fc.constant('text/plain' as const),
      text: fc.string({
        unit: fc.constantFrom('a', ' ', '\n', 'ü', '日', '=', 'long-word '),
        maxLength: 200,
      }),
    }),
    fc.record({
      kind: fc.constant('octets' as const),
      type: fc.constant('application/octet-stream'),
      bytes: fc.uint8Array({ maxLength: 200 }),
      isText: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('as-is' as const),
      type: fc.constant('message/rfc822'),
      bytes: fc
        .string({ unit: fc.constantFrom('a', 'A: b\r\n', '\r\n', '--=_'), maxLength: 100 })
        .map(fromLatin1),
    }),
  );
  const { content } = fc.letrec<{ content: Content }>((tie) => ({
    content: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({
        kind: fc.constant('multipart' as const),
        subtype: fc.constant('mixed'),
        parts: fc.array(
          tie('content').map((each) => ({ content: each })),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    ),
  }));

  it('writes what the part tree reads', () => {
    const check = (bytes: Uint8Array, part: Part, expected: Content): void => {
      if (expected.kind === 'multipart') {
        assert.equal(part.children.length, expected.parts.length);
        for (const [i, child] of part.children.entries())
          check(bytes, child, expected.parts[i]?.content as Content);
      } else if (expected.kind === 'text') {
        assert.equal(decodeText(bytes, part), expected.text.replaceAll('\n', '\r\n'));
      } else assert.ok(equalBytes(decodeBody(bytes, part), expected.bytes));
    };
    fc.assert(
      fc.property(content, fc.boolean(), (tree, allows8bit) => {
        const bytes = composeMessage({ content: tree }, { boundaryId: 'ID', allows8bit });
        if (!allows8bit) assert.ok(isAscii(bytes));
        for (const line of latin1(bytes).split('\r\n'))
          assert.ok(line.length <= 998 && !/[\r\n\0]/.test(line));
        check(bytes, parsePartTree(bytes), tree);
      }),
    );
  });
});
