import { type Bytes, fromUtf8, isAscii, strictUtf8 } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/instant.ts';
import { invariant } from '../../../base/invariant.ts';
import { type Content, composeMessage, type Entity } from '../../../message/compose.ts';
import { formatDate } from '../../../message/dates.ts';
import type { MessageId } from '../../../message/message-id.ts';
import { contentNeed } from '../../../message/transfer-encoding.ts';
import { writeField } from '../../../message/write-fields.ts';
import type { Draft, DraftLeaf, DraftPart } from './draft.ts';
import type { FieldInput } from './field-input.ts';

/** What a message has that its draft may lack. */
export interface DraftDefaults {
  readonly now: Instant;
  readonly messageId: MessageId;
  /** Letters and digits that make its boundaries unlike others. */
  readonly boundaryId: string;
}

/** Writes the message. @param blobs the content of every blob that the draft refers to */
export function composeDraft(
  draft: Draft,
  blobs: ReadonlyMap<string, Bytes>,
  defaults: DraftDefaults,
): Bytes {
  const entity = entityOf(draft.body, blobs);
  const fields = [...headerOf(draft.fields, defaults), ...(entity.fields ?? [])];
  // What may not be encoded decides for all; else everything can go any way.
  const allows8bit = needs8bit(entity);
  return composeMessage({ ...entity, fields }, { boundaryId: defaults.boundaryId, allows8bit });
}

/** In the order in which people look for them; what is not known stands behind, in the order of the draft. */
const usualOrder = [
  ...['date', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'message-id', 'in-reply-to'],
  'references',
];

function headerOf(fields: readonly FieldInput[], { now, messageId }: DraftDefaults): string[] {
  const has = (name: string) => fields.some((field) => field.name.toLowerCase() === name);
  // RFC 8621 §4.6: both are generated if not included.
  const all = [
    ...(has('date') ? [] : [{ name: 'Date', line: writeField('Date', formatDate(now)) }]),
    ...(has('message-id') ? [] : [{ name: 'Message-ID', line: writeField('Message-ID', messageId) }]),
    ...fields,
  ];
  const rank = ({ name }: FieldInput) => {
    const place = usualOrder.indexOf(name.toLowerCase());
    return place === -1 ? usualOrder.length : place;
  };
  return all.toSorted((a, b) => rank(a) - rank(b)).map(({ line }) => line);
}

function entityOf(part: DraftPart, blobs: ReadonlyMap<string, Bytes>): Entity {
  const fields = part.fields.map(({ line }) => line);
  if (part.kind === 'leaf') return { fields, content: contentOf(part, blobs) };
  const parts = part.parts.map((each) => entityOf(each, blobs));
  return {
    fields,
    content: { kind: 'multipart', subtype: part.subtype, parameters: part.parameters, parts },
  };
}

function contentOf({ type, parameters, content }: DraftLeaf, blobs: ReadonlyMap<string, Bytes>): Content {
  const isText = type.startsWith('text/');
  if ('text' in content) {
    if (isText) return { kind: 'text', type: type as `text/${string}`, parameters, text: content.text };
    return { kind: 'octets', type, parameters, bytes: fromUtf8(content.text), isText: false };
  }
  const bytes = blobs.get(content.blobId);
  invariant(bytes, 'the blobs of a draft are there when it is written');
  if (isMessage(type)) return messageContent(bytes, type, parameters);
  return {
    kind: 'octets',
    type,
    parameters: isText ? withCharset(parameters, bytes) : parameters,
    bytes,
    isText,
  };
}

/** RFC 2046 §5.2.1: a message is not encoded; what no way could carry as it is goes as a file. */
function messageContent(bytes: Bytes, type: string, parameters: ReadonlyMap<string, string>): Content {
  if (contentNeed(bytes) !== 'binary') return { kind: 'as-is', type, bytes };
  return { kind: 'octets', type: 'application/octet-stream', parameters, bytes, isText: false };
}

/** The charset of a text that came without: readers would take it for ASCII. */
function withCharset(parameters: ReadonlyMap<string, string>, bytes: Bytes): ReadonlyMap<string, string> {
  if (parameters.has('charset') || isAscii(bytes) || strictUtf8(bytes) === undefined) return parameters;
  return new Map([...parameters, ['charset', 'utf-8']]);
}

const isMessage = (type: string): boolean => type === 'message/rfc822' || type === 'message/global';

function needs8bit({ content }: Entity): boolean {
  if (content.kind === 'multipart') return content.parts.some(needs8bit);
  return content.kind === 'as-is' && contentNeed(content.bytes) === '8bit';
}
