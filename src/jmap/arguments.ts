import * as v from 'valibot';
import { printable } from '../base/printable.ts';
import type { MethodContext, SessionAccount } from './capability.ts';
import type { Json, JsonObject } from './json.ts';
import { MethodError } from './method-error.ts';

/** RFC 8620 §1.2: 1 to 255 octets of base64url letters. */
const idPattern = /^[A-Za-z0-9_-]{1,255}$/;

/** The types of RFC 8620 §1.2 and §1.3, as arguments have them. */
export const idSchema = v.pipe(v.string(), v.regex(idPattern, 'must be an id'));
/** An id, or `#` and a creation id, that stands for one. */
export const idReferenceSchema = v.pipe(v.string(), v.regex(/^#?[A-Za-z0-9_-]{1,255}$/, 'must be an id'));
export const intSchema = v.pipe(v.number(), v.safeInteger());
export const unsignedIntSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const objectSchema = v.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);

/** An argument that may be left out or be null, which is the same (RFC 8620 §3.5). */
export const orNull = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);

/** An object whose names come from outside, as a map: names such as `__proto__` are names like all others there. */
export const mapOf = <K extends v.GenericSchema<string, string>, T extends v.GenericSchema<unknown, unknown>>(
  name: K,
  item: T,
) =>
  v.pipe(
    objectSchema,
    v.transform((object): [string, unknown][] => Object.entries(object)),
    v.array(v.tuple([name, item])),
    v.transform((entries): ReadonlyMap<string, v.InferOutput<T>> => new Map(entries)),
  );

/** Reads the arguments of a method; what the schema does not know is wrong too (RFC 8620 §3.9). @throws MethodError invalidArguments */
export function readArguments<const T extends v.ObjectEntries>(
  entries: T,
  args: JsonObject,
): v.InferOutput<v.StrictObjectSchema<T, undefined>> {
  const result = v.safeParse(v.strictObject(entries), args, { abortEarly: true });
  if (result.success) return result.output;
  throw new MethodError('invalidArguments', describeIssue(result.issues[0]));
}

/** Which argument is wrong, and how, in one harmless line. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => String(key)).join('/');
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  const problem = isUnknown
    ? 'is not known'
    : issue.message.startsWith('must ')
      ? issue.message
      : expectation(issue);
  return `${printable(path, 200)} ${problem}`;
}

const expectation = ({ expected, received }: v.BaseIssue<unknown>): string =>
  received === 'undefined'
    ? 'is missing'
    : `must be ${printable(expected ?? 'something else', 100)}, not ${printable(received, 100)}`;

/** The account that a call is about. @throws MethodError if the user has no such account, or it cannot do this */
export function accountOf(context: MethodContext, id: string, capability: string): SessionAccount {
  const account = context.accounts.get(id);
  if (!account) throw new MethodError('accountNotFound');
  if (!Object.hasOwn(account.capabilities, capability)) throw new MethodError('accountNotSupportedByMethod');
  return account;
}

/** The same for methods that change something. @throws MethodError */
export function writableAccountOf(context: MethodContext, id: string, capability: string): SessionAccount {
  const account = accountOf(context, id, capability);
  if (account.isReadOnly) throw new MethodError('accountReadOnly');
  return account;
}

/** Only these properties of a record, and its id, which is always told (RFC 8620 §5.1). */
export function pick(record: JsonObject, properties: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(record).filter(([name]) => name === 'id' || properties.has(name));
  return Object.fromEntries<Json>(entries);
}
