import { type Bytes, strictUtf8 } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Json } from './json.ts';

/** Lists and objects within each other. What is deeper would exhaust the stack of whoever writes it out again. */
export const jsonDepthMax = 64;

/**
 * Reads I-JSON (RFC 7493), which RFC 8620 §1.5 asks for: UTF-8, no name twice in an object, no surrogates or noncharacters in a text, and
 * numbers that a double can hold. The error is a clause for people.
 */
export function parseIJson(bytes: Bytes): Result<Json> {
  const text = strictUtf8(bytes);
  if (text === undefined) return err('it is not UTF-8');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return err('it is not JSON');
  }
  const inspected = inspect(value);
  if (!inspected.ok) return inspected;
  // JSON.parse keeps the last of two members of the same name, and so has fewer members than there are colons.
  return inspected.value === colonsOutsideTexts(text) ? ok(value) : err('a name stands in an object twice');
}

/** Looks at all that is in a value. @returns the members of all objects in it */
function inspect(root: Json): Result<number> {
  let members = 0;
  const open: { readonly value: Json; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && !isText(value))
      return err('a text has a surrogate or a noncharacter in it');
    if (typeof value === 'number' && !Number.isFinite(value)) return err('a number is too large');
    if (typeof value !== 'object' || value === null) continue;
    if (depth > jsonDepthMax) return err(`it is more than ${jsonDepthMax} lists and objects deep`);
    if (!Array.isArray(value)) {
      const names = Object.keys(value);
      members += names.length;
      if (!names.every(isText)) return err('a name has a surrogate or a noncharacter in it');
    }
    for (const each of Object.values(value)) open.push({ value: each, depth: depth + 1 });
  }
  return ok(members);
}

/** RFC 7493 §2.1. Noncharacters: U+FDD0 to U+FDEF, and the last two of each plane (Unicode, 23.7). */
const isText = (text: string): boolean => text.isWellFormed() && !/\p{Noncharacter_Code_Point}/u.test(text);

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Of a text that is known to be JSON. */
function colonsOutsideTexts(json: string): number {
  let colons = 0;
  let isInText = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === quote) isInText = !isInText;
    else if (isInText && code === backslash) i++;
    else if (code === colon && !isInText) colons++;
  }
  return colons;
}
