import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import { noticeFieldName } from '../dsn/correlate/notice-field.ts';
import type { Field, Header } from '../message/fields.ts';

/** As long as the name that it takes the place of, so that nothing else in the message moves. */
const renamed = fromLatin1('X-Untrusted-Note');

/** Fields that say what only we say of notices, wherever they come from. */
export const forgedNotices = (header: Header): readonly Field[] =>
  header.fields.filter((field) => field.name.toLowerCase() === noticeFieldName.toLowerCase());

/** Renames fields in octets that begin as the header section does. The octets are changed where they lie. */
export function renameNotices(bytes: Bytes, fields: readonly Field[]): void {
  for (const { start } of fields) bytes.set(renamed, start);
}
