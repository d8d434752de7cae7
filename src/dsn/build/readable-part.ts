import type { Bytes } from '../../base/bytes.ts';
import type { Entity } from '../../message/compose.ts';
import { writeField } from '../../message/write-fields.ts';
import type { NoticeContent } from '../notice/blocks.ts';
import { type LogoReference, noticeHtml } from '../notice/html.ts';
import { noticeText } from '../notice/text.ts';

/** The image above the headline, and the name by which the HTML finds it. */
export interface Logo extends LogoReference {
  readonly bytes: Bytes;
}

/** The part for people: the same content as text and as HTML (RFC 2046 §5.1.4: the one that is richer comes last). */
export function readablePart(content: NoticeContent, logo?: Logo): Entity {
  const language = writeField('Content-Language', content.language);
  const text: Entity = {
    fields: [language],
    content: { kind: 'text', type: 'text/plain', text: noticeText(content) },
  };
  const html: Entity = {
    fields: [language],
    content: { kind: 'text', type: 'text/html', text: noticeHtml(content, logo) },
  };
  return {
    content: {
      kind: 'multipart',
      subtype: 'alternative',
      parts: [text, logo ? withLogo(html, logo) : html],
    },
  };
}

/** RFC 2387: the image travels beside the HTML that shows it, so that nothing is fetched. */
const withLogo = (html: Entity, { contentId, bytes }: Logo): Entity => ({
  content: {
    kind: 'multipart',
    subtype: 'related',
    parameters: new Map([['type', 'text/html']]),
    parts: [
      html,
      {
        fields: [writeField('Content-ID', `<${contentId}>`), writeField('Content-Disposition', 'inline')],
        content: { kind: 'octets', type: 'image/png', bytes, isText: false },
      },
    ],
  },
});
