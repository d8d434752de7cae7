import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import { proposedFileName } from './body.ts';
import { FileNameScan, partHeaderBytesMax } from './file-names.ts';
import { type Part, parsePartTree } from './part-tree.ts';

const folder = new URL('../../../shared/data/mime/', import.meta.url);
const skip = existsSync(folder) ? false : 'no mails at ../shared/data/mime';

function names(bytes: Bytes, pieceBytes = bytes.length || 1): string[] {
  const found: string[] = [];
  const scan = new FileNameScan((name) => found.push(name));
  for (let at = 0; at < bytes.length; at += pieceBytes) scan.push(bytes.subarray(at, at + pieceBytes));
  return found;
}

const mail = (...lines: string[]): Bytes => fromLatin1(lines.join('\r\n'));

const inParts = (...lines: string[]): Bytes =>
  mail('Content-Type: multipart/mixed; boundary="b b"', '', '--b b', ...lines, '--b b--', '');

describe('names of files', () => {
  it('are found in the message, in its parts and in enclosed messages', () => {
    assert.deepEqual(names(mail('Content-Disposition: attachment; filename=a.exe', '', 'x')), ['a.exe']);
    assert.deepEqual(names(inParts('Content-Type: a/b; name="x y.exe"', '', 'x')), ['x y.exe']);
    assert.deepEqual(
      names(
        inParts('Content-Type: message/rfc822', '', 'Content-Disposition: inline; filename=in.exe', '', ''),
      ),
      ['in.exe'],
    );
    const digest = mail(
      'Content-Type: multipart/digest; boundary=b',
      '',
      '--b',
      '',
      'Content-Type: a/b; name=d',
      '',
      '',
    );
    assert.deepEqual(names(digest), ['d']);
  });

  it('are all told where a file has several', () => {
    const part = inParts(
      'Content-Type: a/b; name=one',
      'Content-Disposition: attachment; filename=two',
      'content-disposition: attachment;',
      " filename*=utf-8''thr%C3%A9%65",
      '',
      'x',
    );
    assert.deepEqual(names(part), ['two', 'thrée', 'one']);
  });

  it('are none where somebody writes of them', () => {
    assert.deepEqual(
      names(inParts('', '--other', 'Content-Disposition: attachment; filename=a.exe', '', 'x')),
      [],
    );
    assert.deepEqual(names(inParts('', 'Content-Type: a/b; name=c', '', 'x')), []);
    assert.deepEqual(names(mail('Subject: x', '', 'Content-Type: a/b; name=c', '', 'x')), []);
  });

  it('are found as well in a header section that no empty line ends', () => {
    assert.deepEqual(names(inParts('Content-Type: a/b; name=c')), ['c']);
  });

  it('are read in the first octets of a header section', () => {
    const name = 'Content-Type: a/b; name=c';
    const filler = (bytes: number) => `X: ${'x'.repeat(bytes - 5)}`;
    // The section ends with the line of the name and an empty one.
    const rest = name.length + 4;
    assert.deepEqual(names(inParts(filler(partHeaderBytesMax - rest), name, '', 'x')), ['c']);
    assert.deepEqual(names(inParts(filler(partHeaderBytesMax), name, '', 'x')), []);
  });

  it('are the same in whatever pieces the message comes, and those of the part tree', { skip }, () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) =>
      f.endsWith('.eml'),
    );
    assert.ok(files.length > 50, `${files.length}`);
    for (const file of files) {
      const bytes = readFileSync(new URL(file, folder)).subarray(0, 200_000);
      const whole = names(bytes);
      assert.deepEqual(names(bytes, 7), whole, file);
      const missing = namesOf(parsePartTree(bytes)).filter((name) => !whole.includes(name));
      assert.deepEqual(missing, [], file);
    }
  });
});

const namesOf = (part: Part): string[] => [
  ...((proposedFileName(part) ?? '') ? [proposedFileName(part) ?? ''] : []),
  ...part.children.flatMap(namesOf),
];
