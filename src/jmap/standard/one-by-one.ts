import type { Result } from '../../base/result.ts';
import type { MethodContext } from '../capability.ts';
import type { Json, JsonObject } from '../json.ts';
import { type SetError, setError } from '../set-error.ts';
import { SetOutcome, type SetRequest } from './set.ts';

/** How one record is changed; each is an atomic unit. */
export interface RecordVerbs<Extra> {
  /** @returns the id, and what the server has set */
  create(
    record: JsonObject,
    request: SetRequest<Extra>,
    context: MethodContext,
  ): Promise<Result<CreatedRecord, SetError>>;
  /** @returns what changed beyond the patch, null if nothing. An id that there is not is the error `notFound`. */
  update(
    id: string,
    patch: JsonObject,
    request: SetRequest<Extra>,
    context: MethodContext,
  ): Promise<Result<JsonObject | null, SetError>>;
  /** @returns undefined once it is gone */
  destroy(id: string, request: SetRequest<Extra>, context: MethodContext): Promise<SetError | undefined>;
}

export interface CreatedRecord extends JsonObject {
  readonly id: string;
}

/** Carries out a /set record by record, in an order in which each may refer to those created before it (RFC 8620 §5.3). */
export const oneByOne =
  <Extra>(verbs: RecordVerbs<Extra>) =>
  async (request: SetRequest<Extra>, context: MethodContext): Promise<SetOutcome> => {
    const outcome = new SetOutcome();
    for (const [creationId, record] of inOrderOfReference(request.create)) {
      const result = await verbs.create(record, request, context);
      if (!result.ok) outcome.notCreated.set(creationId, result.error);
      else {
        context.createdIds.add(creationId, result.value.id);
        outcome.created.set(creationId, result.value);
      }
    }
    const { createdIds } = context;
    const doomed = new Set(request.destroy.map((reference) => createdIds.resolve(reference) ?? reference));
    for (const [reference, patch] of request.update) {
      const id = createdIds.resolve(reference);
      if (id === undefined) outcome.notUpdated.set(reference, setError('notFound'));
      else if (doomed.has(id)) outcome.notUpdated.set(id, setError('willDestroy'));
      else {
        const result = await verbs.update(id, patch, request, context);
        if (result.ok) outcome.updated.set(id, result.value);
        else outcome.notUpdated.set(id, result.error);
      }
    }
    for (const id of doomed) {
      const error = id.startsWith('#') ? setError('notFound') : await verbs.destroy(id, request, context);
      if (error) outcome.notDestroyed.set(id, error);
      else outcome.destroyed.push(id);
    }
    return outcome;
  };

/**
 * Records in an order in which each comes after those that it refers to by `#` and a creation id, as a value or as the name of one, at
 * any depth. Those that refer to each other in a circle come as they are.
 */
function inOrderOfReference(
  create: ReadonlyMap<string, JsonObject>,
): readonly (readonly [string, JsonObject])[] {
  const ordered = new Map<string, JsonObject>();
  const begun = new Set<string>();
  // A stack of our own: a chain of references is as long as its sender likes.
  for (const first of create.keys()) {
    const stack = [{ creationId: first, isDone: false }];
    for (let step = stack.pop(); step; step = stack.pop()) {
      const { creationId, isDone } = step;
      const record = create.get(creationId);
      if (record && isDone) ordered.set(creationId, record);
      if (!record || isDone || begun.has(creationId)) continue;
      begun.add(creationId);
      stack.push({ creationId, isDone: true });
      for (const reference of referencesIn(record)) stack.push({ creationId: reference, isDone: false });
    }
  }
  return [...ordered];
}

/** The creation ids that a value mentions. */
function referencesIn(value: Json): string[] {
  const found: string[] = [];
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') found.push(next);
    else if (Array.isArray(next)) open.push(...next);
    else if (typeof next === 'object' && next !== null)
      open.push(...Object.keys(next), ...Object.values(next));
  }
  return found.filter((text) => text.startsWith('#')).map((text) => text.slice(1));
}
