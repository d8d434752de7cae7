import type { Domain } from '../address/domain.ts';
import { type Bytes, fromLatin1 } from '../base/bytes.ts';
import type { Field, Header } from '../message/fields.ts';
import { tokenise } from '../message/tokens.ts';

const name = 'authentication-results';
/** As long as the name that it takes the place of, so that nothing else in the message moves. */
const renamed = fromLatin1('X-Untrusted-AuthResult');

/** Fields that claim to be results of ours, or may be read so (RFC 8601 §5): only we write these. */
export const forgedResults = (header: Header, by: Domain): readonly Field[] =>
  header.fields.filter((field) => field.name.toLowerCase() === name && claimsToBe(header.valueOf(field), by));

/** Renames fields in octets that begin as the header section does. The octets are changed where they lie. */
export function renameResults(bytes: Bytes, fields: readonly Field[]): void {
  for (const { start } of fields) bytes.set(renamed, start);
}

/**
 * authserv-id is the first word behind comments, and a version the second (RFC 8601 §2.2). What has no such word is nobody's, and not
 * believed either; neither is what is of a version that we do not know (§5).
 */
function claimsToBe(value: string, by: Domain): boolean {
  const [first, second] = tokenise(value, ';/=').filter(({ kind }) => kind !== 'comment');
  if (first === undefined || first.kind === 'special') return true;
  if (second !== undefined && second.kind !== 'special' && second.text !== '1') return true;
  return first.text.toLowerCase().replace(/\.$/, '') === by;
}
