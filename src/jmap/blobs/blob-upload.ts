import * as v from 'valibot';
import { type Bytes, concat, fromBase64, fromUtf8 } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import {
  describeIssue,
  idReferenceSchema,
  idSchema,
  mapOf,
  objectSchema,
  orNull,
  readArguments,
  unsignedIntSchema,
  writableAccountOf,
} from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';
import { objectOrNull } from '../standard/set.ts';
import { type Blobs, readRange } from './blobs.ts';
import { blobSetBytesMax, dataSourcesMax } from './limits.ts';

const mediaType = v.pipe(
  v.string(),
  v.regex(/^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:;.{0,500})?$/, 'must be a media type'),
);

/** One piece of a blob: text, octets, or a part of another blob. */
const sourceSchema = v.union([
  v.strictObject({ 'data:asText': v.string() }),
  v.strictObject({ 'data:asBase64': v.string() }),
  v.strictObject({
    blobId: idReferenceSchema,
    offset: orNull(unsignedIntSchema),
    length: orNull(unsignedIntSchema),
  }),
]);

type Source = v.InferOutput<typeof sourceSchema>;

const uploadSchema = v.strictObject({
  data: v.array(sourceSchema),
  type: orNull(mediaType),
});

/** `Blob/upload` (RFC 9404): makes small blobs within a request, out of texts, octets and parts of others. */
export const uploadBlobs =
  ({ blobs }: { readonly blobs: Blobs }, capability: string): Method =>
  async (args, context) => {
    const { accountId, create } = readArguments(
      { accountId: v.string(), create: mapOf(idSchema, objectSchema) },
      args,
    );
    const account = writableAccountOf(context, accountId, capability);
    if (create.size > context.limits.setObjectsMax) throw new MethodError('requestTooLarge');
    const created = new Map<string, JsonObject>();
    const notCreated = new Map<string, SetError>();
    // In the order in which they stand: each may refer to those before it.
    for (const [creationId, wanted] of create) {
      const made = await uploadBlob(wanted, account, blobs, context);
      if (!made.ok) notCreated.set(creationId, made.error);
      else {
        context.createdIds.add(creationId, made.value.id);
        created.set(creationId, made.value);
      }
    }
    return { accountId, created: objectOrNull(created), notCreated: objectOrNull(notCreated) };
  };

async function uploadBlob(
  wanted: JsonObject,
  account: SessionAccount,
  blobs: Blobs,
  context: MethodContext,
): Promise<Result<JsonObject & { readonly id: string }, SetError>> {
  const read = v.safeParse(uploadSchema, wanted, { abortEarly: true });
  if (!read.success) {
    const [issue] = read.issues;
    return err(invalidProperties([String(issue.path?.[0]?.key ?? 'data')], describeIssue(issue)));
  }
  const { data, type } = read.output;
  if (data.length > dataSourcesMax)
    return err(invalidProperties(['data'], `a blob has ${dataSourcesMax} data sources at most`));
  const content = await gather(data, account, blobs, context);
  if (!content.ok) return content;
  const id = await blobs.keep(account.id, content.value, type ?? 'application/octet-stream');
  if (id === undefined) return err(setError('overQuota', 'there is no room for it'));
  return ok({ id, type, size: content.value.length });
}

async function gather(
  sources: readonly Source[],
  account: SessionAccount,
  blobs: Blobs,
  context: MethodContext,
): Promise<Result<Bytes, SetError>> {
  const pieces: Bytes[] = [];
  let bytes = 0;
  for (const source of sources) {
    const piece = await pieceOf(source, account, blobs, context, blobSetBytesMax - bytes);
    if (!piece.ok) return piece;
    bytes += piece.value.length;
    if (bytes > blobSetBytesMax) return err(tooLarge);
    pieces.push(piece.value);
  }
  return ok(concat(pieces));
}

/** @param roomBytes more than so many octets are too many */
async function pieceOf(
  source: Source,
  account: SessionAccount,
  blobs: Blobs,
  { createdIds }: MethodContext,
  roomBytes: number,
): Promise<Result<Bytes, SetError>> {
  if ('data:asText' in source) return ok(fromUtf8(source['data:asText']));
  if ('data:asBase64' in source) {
    const octets = fromBase64(source['data:asBase64']);
    return octets ? ok(octets) : err(invalidProperties(['data'], 'data:asBase64 is not base64'));
  }
  const id = createdIds.resolve(source.blobId);
  const blob = id === undefined ? undefined : await blobs.find(account.id, id);
  if (!blob) return err({ ...setError('blobNotFound'), notFound: [source.blobId] });
  const offset = source.offset ?? 0;
  const length = source.length ?? Math.max(0, blob.sizeBytes - offset);
  if (offset + length > blob.sizeBytes)
    return err(invalidProperties(['data'], 'the blob is shorter than that'));
  return length > roomBytes ? err(tooLarge) : ok(await readRange(blob, offset, length));
}

const tooLarge = setError(
  'tooLarge',
  `no more than ${blobSetBytesMax} octets; upload larger ones by themselves`,
);
