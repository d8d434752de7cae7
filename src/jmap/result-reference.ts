import * as v from 'valibot';
import { isJsonObject, type Json, type JsonObject, member } from './json.ts';
import { MethodError } from './method-error.ts';

/** A response that was already given: name, arguments, method call id (RFC 8620 §3.2). */
export type Invocation = readonly [name: string, args: JsonObject, callId: string];

/** Values that one reference may bring: a star within a star makes many of few. */
export const referencedValuesMax = 100_000;

const referenceSchema = v.strictObject({ resultOf: v.string(), name: v.string(), path: v.string() });

/**
 * The arguments of a call, with what earlier calls answered in the place of references to it (RFC 8620 §3.7).
 * @throws MethodError invalidResultReference; invalidArguments if an argument is there twice
 */
export function resolveReferences(args: JsonObject, responses: readonly Invocation[]): JsonObject {
  const names = Object.keys(args);
  if (!names.some((name) => name.startsWith('#'))) return args;
  const resolved = names.map((name): [string, Json] => {
    if (!name.startsWith('#')) return [name, args[name] ?? null];
    const plain = name.slice(1);
    if (Object.hasOwn(args, plain))
      throw new MethodError('invalidArguments', 'an argument is given both as it is and as a reference');
    return [plain, referenced(args[name] ?? null, responses)];
  });
  return Object.fromEntries(resolved);
}

function referenced(value: Json, responses: readonly Invocation[]): Json {
  const reference = v.safeParse(referenceSchema, value);
  if (!reference.success) throw unresolved('a reference has resultOf, name and path');
  const { resultOf, name, path } = reference.output;
  const response = responses.find(([, , callId]) => callId === resultOf);
  if (!response) throw unresolved('no earlier call has this id');
  if (response[0] !== name) throw unresolved('the response has another name');
  const found = evaluate(response[1], path);
  if (found === undefined) throw unresolved('the path leads nowhere');
  return found;
}

/** A JSON pointer (RFC 6901), where `*` stands for each item of a list. Undefined if it leads nowhere. */
export function evaluate(value: Json, pointer: string): Json | undefined {
  if (pointer === '') return value;
  if (!pointer.startsWith('/')) return undefined;
  const tokens = pointer.slice(1).split('/');
  return follow(
    value,
    tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')),
    { values: 0 },
  );
}

function follow(start: Json, tokens: readonly string[], count: { values: number }): Json | undefined {
  let value: Json | undefined = start;
  for (const [i, token] of tokens.entries()) {
    if (Array.isArray(value)) {
      if (token === '*') return followEach(value, tokens.slice(i + 1), count);
      value = /^(?:0|[1-9]\d{0,15})$/.test(token) ? value[Number(token)] : undefined;
    } else value = isJsonObject(value) ? member(value, token) : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}

function followEach(
  list: readonly Json[],
  rest: readonly string[],
  count: { values: number },
): Json | undefined {
  const found: Json[] = [];
  for (const item of list) {
    const value = follow(item, rest, count);
    if (value === undefined) return undefined;
    const values = Array.isArray(value) ? (value as readonly Json[]) : [value];
    count.values += values.length;
    if (count.values > referencedValuesMax) throw unresolved(`more than ${referencedValuesMax} values`);
    for (const each of values) found.push(each);
  }
  return found;
}

const unresolved = (description: string): MethodError =>
  new MethodError('invalidResultReference', description);
