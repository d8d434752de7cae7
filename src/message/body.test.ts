import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { fromUtf8, latin1 } from '../base/bytes.ts';
import { decodeBody, decodeText, findPart, proposedFileName } from './body.ts';
import { type Part, parsePartTree } from './part-tree.ts';
import { corpus } from './testing/corpus.ts';

const partOf = (text: string) => {
  const bytes = fromUtf8(text.replaceAll('\n', '\r\n'));
  return { bytes, part: parsePartTree(bytes) };
};

describe('decodeText', () => {
  const table: readonly [header: string, body: string, text: string][] = [
    ['', 'Grüße', 'Grüße'],
    [
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n',
      'R3LDvMOf\nZQ==\n',
      'Grüße',
    ],
    [
      'Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n',
      'Gr=FC=DF=\ne',
      'Grüße',
    ],
    ['Content-Transfer-Encoding: base64\n', 'SGk', 'Hi'],
    ['Content-Transfer-Encoding: base64\n', 'SGk=SGk=', 'HiHi'],
    ['Content-Transfer-Encoding: base64\n', '!S*G_k', 'Hi'],
    ['Content-Transfer-Encoding: x-strange\n', 'SGk=', 'SGk='],
  ];
  for (const [header, body, text] of table) {
    it(`reads ${JSON.stringify(body)}`, () => {
      const { bytes, part } = partOf(`${header}\n${body}`);
      assert.equal(decodeText(bytes, part), text);
    });
  }
});

describe('proposedFileName', () => {
  it('prefers the disposition', () => {
    const name = (header: string) => proposedFileName(partOf(`${header}\n\n`).part);
    assert.equal(name('Content-Type: a/b; name=x\nContent-Disposition: attachment; filename=y'), 'y');
    assert.equal(name('Content-Type: a/b; name=x\nContent-Disposition: attachment'), 'x');
    assert.equal(name('Content-Type: a/b'), undefined);
  });
});

describe('findPart', () => {
  it('finds the first of a type, not in enclosed messages', () => {
    const { bytes, part } = partOf(
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: text/html\n\ninner\n--b\nContent-Type: text/html\n\nouter\n--b--',
    );
    const found = findPart(part, 'text/html');
    assert.equal(found && decodeText(bytes, found), 'outer');
    assert.equal(findPart(part, 'image/*'), undefined);
    assert.equal(findPart(part, 'message/rfc822')?.children.length, 1);
  });
});

/** A second opinion: the flat list of attachments and the first text of another parser. */
async function compareWithPostalMime(bytes: Uint8Array, label: string): Promise<number> {
  const theirs = await PostalMime.parse(bytes, {
    forceRfc822Attachments: true,
    attachmentEncoding: 'arraybuffer',
  });
  const root = parsePartTree(bytes);
  const leaves = (part: Part): Part[] =>
    part.contentType.type === 'multipart' ? part.children.flatMap(leaves) : [part];
  let compared = 0;
  const mine = leaves(root).map((part) => normal(decodeBody(bytes, part)));
  for (const attachment of theirs.attachments) {
    // What has a charset they decode and encode anew.
    if (!(attachment.content instanceof ArrayBuffer) || attachment.mimeType.startsWith('text/')) continue;
    const content = normal(new Uint8Array(attachment.content));
    assert.ok(mine.includes(content), `${label}: ${attachment.filename}`);
    compared++;
  }
  return compared;
}

/** They end lines with LF, and count in the one before a boundary. */
const normal = (bytes: Uint8Array): string => latin1(bytes).replaceAll('\r\n', '\n').replace(/\n+$/, '');

const twoAttachments = `Subject: Two
Content-Type: multipart/mixed; boundary="outer"

--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe
--inner
Content-Type: text/html

<p>x</p>
--inner--

--outer
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=a.bin

AAECAwQF
--outer
Content-Type: message/rfc822

Subject: within
Content-Type: multipart/mixed; boundary="deep"

--deep

deep text
--deep--

--outer--
`.replaceAll('\n', '\r\n');

describe('the part tree beside postal-mime', () => {
  it('agrees on an own message', async () => {
    const bytes = fromUtf8(twoAttachments);
    const theirs = await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      attachmentEncoding: 'arraybuffer',
    });
    assert.deepEqual(
      theirs.attachments.map((each) => each.mimeType),
      ['application/octet-stream', 'message/rfc822'],
    );
    assert.equal(await compareWithPostalMime(bytes, 'own'), 2);
    const plain = findPart(parsePartTree(bytes), 'text/plain');
    assert.equal(plain && decodeText(bytes, plain), theirs.text?.trim());
  });

  it('agrees on the corpora', { skip: corpus.skip }, async () => {
    let compared = 0;
    for (const folder of ['mikel-mail', 'mail-parser/eml/rfc', 'mail-parser/eml/legacy']) {
      for (const path of corpus.files(folder, '.eml')) {
        compared += await compareWithPostalMime(corpus.bytes(path), path);
      }
    }
    assert.ok(compared > 50, `${compared}`);
  });
});
