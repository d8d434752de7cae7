import { type Bytes, concat, fromUtf8, indexOfBytes, isAscii } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import { contentNeed, type EncodedBody, encodeBody } from './transfer-encoding.ts';
import { writeParameterised } from './words.ts';
import { writeField } from './write-fields.ts';

/**
 * A MIME entity to be written: its fields (see write-fields.ts) but for those that describe the content, and
 * the content.
 */
export interface Entity {
  readonly fields?: readonly string[];
  readonly content: Content;
}

export type Content =
  /** Text for people. Lines end in `\n`; written as US-ASCII, or as UTF-8 if it is not that. */
  | {
      readonly kind: 'text';
      readonly type: `text/${string}`;
      /** Beside the charset. */
      readonly parameters?: ReadonlyMap<string, string>;
      readonly text: string;
    }
  /** Octets of any kind, encoded as the way asks for. `isText`: CRLF in them stands for line ends. */
  | {
      readonly kind: 'octets';
      readonly type: string;
      readonly parameters?: ReadonlyMap<string, string>;
      readonly bytes: Bytes;
      readonly isText: boolean;
    }
  /**
   * A message or anything else that may not be encoded (RFC 2046 §5.2.1). It must be lawful on this way: see
   * contentNeed.
   */
  | { readonly kind: 'as-is'; readonly type: string; readonly bytes: Bytes }
  | {
      readonly kind: 'multipart';
      readonly subtype: string;
      readonly parameters?: ReadonlyMap<string, string>;
      readonly parts: readonly Entity[];
    };

export interface ComposeOptions {
  /** Letters and digits that make the boundaries of this message unlike those of others. */
  readonly boundaryId: string;
  /** The way takes octets above 127 in bodies. */
  readonly allows8bit: boolean;
}

/**
 * Writes a message (RFC 5322, RFC 2045), deterministically. @throws InvariantError if an as-is part does not
 * suit the way
 */
export function composeMessage(message: Entity, options: ComposeOptions): Bytes {
  invariant(/^[A-Za-z0-9]{1,40}$/.test(options.boundaryId), 'the boundary id is of letters and digits');
  const { contentFields, body } = write(message.content, options, '0');
  const header = [...(message.fields ?? []), writeField('MIME-Version', '1.0'), ...contentFields].join('');
  return concat([fromUtf8(`${header}\r\n`), body]);
}

interface Written {
  readonly contentFields: readonly string[];
  readonly body: Bytes;
  readonly need: '7bit' | '8bit';
}

/** @param path where the content stands in the message, to tell boundaries apart */
function write(content: Content, options: ComposeOptions, path: string): Written {
  switch (content.kind) {
    case 'text':
      return writeText(content, options);
    case 'octets':
      return describe(
        content.type,
        content.parameters ?? new Map(),
        encodeBody(content.bytes, content.isText, options.allows8bit),
      );
    case 'as-is':
      return writeAsIs(content.type, content.bytes, options);
    case 'multipart':
      return writeMultipart(content, options, path);
  }
}

function writeText(content: Extract<Content, { kind: 'text' }>, options: ComposeOptions): Written {
  const bytes = fromUtf8(content.text.replace(/\r\n?|\n/g, '\r\n'));
  const charset = isAscii(bytes) ? 'us-ascii' : 'utf-8';
  const parameters = new Map([...(content.parameters ?? []), ['charset', charset]]);
  return describe(content.type, parameters, encodeBody(bytes, true, options.allows8bit));
}

function writeAsIs(type: string, bytes: Bytes, options: ComposeOptions): Written {
  const need = contentNeed(bytes);
  invariant(
    need === '7bit' || (need === '8bit' && options.allows8bit),
    `${need} data cannot go this way as it is`,
  );
  return describe(type, new Map(), { encoding: need, bytes });
}

function writeMultipart(
  content: Extract<Content, { kind: 'multipart' }>,
  options: ComposeOptions,
  path: string,
): Written {
  const parts = content.parts.map((part, i) => {
    const { contentFields, body, need } = write(part.content, options, `${path}.${i + 1}`);
    const header = [...(part.fields ?? []), ...contentFields].join('');
    return { bytes: concat([fromUtf8(`${header}\r\n`), body]), need };
  });
  const bytes = parts.map((part) => part.bytes);
  const boundary = freeBoundary(`${path}_${options.boundaryId}`, bytes);
  const separated = bytes.flatMap((part) => [fromUtf8(`--${boundary}\r\n`), part, fromUtf8('\r\n')]);
  const parameters = new Map([...(content.parameters ?? []), ['boundary', boundary]]);
  // RFC 2045 §6.4: a multipart is never encoded itself, but declares what its parts need.
  const encoding = parts.some((part) => part.need === '8bit') ? '8bit' : '7bit';
  const body = concat([...separated, fromUtf8(`--${boundary}--\r\n`)]);
  return describe(`multipart/${content.subtype}`, parameters, { encoding, bytes: body });
}

function describe(type: string, parameters: ReadonlyMap<string, string>, body: EncodedBody): Written {
  return {
    contentFields: [
      writeField('Content-Type', writeParameterised({ value: type, parameters }).split(/(?<=;) /)),
      writeField('Content-Transfer-Encoding', body.encoding),
    ],
    body: body.bytes,
    need: body.encoding === '8bit' ? '8bit' : '7bit',
  };
}

/**
 * A boundary that occurs in no part. `=_` stands in no quoted-printable and no base64 text (RFC 2045 §6.7).
 */
function freeBoundary(name: string, parts: readonly Bytes[]): string {
  for (let attempt = 0; ; attempt++) {
    const boundary = `=_${name}${attempt === 0 ? '' : `_${attempt}`}`;
    const line = fromUtf8(`--${boundary}`);
    if (parts.every((part) => indexOfBytes(part, line) === -1)) return boundary;
  }
}
