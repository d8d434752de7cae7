import { type Bytes, CR, LF, utf8 } from '../../base/bytes.ts';
import { parseAddressList } from '../../message/address-list.ts';
import { parseZonedDate } from '../../message/dates.ts';
import type { Field, Header } from '../../message/fields.ts';
import { parseMessageIds } from '../../message/message-id.ts';
import { decodeTextWords } from '../../message/words.ts';
import {
  type EmailAddress,
  type EmailAddressGroup,
  emailAddresses,
  emailAddressGroups,
} from './addresses.ts';
import type { HeaderForm } from './header-form.ts';
import type { HeaderProperty } from './header-property.ts';
import { zonedDateText } from './time-text.ts';
import { parseListUrls } from './urls.ts';

/** The value of one field in one form; null where it cannot be understood as that. */
export type HeaderValue =
  | string
  | readonly EmailAddress[]
  | readonly EmailAddressGroup[]
  | readonly string[]
  | null;

/** RFC 8621 §4.1.3 */
export interface EmailHeader {
  readonly name: string;
  readonly value: string;
}

/** What a property shows of this header section (RFC 8621 §4.1.3). */
export function headerValue(
  header: Header,
  { field, form, isAll }: HeaderProperty,
): HeaderValue | readonly HeaderValue[] {
  const name = field.toLowerCase();
  const fields = header.fields.filter((each) => each.name.toLowerCase() === name);
  if (isAll) return fields.map((each) => fieldValue(header, each, form));
  // RFC 8621 §4.1.3: the last instance, or null if there is none.
  const last = fields.at(-1);
  return last ? fieldValue(header, last, form) : null;
}

/** All fields, in order, as they stand in the message. */
export const emailHeaders = (header: Header): EmailHeader[] =>
  header.fields.map((field) => ({ name: field.name, value: rawValue(header.bytes, field) }));

function fieldValue(header: Header, field: Field, form: HeaderForm): HeaderValue {
  if (form === 'Raw') return rawValue(header.bytes, field);
  const value = header.valueOf(field);
  switch (form) {
    case 'Text':
      return textValue(value);
    case 'Addresses':
      return emailAddresses(parseAddressList(value));
    case 'GroupedAddresses':
      return emailAddressGroups(parseAddressList(value));
    case 'MessageIds':
      return messageIdsValue(value);
    case 'Date':
      return zonedDateText(parseZonedDate(value)) ?? null;
    case 'URLs':
      return parseListUrls(value) ?? null;
  }
}

/** From the colon to the line end, folds and all. */
function rawValue(bytes: Bytes, { valueStart, end }: Field): string {
  let last = end;
  if (bytes[last - 1] === LF) last--;
  if (bytes[last - 1] === CR) last--;
  // RFC 8621 §4.1.2.1: no NUL, and U+FFFD for what is not UTF-8.
  return utf8(bytes, valueStart, Math.max(valueStart, last)).replaceAll('\0', '');
}

// RFC 8621 §4.1.2.2
const textValue = (value: string): string => decodeTextWords(value).replaceAll('\0', '').normalize('NFC');

/** RFC 8621 §4.1.2.5: without the brackets. */
function messageIdsValue(value: string): readonly string[] | null {
  const ids = parseMessageIds(value).map((id) => id.slice(1, -1));
  return ids.length > 0 ? ids : null;
}
