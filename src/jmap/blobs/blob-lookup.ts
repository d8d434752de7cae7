import * as v from 'valibot';
import { accountOf, idReferenceSchema, readArguments } from '../arguments.ts';
import type { Method } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';
import type { BlobWorld } from './blob-capability.ts';

/** `Blob/lookup` (RFC 9404): which records refer to a blob. */
export const lookUpBlobs =
  ({ blobs, references }: BlobWorld, capability: string): Method =>
  async (args, context) => {
    const read = readArguments(
      { accountId: v.string(), typeNames: v.array(v.string()), ids: v.array(idReferenceSchema) },
      args,
    );
    const account = accountOf(context, read.accountId, capability);
    const types = [...new Set(read.typeNames)];
    if (!types.every((type) => Object.hasOwn(references, type)))
      throw new MethodError('unknownDataType', `the types are ${Object.keys(references).join(', ')}`);
    const ids = [...new Set(read.ids.map((id) => context.createdIds.resolve(id) ?? id))];
    if (ids.length > context.limits.getObjectsMax) throw new MethodError('requestTooLarge');
    const list: JsonObject[] = [];
    const notFound: string[] = [];
    for (const id of ids) {
      if (!(await blobs.find(account.id, id))) notFound.push(id);
      else {
        const matched: [string, Json][] = [];
        for (const type of types) matched.push([type, (await references[type]?.(account.id, id)) ?? []]);
        list.push({ id, matchedIds: Object.fromEntries(matched) });
      }
    }
    return { accountId: account.id, list, notFound };
  };
