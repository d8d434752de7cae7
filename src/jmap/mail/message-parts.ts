import type { Bytes } from '../../base/bytes.ts';
import { decodeBody } from '../../message/body.ts';
import { isType } from '../../message/content-type.ts';
import { type Part, parsePartTree } from '../../message/part-tree.ts';

/**
 * A message taken apart as JMAP sees it: the parts that are not multiparts have ids, and a message within it is one part (RFC 8621
 * §4.1.4). The ids are the part numbers of IMAP (RFC 9051 §6.4.5.1): `1`, `2.1`.
 */
export class MessageParts {
  readonly bytes: Bytes;
  readonly root: Part;
  readonly #ids = new Map<Part, string>();
  readonly #byId = new Map<string, Part>();
  readonly #contents = new Map<Part, Bytes>();

  constructor(bytes: Bytes) {
    this.bytes = bytes;
    this.root = parsePartTree(bytes);
    if (isMultipart(this.root)) this.#number(this.root, '');
    else this.#add(this.root, '1');
  }

  /** Undefined for a multipart. */
  idOf(part: Part): string | undefined {
    return this.#ids.get(part);
  }

  part(id: string): Part | undefined {
    return this.#byId.get(id);
  }

  /** The parts that are no multiparts, in the order of the message. */
  get leaves(): readonly Part[] {
    return [...this.#ids.keys()];
  }

  /** The octets of a part, without its transfer encoding. */
  content(part: Part): Bytes {
    const known = this.#contents.get(part);
    if (known) return known;
    const content = decodeBody(this.bytes, part);
    this.#contents.set(part, content);
    return content;
  }

  #number(multipart: Part, prefix: string): void {
    for (const [i, child] of multipart.children.entries()) {
      const id = `${prefix}${i + 1}`;
      if (isMultipart(child)) this.#number(child, `${id}.`);
      else this.#add(child, id);
    }
  }

  #add(part: Part, id: string): void {
    this.#ids.set(part, id);
    this.#byId.set(id, part);
  }
}

/** A multipart in which no part was found is none: what stands there is shown as text, so that nothing is hidden. */
export const isMultipart = (part: Part): boolean =>
  part.children.length > 0 && isType(part.contentType, 'multipart/*');

/** The media type as JMAP shows it. */
export function mediaType(part: Part): string {
  if (part.children.length === 0 && isType(part.contentType, 'multipart/*')) return 'text/plain';
  return `${part.contentType.type}/${part.contentType.subtype}`;
}

export const isText = (part: Part): boolean => mediaType(part).startsWith('text/');
