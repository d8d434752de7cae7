import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ZoneNode } from '../../dns/zone.ts';
import { watched } from './testing/judged.ts';

const names = ['k.test', 'a.test', 'b.test', 'c.test'] as const;

const piece = fc.oneof(
  fc.constantFrom(
    ...['a', 'mx', 'ptr', 'all', 'include', 'exists', 'ip4', 'ip6', 'redirect', 'exp', 'moo', ...names],
    ...[
      ':',
      '/',
      '//',
      '=',
      ' ',
      '-',
      '~',
      '?',
      '+',
      '.',
      '%{',
      '}',
      '%%',
      '%_',
      '%{d}',
      '%{ir}',
      '%{l1r-}',
      '%{p}',
    ],
    ...['24', '0', '192.0.2.1', '2001:db8::1', '\t', '\u00e4', '\0'],
  ),
  fc.string({ maxLength: 3 }),
);
const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
const term = fc.oneof(
  fc
    .constantFrom(...names)
    .chain((name) =>
      fc.constantFrom(
        `a:${name}`,
        `mx:${name}/24`,
        `ptr:${name}`,
        `include:${name}`,
        `exists:%{l}.${name}`,
        `redirect=${name}`,
        `exp=${name}`,
      ),
    ),
  fc.constantFrom('a', 'mx', 'ptr', '?all', '-all', 'ip4:192.0.2.0/24', 'ip6:2001:db8::/32', 'a:%{p}.a.test'),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.array(term, { maxLength: 12 }).map((terms) => ['v=spf1', ...terms].join(' ')) },
  { weight: 1, arbitrary: soup.map((each) => `v=spf1 ${each}`) },
  { weight: 1, arbitrary: soup },
);
const latin1 = text.map((each) => each.replace(/[^\0-\u00ff]/g, '?').slice(0, 2_000));
const node: fc.Arbitrary<ZoneNode> = fc.record({
  TXT: fc.array(latin1, { maxLength: 2 }),
  A: fc.subarray(['192.0.2.1', '192.0.2.2']),
  AAAA: fc.subarray(['2001:db8::1']),
  MX: fc.subarray(names.map((name, i) => [i, name] as const)),
});
const mail = fc.record({
  ip: fc.constantFrom('192.0.2.1', '198.51.100.1', '2001:db8::1', '2001:db8:1::1'),
  sender: fc.oneof(
    fc.constant('krusty@k.test'),
    soup.map((local) => `${local}@k.test`),
    soup,
  ),
  greetingName: soup,
});

const results = ['none', 'neutral', 'pass', 'fail', 'softfail', 'temperror', 'permerror'];

test('whatever stands in the DNS and in a greeting, there is one of the seven results, and a bound on questions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(node, node, node, node), mail, async (nodes, from) => {
      const data = Object.fromEntries(names.map((name, i) => [name, nodes[i] ?? {}]));
      const { answer, asked } = await watched(data, from);
      const { result, explanation = '' } = answer;
      assert(results.includes(result), result);
      assert.match(explanation, /^[ -~]*$/);
      // One for the domain; of ten terms each, with ten hosts; and for the explanation, with the names of the host.
      assert(asked.length <= 1 + 10 * 12 + 1 + 22, `${asked.length}`);
    }),
    { numRuns: 2_000 },
  );
});
