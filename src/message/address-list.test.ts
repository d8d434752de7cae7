import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Address, formatAddressList, mailboxesOf, parseAddressList } from './address-list.ts';
import { unfold } from './fields.ts';
import { corpus } from './testing/corpus.ts';

/** A list in short: `name|address`, groups as `name:[…]`. */
const shown = (list: readonly Address[]): string[] =>
  list.map((each) =>
    each.kind === 'group'
      ? `${each.name}:[${shown(each.members).join(' ')}]`
      : `${each.name ?? ''}|${each.address}`,
  );

describe('parseAddressList', () => {
  const table: readonly [value: string, list: readonly string[]][] = [
    // RFC 5322 appendix A
    ['John Doe <jdoe@machine.example>', ['John Doe|jdoe@machine.example']],
    [
      'Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>',
      ['Mary Smith|mary@x.test', '|jdoe@example.org', 'Who?|one@y.test'],
    ],
    [
      '<boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net>',
      ['|boss@nil.test', 'Giant; "Big" Box|sysservices@example.net'],
    ],
    [
      'A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;',
      ['A Group:[Ed Jones|c@a.test |joe@where.test John|jdoe@one.test]'],
    ],
    ['Undisclosed recipients:;', ['Undisclosed recipients:[]']],
    ['Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>', ['Pete|pete@silly.test']],
    [
      "A Group(Some people) :Chris Jones <c@(Chris's host.)public.example>, joe@example.org, John <jdoe@one.test> (my dear friend); (the end of the group)",
      ['A Group:[Chris Jones|c@public.example |joe@example.org John|jdoe@one.test]'],
    ],
    ['(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;', ['Hidden recipients:[]']],
    ['Joe Q. Public <john.q.public@example.com>', ['Joe Q. Public|john.q.public@example.com']],
    [
      'Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example',
      ['Mary Smith|mary@example.net', '|jdoe@test.example'],
    ],
    ['<@a.test,@b.test:c@d.test>, e@f', ['|c@d.test', '|e@f']],
    // RFC 7103 §7.1
    ['<<<user2@example.org>>>', ['|user2@example.org']],
    ['<another@example.net', ['|another@example.net']],
    ['second@example.org>', ['|second@example.org']],
    ['(Testing <fran@example.com>', ['Testing|fran@example.com']],
    ['Testing) <sam@example.com>', ['Testing)|sam@example.com']],
    ['<third@example.net, fourth@example.net>', ['|third@example.net', '|fourth@example.net']],
    ['"Joe <joe@example.com>', ['Joe|joe@example.com']],
    ['Joe', []],
    // and more of life
    ['', []],
    [', ,', []],
    ['<>', []],
    ['joe@example.com (Joe Public)', ['Joe Public|joe@example.com']],
    ['Joe Public joe@example.com', ['Joe Public|joe@example.com']],
    ['"john doe"@example.com', ['|"john doe"@example.com']],
    ['<"a\\"b"@example.com>', ['|"a\\"b"@example.com']],
    ['user@[IPv6:2001:db8::1], x@[192.0.2.1]', ['|user@[IPv6:2001:db8::1]', '|x@[192.0.2.1]']],
    ['"a,b" <c@d>; "e:f" <g@h>', ['a,b|c@d', 'e:f|g@h']],
    ['x:a@b;y:c@d;e@f', ['x:[|a@b]', 'y:[|c@d]', '|e@f']],
    ['x:a@b', ['x:[|a@b]']],
    ['phil@example.com <phil@example.org>', ['phil@example.com|phil@example.org']],
    ['=?ISO-8859-1?Q?Keld_J=F8rn?= Simonsen <keld@dkuug.dk>', ['Keld Jørn Simonsen|keld@dkuug.dk']],
    ['=?utf-8?q?a?= =?utf-8?q?b?= <a@b>', ['ab|a@b']],
    ['=?utf-8?q?evil=0D=0ABcc=3A?= <a@b>', ['evil  Bcc:|a@b']],
    ['用户 <用户@例子.test>', ['用户|用户@例子.test']],
    ['<mailto:a@b>', ['|mailto:a@b']],
  ];
  for (const [value, list] of table) {
    it(`reads ${JSON.stringify(value)}`, () => assert.deepEqual(shown(parseAddressList(value)), list));
  }

  const text = fc.string({
    unit: fc.constantFrom('a', 'B', ' ', '.', ',', '"', '\\', '(', ')', 'ü', '日', '<', '@', ';', ':', '='),
    maxLength: 30,
  });
  const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
  const mailbox = fc
    .record({
      name: fc.option(
        text.filter((name) => name.trim() === name && name !== ''),
        { nil: undefined },
      ),
      local: word,
      domain: word,
    })
    .map(({ name, local, domain }) => ({
      kind: 'mailbox' as const,
      ...(name !== undefined && { name }),
      address: `${local}@${domain}.test`,
    }));
  const group = fc.record(
    {
      kind: fc.constant('group' as const),
      name: text.filter((name) => name.trim() === name),
      members: fc.array(mailbox, { maxLength: 3 }),
    },
    { noNullPrototype: true },
  );

  it('reads back what formatAddressList writes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mailbox, group), { maxLength: 4 }), (list) => {
        const written = formatAddressList(list);
        assert.match(written, /^[ -~]*$/);
        assert.deepEqual(parseAddressList(written), list);
      }),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      'a',
      '@',
      'b',
      ' ',
      ',',
      ';',
      ':',
      '<',
      '>',
      '"',
      '(',
      ')',
      '[',
      ']',
      '\\',
      '=?utf-8?q?x?=',
      '\0',
    );
    fc.assert(fc.property(fc.array(piece), (pieces) => void parseAddressList(pieces.join(''))));
  });

  it('takes time in proportion to the input', () => {
    for (const unit of ['a@b,', '<', 'x:', 'x:;', '"', '(<', '<@a,', '@a ', 'a ']) {
      const start = performance.now();
      parseAddressList(unit.repeat(100_000 / unit.length));
      assert.ok(performance.now() - start < 2000, `${unit} took too long`);
    }
  });

  type Corpus = { name: string | null; address: string | null };
  interface Expected {
    readonly header: string;
    readonly expected: { List?: Corpus[]; Group?: { name: string | null; addresses: Corpus[] }[] };
  }
  it('agrees with the mail-parser corpus', { skip: corpus.skip }, () => {
    // They add comments to names, keep routes and inner blanks, and take lists of words that are no
    // addresses.
    const different = /[(]|@node|\n\w|^NO/;
    const mailboxOf = ({ name, address }: Corpus) => `${name ?? ''}|${address}`;
    let compared = 0;
    for (const { header, expected } of corpus.json<Expected[]>('mail-parser/address.json')) {
      if (different.test(header)) continue;
      const groups = (expected.Group ?? []).flatMap(({ name, addresses }) => {
        const members = addresses.map(mailboxOf);
        return name === null ? members : [`${name}:[${members.join(' ')}]`];
      });
      assert.deepEqual(
        shown(parseAddressList(unfold(header))),
        expected.List?.map(mailboxOf) ?? groups,
        header,
      );
      compared++;
    }
    assert.ok(compared > 35);
  });
});

describe('mailboxesOf', () => {
  it('looks into groups', () => {
    const list = parseAddressList('a@b, g: c@d, e@f;');
    assert.deepEqual(
      mailboxesOf(list).map((mailbox) => mailbox.address),
      ['a@b', 'c@d', 'e@f'],
    );
  });
});
