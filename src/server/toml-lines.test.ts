import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { lineOfKey } from './toml-lines.ts';

const document = `# comment = 1
title = "x"
[relay] # [not.a.table]
port = 25
 "smart host" = 'h'
routes."a.test" = "x"
routes.'b.test' = "y"

[relay . routes]
"c.test"="z"
"\\u0064.test" = "w"
[[listeners]]
role = "mx"
[listeners.tls]
key = "k"
[[listeners]]
role = "pop3"
port = 110
[[listeners.names]]
name = "a"
[[listeners.names]]
name = "b"
[["quoted"]]
["odd ] name"]
x = 1
domains = [
  "a.test",
  "b.test",
]
`;

describe('the line of a key', () => {
  const cases: readonly [path: (string | number)[], line: number | undefined][] = [
    [['title'], 2],
    [['relay'], 3],
    [['relay', 'port'], 4],
    [['relay', 'smart host'], 5],
    [['relay', 'routes'], 6],
    [['relay', 'routes', 'a.test'], 6],
    [['relay', 'routes', 'b.test'], 7],
    [['relay', 'routes', 'c.test'], 10],
    [['relay', 'routes', 'd.test'], 11],
    [['listeners', 0], 12],
    [['listeners', 0, 'role'], 13],
    [['listeners', 0, 'tls', 'key'], 15],
    [['listeners', 1], 16],
    [['listeners', 1, 'port'], 18],
    [['listeners', 1, 'names', 0, 'name'], 20],
    [['listeners', 1, 'names', 1, 'name'], 22],
    [['quoted', 0], 23],
    [['odd ] name', 'x'], 25],
    // The table or list around it, if it has none of its own
    [['relay', 'concurrency'], 3],
    [['listeners', 0, 'port'], 12],
    [['listeners', 1, 'names', 1, 'missing'], 21],
    [['odd ] name', 'domains', 1], 26],
    [['comment'], undefined],
    [['limits', 'sessions'], undefined],
    [[], undefined],
  ];
  for (const [path, line] of cases) {
    it(`${path.join('/')} → ${line}`, () => assert.equal(lineOfKey(document, path), line));
  }

  it('is found for every key of a document that a program wrote (property)', () => {
    const name = fc.constantFrom('a', 'b', 'c-d', 'e f', 'g.h', 'i"j', "k'l", 'm=n', '[o]', '', 'ö');
    const quoted = (text: string) => JSON.stringify(text);
    const table = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { maxLength: 4 }),
        table,
        fc.array(table, { maxLength: 4 }),
        (top, keys, items) => {
          const lines = [
            ...top.map((each) => `${quoted(each)} = 1`),
            '[table]',
            ...keys.map((each) => `${quoted(each)} = 2`),
            ...items.flatMap((item) => ['[[list]]', ...item.map((each) => `${quoted(each)} = 3`)]),
          ];
          const toml = lines.join('\n');
          parse(toml);
          const expected: [(string | number)[], string][] = [
            ...top.map((each): [string[], string] => [[each], `${quoted(each)} = 1`]),
            ...keys.map((each): [string[], string] => [['table', each], `${quoted(each)} = 2`]),
            ...items.flatMap((item, i) =>
              item.map((each): [(string | number)[], string] => [['list', i, each], `${quoted(each)} = 3`]),
            ),
          ];
          let after = 0;
          for (const [path, line] of expected) {
            const found = lineOfKey(toml, path) ?? 0;
            assert.equal(lines[found - 1], line);
            assert.ok(found > after, 'in the order of the document');
            after = found;
          }
        },
      ),
    );
  });
});
