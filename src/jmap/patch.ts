import { err, ok, type Result } from '../base/result.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { type SetError, setError } from './set-error.ts';

/**
 * Applies a patch (RFC 8620 §5.3) to a record: each of its names is a JSON pointer (RFC 6901) without its first slash.
 * @param defaults what a property becomes whose patch is null; without one, it goes
 */
export function applyPatch(
  record: JsonObject,
  patch: JsonObject,
  defaults: JsonObject = {},
): Result<JsonObject, SetError> {
  const paths = Object.keys(patch).map((pointer) => pointer.split('/').map(unescaped));
  if (!areApart(paths)) return invalid('one pointer is the beginning of another');
  // Names such as __proto__ are properties like all others, and made as such.
  const patched: Mutable = { ...record };
  for (const [pointer, value] of Object.entries(patch)) {
    const path = pointer.split('/').map(unescaped);
    const parent = parentOf(patched, path);
    if (!parent) return invalid(`${pointer}: it points into a list, or into what is not there`);
    const name = path.at(-1) ?? '';
    const isReset = value === null && path.length === 1 && Object.hasOwn(defaults, name);
    if (isReset) put(parent, name, defaults[name] ?? null);
    else if (value === null) delete parent[name];
    else put(parent, name, value);
  }
  return ok(patched);
}

type Mutable = Record<string, Json>;

const put = (parent: Mutable, name: string, value: Json): void => {
  Object.defineProperty(parent, name, { value, writable: true, enumerable: true, configurable: true });
};

/** The object that holds the last name of a path, copied on the way down so that the record stays as it is. */
function parentOf(record: Mutable, path: readonly string[]): Mutable | undefined {
  let parent = record;
  for (const name of path.slice(0, -1)) {
    const child = Object.hasOwn(parent, name) ? parent[name] : undefined;
    if (!isJsonObject(child)) return undefined;
    const copy: Mutable = { ...child };
    put(parent, name, copy);
    parent = copy;
  }
  return parent;
}

/** Sorted by their names, a path stands right before those that go on from it. */
function areApart(paths: readonly (readonly string[])[]): boolean {
  const keys = paths.map((path) => `${path.map((name) => JSON.stringify(name)).join('/')}/`).sort();
  return keys.every((key, i) => i === 0 || !key.startsWith(keys[i - 1] ?? ''));
}

/** RFC 6901 §4 */
const unescaped = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

const invalid = (description: string): Result<JsonObject, SetError> =>
  err(setError('invalidPatch', description));
