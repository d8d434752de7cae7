import { parseContentType } from '../../../message/content-type.ts';
import { writeParameterised } from '../../../message/words.ts';
import { writeField } from '../../../message/write-fields.ts';
import { headerRequest } from '../header-property.ts';
import type { DraftLeaf, DraftPart } from './draft.ts';
import { type FieldInput, writeInput } from './field-input.ts';
import type { Problems } from './problems.ts';

/** What a client may nest, and how many parts it may make. */
export const draftDepthMax = 20;
export const draftPartsMax = 1_000;

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the parts that a client describes (RFC 8621 §4.6). What is wrong goes into `problems`. */
export class PartReader {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #problems: Problems;
  #count = 0;

  /** @param texts the values of `bodyValues` */
  constructor(texts: ReadonlyMap<string, string>, problems: Problems) {
    this.#texts = texts;
    this.#problems = problems;
  }

  /** @param fallback the type of a part that names none */
  read(input: unknown, path: string, fallback: string | undefined, depth = 0): DraftPart | undefined {
    if (!isRecord(input)) return this.#refuse(path, 'must be an EmailBodyPart');
    this.#count++;
    if (depth > draftDepthMax) return this.#refuse(path, `must not be nested deeper than ${draftDepthMax}`);
    if (this.#count > draftPartsMax) return this.#refuse(path, `there may be ${draftPartsMax} parts`);
    const { fields, contentType } = this.#fields(input, path);
    const type = this.#type(input, path, contentType, fallback);
    if (type === undefined) return undefined;
    const parameters = parametersOf(input, contentType);
    if (!type.startsWith('multipart/')) {
      if (input.subParts !== undefined && input.subParts !== null)
        return this.#refuse(`${path}/subParts`, `a part of type ${type} has none`);
      const content = this.#content(input, path);
      return content && { kind: 'leaf', type, fields, parameters, content };
    }
    const parts = this.#subParts(input, path, depth);
    return (
      parts && { kind: 'multipart', subtype: type.slice('multipart/'.length), fields, parameters, parts }
    );
  }

  #refuse(path: string, reason: string): undefined {
    this.#problems.add(path, reason);
  }

  #subParts(input: JsonRecord, path: string, depth: number): DraftPart[] | undefined {
    for (const name of ['partId', 'blobId'])
      if (input[name] !== undefined && input[name] !== null)
        this.#refuse(`${path}/${name}`, 'a multipart has no content of its own');
    const { subParts } = input;
    if (!Array.isArray(subParts) || subParts.length === 0)
      return this.#refuse(`${path}/subParts`, 'a multipart must have parts');
    const parts = subParts.map((part, i) => this.read(part, `${path}/subParts/${i}`, undefined, depth + 1));
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }

  #type(
    input: JsonRecord,
    path: string,
    contentType: string | undefined,
    fallback: string | undefined,
  ): string | undefined {
    const isMultipart = Array.isArray(input.subParts);
    const usual =
      fallback ?? (isMultipart ? 'multipart/mixed' : typeof input.blobId === 'string' ? blobType : textType);
    const type = input.type ?? (contentType === undefined ? usual : nameOf(contentType));
    if (typeof type === 'string' && mediaType.test(type)) return type.toLowerCase();
    return this.#refuse(`${path}/type`, 'must be a media type');
  }

  /** RFC 8621 §4.6: a partId or a blobId, and not both. */
  #content(input: JsonRecord, path: string): DraftLeaf['content'] | undefined {
    const partId = input.partId ?? undefined;
    const blobId = input.blobId ?? undefined;
    if (partId !== undefined && blobId !== undefined) {
      this.#refuse(`${path}/partId`, 'must not stand beside a blobId');
      return this.#refuse(`${path}/blobId`, 'must not stand beside a partId');
    }
    if (blobId !== undefined)
      return typeof blobId === 'string' ? { blobId } : this.#refuse(`${path}/blobId`, 'must be an id');
    const text = typeof partId === 'string' ? this.#texts.get(partId) : undefined;
    // RFC 8621 §4.6: with a partId, neither charset nor size may be given.
    for (const name of ['charset', 'size'])
      if (input[name] !== undefined && input[name] !== null)
        this.#refuse(`${path}/${name}`, 'must be left out where there is a partId');
    return text === undefined ? this.#refuse(`${path}/partId`, 'must be in bodyValues') : { text };
  }

  #fields(input: JsonRecord, path: string): { fields: FieldInput[]; contentType: string | undefined } {
    const fields: FieldInput[] = [];
    const setBy = new Map<string, string>();
    let contentType: string | undefined;
    for (const [name, value] of Object.entries(input)) {
      const written = this.#property(name, value, input, `${path}/${name}`);
      for (const field of written) {
        const key = field.name.toLowerCase();
        const other = setBy.get(key);
        if (other !== undefined && other !== name) this.#clash(path, name, other);
        setBy.set(key, name);
        if (key === 'content-type') contentType = field.line.slice(field.line.indexOf(':') + 1);
        else fields.push(field);
      }
    }
    if (contentType !== undefined)
      for (const name of ['type', 'charset'])
        if (input[name] != null) this.#clash(path, name, setBy.get('content-type'));
    return { fields, contentType };
  }

  #clash(path: string, one: string, other: string | undefined): void {
    this.#refuse(`${path}/${one}`, 'sets a field that another property sets');
    if (other !== undefined) this.#refuse(`${path}/${other}`, 'sets a field that another property sets');
  }

  /** The fields that one property sets. */
  #property(name: string, value: unknown, input: JsonRecord, path: string): readonly FieldInput[] {
    const request = headerRequest(name);
    // RFC 8621 §4.6: the client does not choose the encoding.
    const isForbidden = /^header:content-transfer-encoding(:|$)/i.test(name);
    const written =
      request?.kind === 'property' && !isForbidden
        ? writeInput(request.property, value)
        : partProperties.get(name)?.(value, input);
    if (written) return written;
    this.#refuse(
      path,
      partProperties.has(name) || request ? 'has a value that is not allowed' : 'cannot be set',
    );
    return [];
  }
}

const mediaType = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;
const textType = 'text/plain';
const blobType = 'application/octet-stream';

function nameOf(contentType: string): string {
  const { type, subtype } = parseContentType(contentType.trim());
  return `${type}/${subtype}`;
}

/** Of the Content-Type: what the client says of the charset, its own parameters, and the name where there is no disposition for it. */
function parametersOf(input: JsonRecord, contentType: string | undefined): Map<string, string> {
  const parameters = new Map(
    contentType === undefined ? [] : parseContentType(contentType.trim()).parameters,
  );
  parameters.delete('boundary');
  if (typeof input.charset === 'string') parameters.set('charset', input.charset);
  if (typeof input.partId === 'string') parameters.delete('charset');
  const isNamedHere = typeof input.name === 'string' && typeof input.disposition !== 'string';
  if (isNamedHere && input.name !== '') parameters.set('name', String(input.name));
  return parameters;
}

type PropertyWriter = (value: unknown, input: JsonRecord) => readonly FieldInput[] | undefined;

const none: PropertyWriter = () => [];

/** The properties of a part that are no header fields by name; undefined for a value that is not allowed. */
const partProperties: ReadonlyMap<string, PropertyWriter> = new Map<string, PropertyWriter>([
  ['partId', none],
  ['blobId', none],
  ['subParts', none],
  ['type', none],
  ['size', (value) => (value == null || Number.isSafeInteger(value) ? [] : undefined)],
  [
    'charset',
    (value) =>
      value == null || (typeof value === 'string' && /^[\w.:+-]{1,60}$/.test(value)) ? [] : undefined,
  ],
  ['name', (value) => (value == null || typeof value === 'string' ? [] : undefined)],
  ['disposition', writeDisposition],
  ['cid', (value) => writeInput({ field: 'Content-ID', form: 'MessageIds', isAll: false }, value && [value])],
  ['language', writeLanguages],
  ['location', writeLocation],
]);

function writeDisposition(value: unknown, { name }: JsonRecord): readonly FieldInput[] | undefined {
  if (value === null) return [];
  if (typeof value !== 'string' || !/^[\w-]{1,60}$/.test(value)) return undefined;
  const parameters = new Map(typeof name === 'string' && name !== '' ? [['filename', name]] : []);
  const text = writeParameterised({ value: value.toLowerCase(), parameters });
  return [fieldOf('Content-Disposition', writeField('Content-Disposition', text.split(/(?<=;) /)))];
}

function writeLanguages(value: unknown): readonly FieldInput[] | undefined {
  if (value === null) return [];
  const isList =
    Array.isArray(value) && value.every((tag) => typeof tag === 'string' && /^[\w*-]{1,60}$/.test(tag));
  return isList ? [fieldOf('Content-Language', writeField('Content-Language', value.join(', ')))] : undefined;
}

function writeLocation(value: unknown): readonly FieldInput[] | undefined {
  if (value === null) return [];
  const isUri = typeof value === 'string' && /^[!-~]{1,900}$/.test(value);
  return isUri ? [fieldOf('Content-Location', writeField('Content-Location', value))] : undefined;
}

const fieldOf = (name: string, line: string): FieldInput => ({ name, line });
