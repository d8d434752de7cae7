import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../base/bytes.ts';
import { parseHeader, unfold } from './fields.ts';
import { type Hop, hopsOf, parseReceived } from './hops.ts';
import { corpus } from './testing/corpus.ts';

describe('parseReceived', () => {
  const at = Date.parse('2023-08-29T16:20:12Z');
  const table: readonly [value: string, hop: Record<string, unknown>][] = [
    [
      'from out-25.smtp.github.com (out-25.smtp.github.com. [192.30.252.208]) (using TLSv1.3 with cipher X) by mail.stalw.art (Stalwart SMTP) with ESMTPS id 41A2C80D73C for <hello@stalw.art>; Tue, 29 Aug 2023 16:20:12 +0000',
      {
        from: 'out-25.smtp.github.com',
        ip: '192.30.252.208',
        by: 'mail.stalw.art',
        with: 'ESMTPS',
        id: '41A2C80D73C',
        for: 'hello@stalw.art',
        tls: 'using TLSv1.3 with cipher X',
        at,
      },
    ],
    [
      'from [192.0.2.1] by x with Microsoft SMTP Server; nonsense',
      { from: '[192.0.2.1]', ip: '192.0.2.1', by: 'x', with: 'Microsoft SMTP Server' },
    ],
    ['FROM a BY b ID <c@d> ; 29 Aug 2023 16:20:12 +0000', { from: 'a', by: 'b', id: 'c@d', at }],
    ['by b id c', { by: 'b', id: 'c' }],
    ['from a by b by c', { from: 'a', by: 'b' }],
    ['(from homer@localhost [192.0.2.4]) by b', { from: 'homer@localhost', ip: '192.0.2.4', by: 'b' }],
    ['(qmail 27981 invoked by uid 225); 29 Aug 2023 16:20:12 -0000', { at }],
    ['from a ([IPv6:2001:DB8:0::1]) by b via TCP', { from: 'a', ip: '2001:db8::1', by: 'b', via: 'TCP' }],
    ['from a (192.0.2.9:2525) by b', { from: 'a', ip: '192.0.2.9', by: 'b' }],
    ['by b (192.0.2.9)', { by: 'b' }],
    ['from', {}],
    ['', {}],
    [';;', {}],
  ];
  for (const [value, hop] of table) {
    it(`reads ${JSON.stringify(value.slice(0, 70))}`, () => assert.deepEqual(parseReceived(value), hop));
  }

  it('never throws', () => {
    const piece = fc.constantFrom(
      'from',
      'by',
      'with',
      'id',
      'for',
      ' ',
      'a',
      ';',
      '(',
      ')',
      '[',
      ']',
      '<',
      '>',
      '1.2.3.4',
      '"',
      '\\',
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void parseReceived(pieces.join(''))));
  });

  type Host = { Name?: string; IpAddr?: string };
  interface Expected {
    readonly header: string;
    readonly expected: { from?: Host; from_ip?: string; by?: Host; id?: string; for_?: string };
  }
  it('agrees with most of the mail-parser corpus', { skip: corpus.skip }, () => {
    const hostOf = (host: Host | undefined) => host?.Name ?? host?.IpAddr;
    const same = (mine: string | undefined, theirs: string | undefined) =>
      theirs === undefined || mine?.replace(/[[\]]/g, '').toLowerCase() === theirs.toLowerCase();
    const cases = corpus.json<Expected[]>('mail-parser/received.json');
    const agrees = ({ header, expected }: Expected) => {
      const hop: Hop = parseReceived(unfold(header));
      return (
        same(hop.from, hostOf(expected.from)) &&
        same(hop.by, hostOf(expected.by)) &&
        same(hop.ip, expected.from_ip?.replace('::ffff:', '')) &&
        same(hop.id, expected.id) &&
        same(hop.for, expected.for_)
      );
    };
    // The rest are oddities (commas glued to names, dates before clauses) of which nothing depends.
    const different = cases.filter((each) => !agrees(each));
    assert.ok(
      different.length <= 11,
      `${different.length}: ${different.map((each) => each.header).join('')}`,
    );
  });
});

describe('hopsOf', () => {
  it('begins with the first hop', () => {
    const header = parseHeader(
      fromUtf8('Received: by c\r\nX: y\r\nReceived: by b\r\nReceived: by a\r\n\r\n'),
    );
    assert.deepEqual(hopsOf(header), [{ by: 'a' }, { by: 'b' }, { by: 'c' }]);
  });
});
