import type { Bytes } from '../../base/bytes.ts';
import type { Part } from '../../message/part-tree.ts';
import { hasAttachment } from './attachments.ts';
import { type BodyLists, bodyLists } from './body-lists.ts';
import {
  bodyPartObject,
  bodyStructureObject,
  defaultBodyProperties,
  type PartBlobName,
} from './body-part.ts';
import { bodyValue, type EmailBodyValue } from './body-value.ts';
import { convenienceProperties, headerRequest } from './header-property.ts';
import { emailHeaders, headerValue } from './header-values.ts';
import { isText, MessageParts } from './message-parts.ts';
import { preview } from './preview.ts';

/** What of the body a client wants (RFC 8621 §4.2). */
export interface BodyRequest {
  readonly bodyProperties: readonly string[];
  readonly fetchTextBodyValues: boolean;
  readonly fetchHTMLBodyValues: boolean;
  readonly fetchAllBodyValues: boolean;
  /** 0 = values are not truncated. */
  readonly maxBodyValueBytes: number;
}

export const defaultBodyRequest: BodyRequest = {
  bodyProperties: defaultBodyProperties,
  fetchTextBodyValues: false,
  fetchHTMLBodyValues: false,
  fetchAllBodyValues: false,
  maxBodyValueBytes: 0,
};

/**
 * The properties of an Email that are read from its octets (RFC 8621 §4.1.2–4.1.4), each when it is asked for. Every octet string is some
 * message: nothing here throws.
 */
export class ParsedEmail {
  readonly parts: MessageParts;
  #lists: BodyLists | undefined;

  constructor(bytes: Bytes) {
    this.parts = new MessageParts(bytes);
  }

  /** @param name one that isEmailProperty knows; null for what does not stand in the message */
  property(name: string, request: BodyRequest, blobName: PartBlobName): unknown {
    const header = this.parts.root.header;
    const convenience = convenienceProperties.get(name);
    if (convenience) return headerValue(header, convenience);
    const asked = headerRequest(name);
    if (asked?.kind === 'property') return headerValue(header, asked.property);
    const show = (part: Part) => bodyPartObject(this.parts, part, request.bodyProperties, blobName);
    switch (name) {
      case 'headers':
        return emailHeaders(header);
      case 'bodyStructure':
        return bodyStructureObject(this.parts, this.parts.root, request.bodyProperties, blobName);
      case 'textBody':
        return this.lists.text.map(show);
      case 'htmlBody':
        return this.lists.html.map(show);
      case 'attachments':
        return this.lists.attachments.map(show);
      case 'bodyValues':
        return this.#bodyValues(request);
      case 'hasAttachment':
        return hasAttachment(this.parts.root, this.lists);
      case 'preview':
        return preview(this.parts, this.lists);
      default:
        return null;
    }
  }

  get lists(): BodyLists {
    this.#lists ??= bodyLists(this.parts.root);
    return this.#lists;
  }

  #bodyValues(request: BodyRequest): Record<string, EmailBodyValue> {
    const wanted = new Set<Part>([
      ...(request.fetchTextBodyValues ? this.lists.text : []),
      ...(request.fetchHTMLBodyValues ? this.lists.html : []),
      ...(request.fetchAllBodyValues ? this.parts.leaves : []),
    ]);
    const texts = [...wanted].filter(isText);
    return Object.fromEntries(
      texts.map((part) => [
        this.parts.idOf(part) ?? '',
        bodyValue(this.parts, part, request.maxBodyValueBytes),
      ]),
    );
  }
}
