import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeTree } from '../source/tree.ts';
import { begin, documentProblems, withReferences } from './document.ts';
import { type Reference, readReferences } from './references.ts';

const cited = (text: string) =>
  readReferences(makeTree({ 'src/a.ts': text })).map(
    ({ rfc, section, line }) => `${line}: ${rfc} ${section}`,
  );

test('citations in all their forms', () => {
  const forms: [string, string[]][] = [
    ['// RFC 5321 §4.5.3.2.6', ['1: 5321 4.5.3.2.6']],
    ['// See RFC 3461 §4.1, §4.2 and §5.2.7.1–4.', ['1: 3461 4.1', '1: 3461 4.2', '1: 3461 5.2.7.1–4']],
    ['/* RFC 5321 §4.1.1.2,\n * appendix C */', ['1: 5321 4.1.1.2', '1: 5321 appendix C']],
    ['/**\n * as RFC 5321\n * §2.3 says */', ['2: 5321 2.3']],
    ['// RFC 1939 and RFC 2449 §5', ['1: 1939 undefined', '1: 2449 5']],
    ['// RFCs are fine, § too', []],
  ];
  for (const [text, references] of forms) assert.deepEqual(cited(text), references, text);
});

test('tests and tools are not cited', () => {
  const text = '// RFC 5321 §4';
  assert.deepEqual(readReferences(makeTree({ 'src/a.test.ts': text, 'tools/a.ts': text })), []);
});

const reference = (rfc: number, section: string | undefined, file: string): Reference => ({
  rfc,
  section,
  file,
  line: 1,
});
const references = [
  reference(5321, '4.10', 'src/smtp/b.ts'),
  reference(5321, '4.2', 'src/smtp/a.ts'),
  reference(5321, '4.10', 'src/address/a.ts'),
  reference(822, undefined, 'src/message/a.ts'),
];
const document = `# Specifications

| RFC | title |
|---|---|
| 821, 822 | Text |
| 5321 | SMTP |

${begin}

### RFC 822

| section | cited in |
|---|---|
| as a whole | \`message/a.ts\` |

### RFC 5321

| section | cited in |
|---|---|
| §4.2 | \`smtp/a.ts\` |
| §4.10 | \`smtp/b.ts\`, \`address/a.ts\` |
`;

test('the generated part is made anew, the hand-written one stays', () => {
  assert.equal(withReferences(document, references), document);
  const stale = document.replaceAll('smtp/a.ts', 'smtp/old.ts');
  assert.equal(withReferences(stale, references), document);
  assert.equal(withReferences(document.split(begin)[0] ?? '', references), document);
});

test('a stale list and an RFC without a row are problems', () => {
  const messages = (text: string, cited: readonly Reference[]) =>
    documentProblems('s.md', text, cited).map(({ message }) => message);
  assert.deepEqual(messages(document, references), []);
  assert.deepEqual(messages(document, references.slice(1)), [
    'the list of references is stale: run "npm run rfc-links"',
  ]);
  assert.deepEqual(messages(withReferences(document.replace('821, 822', '821'), references), references), [
    'the table has no row for RFC 822, which src/message/a.ts:1 cites',
  ]);
});
