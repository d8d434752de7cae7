import * as v from 'valibot';
import { type Bytes, strictUtf8, toBase64 } from '../../base/bytes.ts';
import { sha256InPieces } from '../../base/hash.ts';
import { accountOf, idReferenceSchema, orNull, readArguments, unsignedIntSchema } from '../arguments.ts';
import type { Method } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { type Blobs, readRange, type StoredBlob } from './blobs.ts';
import { blobGetBytesMax } from './limits.ts';

/** Digests that `Blob/get` makes, by their names in HTTP, in small letters. */
export const digestAlgorithms = ['sha-256'];

const dataProperties = ['data', 'data:asText', 'data:asBase64'];
const digestProperties = digestAlgorithms.map((algorithm) => `digest:${algorithm}`);
const known = new Set(['id', 'size', ...dataProperties, ...digestProperties]);

/** `Blob/get` (RFC 9404): octets of blobs, or digests of them, within a response. */
export const getBlobs =
  ({ blobs }: { readonly blobs: Blobs }, capability: string): Method =>
  async (args, context) => {
    const read = readArguments(
      {
        accountId: v.string(),
        ids: v.array(idReferenceSchema),
        properties: orNull(v.array(v.string())),
        offset: orNull(unsignedIntSchema),
        length: orNull(unsignedIntSchema),
      },
      args,
    );
    const account = accountOf(context, read.accountId, capability);
    const properties = new Set(read.properties ?? ['data', 'size']);
    for (const name of properties)
      if (!known.has(name))
        throw new MethodError('invalidArguments', 'properties: there is no such property');
    const ids = [...new Set(read.ids.map((id) => context.createdIds.resolve(id) ?? id))];
    if (ids.length > context.limits.getObjectsMax) throw new MethodError('requestTooLarge');
    const range = { offset: read.offset ?? 0, length: read.length ?? Number.POSITIVE_INFINITY };
    const list: JsonObject[] = [];
    const notFound: string[] = [];
    let room = blobGetBytesMax;
    for (const id of ids) {
      const blob = await blobs.find(account.id, id);
      if (!blob) notFound.push(id);
      else {
        if (dataProperties.some((name) => properties.has(name))) room -= lengthIn(blob, range);
        if (room < 0)
          throw new MethodError('requestTooLarge', `no more than ${blobGetBytesMax} octets at once`);
        list.push({ id, ...(await describe(blob, range, properties)) });
      }
    }
    return { accountId: account.id, list, notFound };
  };

interface Range {
  readonly offset: number;
  /** Infinite: to the end. */
  readonly length: number;
}

/** How many octets of a range there are. */
const lengthIn = ({ sizeBytes }: StoredBlob, { offset, length }: Range): number =>
  Math.max(0, Math.min(length, sizeBytes - offset));

async function describe(
  blob: StoredBlob,
  range: Range,
  properties: ReadonlySet<string>,
): Promise<JsonObject> {
  const wantsData = dataProperties.some((name) => properties.has(name));
  const octets = wantsData ? await readRange(blob, range.offset, lengthIn(blob, range)) : undefined;
  const digests = digestProperties.filter((name) => properties.has(name));
  const digest = digests.length > 0 ? toBase64(await digestOf(blob, range)) : '';
  const isCut =
    range.offset > blob.sizeBytes ||
    (Number.isFinite(range.length) && range.offset + range.length > blob.sizeBytes);
  return {
    ...(octets && dataOf(octets, properties)),
    ...Object.fromEntries<Json>(digests.map((name) => [name, digest])),
    ...(properties.has('size') && { size: blob.sizeBytes }),
    ...(isCut && { isTruncated: true }),
  };
}

/** `data` is the text where the octets are one, and base64 where they are not. */
function dataOf(octets: Bytes, properties: ReadonlySet<string>): JsonObject {
  const wantsText = properties.has('data') || properties.has('data:asText');
  const text = wantsText ? strictUtf8(octets) : undefined;
  const isProblem = wantsText && text === undefined;
  return {
    ...((properties.has('data:asText') || (properties.has('data') && !isProblem)) && {
      'data:asText': text ?? null,
    }),
    ...((properties.has('data:asBase64') || (properties.has('data') && isProblem)) && {
      'data:asBase64': toBase64(octets),
    }),
    ...(isProblem && { isEncodingProblem: true }),
  };
}

/** Of what is too large for the memory as well. */
async function digestOf(blob: StoredBlob, range: Range): Promise<Bytes> {
  const digest = sha256InPieces();
  let missing = lengthIn(blob, range);
  if (missing > 0) {
    for await (const piece of blob.read(range.offset)) {
      digest.push(piece.subarray(0, missing));
      missing -= piece.length;
      if (missing <= 0) break;
    }
  }
  return digest.end();
}
