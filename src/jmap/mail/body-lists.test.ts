import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Part } from '../../message/part-tree.ts';
import { corpus } from '../../message/testing/corpus.ts';
import { hasAttachment } from './attachments.ts';
import { bodyLists } from './body-lists.ts';
import { isMultipart, MessageParts } from './message-parts.ts';
import { entity } from './testing/entity.ts';

/** The names of the parts in each list; a part is named by its Content-Description. */
function listsOf(text: string) {
  const { root } = new MessageParts(fromUtf8(text));
  const lists = bodyLists(root);
  const names = (parts: readonly Part[]) =>
    parts.map((part) => part.header.value('Content-Description')).join(' ');
  return {
    text: names(lists.text),
    html: names(lists.html),
    attachments: names(lists.attachments),
    hasAttachment: hasAttachment(root, lists),
  };
}

describe('bodyLists', () => {
  const plain = entity('text/plain', 'P');
  const html = entity('text/html', 'H');
  const picture = entity('image/png', 'I', 'inline');
  const file = entity('application/pdf', 'F', 'attachment');
  const table: readonly [name: string, message: string, lists: object][] = [
    [
      'the example of RFC 8621 §4.1.4',
      entity('multipart/mixed', [
        entity('text/plain', 'A', 'inline'),
        entity('multipart/mixed', [
          entity('multipart/alternative', [
            entity('multipart/mixed', [
              entity('text/plain', 'B', 'inline'),
              entity('image/jpeg', 'C', 'inline'),
              entity('text/plain', 'D', 'inline'),
            ]),
            entity('multipart/related', [entity('text/html', 'E'), entity('image/jpeg', 'F')]),
          ]),
          entity('image/jpeg', 'G', 'attachment'),
          entity('application/x-excel', 'H'),
          entity('message/rfc822', 'J'),
        ]),
        entity('text/plain', 'K', 'inline'),
      ]),
      { text: 'A B C D K', html: 'A E K', attachments: 'C F G H J', hasAttachment: true },
    ],
    ['one text', plain, { text: 'P', html: 'P', attachments: '', hasAttachment: false }],
    ['one page', html, { text: 'H', html: 'H', attachments: '', hasAttachment: false }],
    ['one file', file, { text: '', html: '', attachments: 'F', hasAttachment: true }],
    [
      'both kinds',
      entity('multipart/alternative', [plain, html]),
      { text: 'P', html: 'H', attachments: '', hasAttachment: false },
    ],
    [
      'an alternative that is none',
      entity('multipart/alternative', [html]),
      { text: 'H', html: 'H', attachments: '', hasAttachment: false },
    ],
    [
      'an invitation within an alternative',
      entity('multipart/alternative', [plain, html, entity('text/calendar', 'C')]),
      { text: 'P', html: 'H', attachments: 'C', hasAttachment: true },
    ],
    [
      'a text between pictures',
      entity('multipart/mixed', [plain, picture, entity('text/plain', 'Q')]),
      { text: 'P I Q', html: 'P I Q', attachments: '', hasAttachment: false },
    ],
    [
      'a text with the name of a file',
      entity('multipart/mixed', [plain, entity('text/plain; name=a.txt', 'Q')]),
      { text: 'P', html: 'P', attachments: 'Q', hasAttachment: true },
    ],
    [
      'a picture of an HTML text',
      entity('multipart/related', [html, entity('image/png', 'I', undefined, 'Content-ID: <i@x>\r\n')]),
      { text: 'H', html: 'H', attachments: 'I', hasAttachment: false },
    ],
    [
      'a signature',
      entity('multipart/signed', [plain, entity('application/pgp-signature', 'S')]),
      { text: 'P', html: 'P', attachments: 'S', hasAttachment: false },
    ],
    [
      'a report',
      entity('multipart/report', [
        plain,
        entity('message/delivery-status', 'D'),
        entity('message/rfc822', 'R'),
      ]),
      { text: 'P', html: 'P', attachments: 'D R', hasAttachment: false },
    ],
    [
      'a multipart without parts',
      entity('multipart/mixed', []),
      { text: '', html: '', attachments: '', hasAttachment: false },
    ],
  ];
  for (const [name, message, lists] of table) {
    it(`takes ${name} apart`, () => assert.deepEqual(listsOf(message), lists));
  }

  it('agrees with the mail-parser corpus, but where that lists inline media twice', {
    skip: corpus.skip,
  }, () => {
    interface Expected {
      readonly text_body: readonly number[];
      readonly html_body: readonly number[];
      readonly attachments: readonly number[];
    }
    const disagreeing: string[] = [];
    for (const folder of ['legacy', 'rfc', 'thirdparty']) {
      for (const path of corpus.files(`mail-parser/eml/${folder}`, '.eml')) {
        const expected = corpus.json<Expected>(path.replace('.eml', '.json'));
        const { root } = new MessageParts(corpus.bytes(path));
        const lists = bodyLists(root);
        const all = flat(root);
        const numbers = (parts: readonly Part[]) => parts.map((part) => all.indexOf(part));
        const [text, html] = [numbers(lists.text), numbers(lists.html)];
        const theirs = expected.attachments.filter((n) => !(text.includes(n) && html.includes(n)));
        const isSame = `${text}|${html}` === `${expected.text_body}|${expected.html_body}`;
        if (!isSame || `${numbers(lists.attachments)}` !== `${theirs}`) disagreeing.push(path);
      }
    }
    // They take audio without a disposition for an attachment, show no text that is not in fact base64, and leave out attached messages
    // that are broken.
    assert.deepEqual(disagreeing, [
      'mail-parser/eml/rfc/000.eml',
      'mail-parser/eml/thirdparty/002.eml',
      'mail-parser/eml/thirdparty/015.eml',
    ]);
  });
});

const flat = (part: Part): Part[] => [part, ...(isMultipart(part) ? part.children.flatMap(flat) : [])];
