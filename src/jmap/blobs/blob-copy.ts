import * as v from 'valibot';
import { idReferenceSchema, readArguments } from '../arguments.ts';
import type { Method, MethodContext } from '../capability.ts';
import { MethodError } from '../method-error.ts';
import { type SetError, setError } from '../set-error.ts';
import { objectOrNull } from '../standard/set.ts';
import { type Blobs, readRange } from './blobs.ts';

/** `Blob/copy` (RFC 8620 §6.3). A blob belongs to accounts whatever they can do, and so no capability is asked for. */
export const copyBlobs =
  (blobs: Blobs): Method =>
  async (args, context) => {
    const { fromAccountId, accountId, blobIds } = readArguments(
      { fromAccountId: v.string(), accountId: v.string(), blobIds: v.array(idReferenceSchema) },
      args,
    );
    const { from, to } = accountsOf(fromAccountId, accountId, context);
    if (blobIds.length > context.limits.setObjectsMax) throw new MethodError('requestTooLarge');
    const copied: [string, string][] = [];
    const notCopied = new Map<string, SetError>();
    for (const blobId of new Set(blobIds)) {
      const id = context.createdIds.resolve(blobId);
      const blob = id === undefined ? undefined : await blobs.find(from.id, id);
      const tooLarge = blob && blob.sizeBytes > context.limits.uploadBytesMax;
      const copy =
        blob && !tooLarge
          ? await blobs.keep(
              to.id,
              await readRange(blob, 0, blob.sizeBytes),
              blob.type ?? 'application/octet-stream',
            )
          : undefined;
      if (copy !== undefined) copied.push([blobId, copy]);
      else notCopied.set(blobId, setError(!blob ? 'notFound' : tooLarge ? 'tooLarge' : 'overQuota'));
    }
    return {
      fromAccountId,
      accountId,
      copied: copied.length === 0 ? null : Object.fromEntries(copied),
      notCopied: objectOrNull(notCopied),
    };
  };

function accountsOf(fromAccountId: string, accountId: string, { accounts }: MethodContext) {
  const from = accounts.get(fromAccountId);
  if (!from) throw new MethodError('fromAccountNotFound');
  const to = accounts.get(accountId);
  if (!to) throw new MethodError('accountNotFound');
  if (to.isReadOnly) throw new MethodError('accountReadOnly');
  return { from, to };
}
