import { fromUtf8 } from '../../../base/bytes.ts';
import { instant } from '../../../base/instant.ts';
import { parseAddressList } from '../../../message/address-list.ts';
import { formatDate } from '../../../message/dates.ts';
import { unfold } from '../../../message/fields.ts';
import { messageIdLengthMax } from '../../../message/message-id.ts';
import {
  type HeaderForm as Charset,
  lineLengthMax,
  writeField,
  writeTextField,
} from '../../../message/write-fields.ts';
import { isFormAllowed } from '../header-form.ts';
import type { HeaderProperty } from '../header-property.ts';
import { parseDateText } from '../time-text.ts';
import { addressPieces, groupPieces } from './address-input.ts';

/** A header field that a client sets. */
export interface FieldInput {
  readonly name: string;
  /** As it will stand in the message, with its line end. */
  readonly line: string;
}

/**
 * Writes the fields that a property sets: one, or with `:all` any number. Null sets none.
 * @returns undefined if the value does not suit the form
 */
export function writeInput({ field, form, isAll }: HeaderProperty, value: unknown): FieldInput[] | undefined {
  if (value === null) return [];
  if (isAll && !Array.isArray(value)) return undefined;
  const values: readonly unknown[] = isAll ? (value as unknown[]) : [value];
  const lines = values.map((each) => writers[form](field, each));
  return lines.every((line) => line !== undefined) ? lines.map((line) => ({ name: field, line })) : undefined;
}

type Writer = (field: string, value: unknown) => string | undefined;

const writers: Readonly<Record<HeaderProperty['form'], Writer>> = {
  Raw: writeRaw,
  Text: (field, value) => (typeof value === 'string' ? writeTextField(field, value) : undefined),
  Addresses: (field, value) => writePieces(field, addressPieces(value)),
  GroupedAddresses: (field, value) => writePieces(field, groupPieces(value)),
  MessageIds: (field, value) => writePieces(field, bracketed(value, isMessageId)),
  Date: writeDate,
  URLs: (field, value) => {
    const pieces = bracketed(value, isUrl);
    return writePieces(field, pieces && withCommas(pieces));
  },
};

/** As it is where it is lawful; else in a form that mail can carry and that means the same. */
function writeRaw(field: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const folds = value.split(/\r\n(?=[ \t])/);
  // Nothing may end the field, and no fold be of blanks only.
  if (folds.some((line) => /[\r\n\0]/.test(line))) return undefined;
  const lines = `${field}:${value}`.split('\r\n');
  const isLawful = lines.every((line) => /^[\t -~]*$/.test(line) && line.length <= lineLengthMax);
  if (isLawful && folds.slice(1).every((line) => line.trim() !== '')) return `${lines.join('\r\n')}\r\n`;
  const text = unfold(value);
  if (isFormAllowed(field, 'Text')) return writeTextField(field, text);
  if (!isFormAllowed(field, 'Addresses')) return writeField(field, text, 'utf8');
  return writePieces(field, addressPieces(parseAddressList(text).flatMap(inputsOf)));
}

const inputsOf = (address: ReturnType<typeof parseAddressList>[number]) =>
  (address.kind === 'group' ? address.members : [address]).map((each) => ({
    name: each.name ?? null,
    email: each.address,
  }));

/** RFC 6532: only an address beyond ASCII makes the header so; names are encoded. */
function writePieces(field: string, pieces: readonly string[] | undefined): string | undefined {
  if (!pieces) return undefined;
  const charset: Charset = pieces.every((piece) => /^[ -~]*$/.test(piece)) ? 'ascii' : 'utf8';
  return writeField(field, pieces, charset);
}

function writeDate(field: string, value: unknown): string | undefined {
  const date = parseDateText(value, false);
  // RFC 5322 §3.3: years from 1900 on.
  if (!date || date.at < earliest) return undefined;
  return writeField(field, formatDate(date.at, date.zoneMinutes));
}

const earliest = instant(Date.UTC(1900, 0, 2));

function bracketed(value: unknown, isGood: (text: string) => boolean): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isAllGood = value.every((each) => typeof each === 'string' && isGood(each));
  return isAllGood ? value.map((each) => `<${each}>`) : undefined;
}

const withCommas = (pieces: readonly string[]): string[] =>
  pieces.map((piece, i) => (i < pieces.length - 1 ? `${piece},` : piece));

const isMessageId = (text: string): boolean =>
  /^[^\s\p{C}<>"()]+$/u.test(text) && fromUtf8(text).length <= messageIdLengthMax;

const isUrl = (text: string): boolean => /^[!-;=?-~]+$/.test(text) && text.length < lineLengthMax - 100;
