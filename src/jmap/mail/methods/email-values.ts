import { err, ok, type Result } from '../../../base/result.ts';
import type { EmailId } from '../../../mailbox/email.ts';
import type { MailboxId } from '../../../mailbox/mailbox.ts';
import type { CreatedIds } from '../../created-ids.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';

export const isEmailId = (id: string): id is EmailId => /^E\d{1,15}$/.test(id);
export const isMailboxId = (id: string): id is MailboxId => /^M\d{1,15}$/.test(id);

/** RFC 8621 §4.1.1: 1 to 255 characters of ASCII, without blanks and `( ) { ] % * " \`; in small letters. */
export function readKeyword(text: string): string | undefined {
  return /^[!#$&'+-Z[^-z|}~]{1,255}$/.test(text) ? text.toLowerCase() : undefined;
}

export const keywordsObject = (keywords: readonly string[]): JsonObject =>
  Object.fromEntries(keywords.map((each) => [each, true]));

/** Reads a set of keywords: an object whose values are all true. */
export function readKeywords(value: Json | undefined): string[] | undefined {
  const names = namesOf(value ?? {});
  const keywords = names?.map(readKeyword);
  return keywords?.every((each) => each !== undefined) ? [...new Set(keywords)] : undefined;
}

/** Reads a set of mailboxes, each by its id or by `#` and a creation id. */
export function readMailboxIds(value: Json | undefined, createdIds: CreatedIds): MailboxId[] | undefined {
  const names = namesOf(value ?? null);
  const ids = names?.map((name) => createdIds.resolve(name) ?? '');
  return ids?.every(isMailboxId) ? [...new Set(ids)] : undefined;
}

/** The names of an object whose values are all true. */
function namesOf(value: Json): string[] | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.values(value).every((each) => each === true) ? Object.keys(value) : undefined;
}

/** What is said of one set in a patch: all of it, or some members (RFC 8621 §4.6). */
export type SetPatch =
  | { readonly set: Json }
  | { readonly add: readonly string[]; readonly remove: readonly string[] };

/**
 * Takes what a patch, none of whose pointers is the beginning of another, says of the set `name`. Undefined if it says nothing.
 * @returns the pointers that are wrong, as an error
 */
export function takeSetPatch(
  patch: JsonObject,
  name: string,
): Result<SetPatch | undefined, readonly string[]> {
  const pointers = Object.keys(patch).filter((pointer) => pointer.startsWith(`${name}/`));
  if (Object.hasOwn(patch, name)) return ok({ set: patch[name] ?? null });
  if (pointers.length === 0) return ok(undefined);
  const wrong = pointers.filter((pointer) => patch[pointer] !== true && patch[pointer] !== null);
  if (wrong.length > 0) return err(wrong);
  const members = (value: Json) =>
    pointers
      .filter((pointer) => patch[pointer] === value)
      .map((pointer) =>
        pointer
          .slice(name.length + 1)
          .replaceAll('~1', '/')
          .replaceAll('~0', '~'),
      );
  return ok({ add: members(true), remove: members(null) });
}
