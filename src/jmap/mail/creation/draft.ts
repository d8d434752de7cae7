import type { FieldInput } from './field-input.ts';

/** A message to be written, as a client describes it (RFC 8621 §4.6). */
export interface Draft {
  /** The fields that the client sets, but for those that describe the content. */
  readonly fields: readonly FieldInput[];
  readonly body: DraftPart;
}

export type DraftPart = DraftMultipart | DraftLeaf;

interface PartFields {
  /** Of a part, beside Content-Type and Content-Transfer-Encoding. */
  readonly fields: readonly FieldInput[];
  /** Of the Content-Type. */
  readonly parameters: ReadonlyMap<string, string>;
}

export interface DraftMultipart extends PartFields {
  readonly kind: 'multipart';
  readonly subtype: string;
  readonly parts: readonly DraftPart[];
}

export interface DraftLeaf extends PartFields {
  readonly kind: 'leaf';
  /** Type and subtype, in lower case. */
  readonly type: string;
  readonly content: { readonly text: string } | { readonly blobId: string };
}

/** Every blob that the body refers to, once. */
export function blobIdsOf(part: DraftPart): string[] {
  if (part.kind === 'multipart') return [...new Set(part.parts.flatMap(blobIdsOf))];
  return 'blobId' in part.content ? [part.content.blobId] : [];
}
