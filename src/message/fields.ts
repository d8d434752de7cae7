import { type Bytes, CR, indexOfByte, LF, latin1, strictUtf8 } from '../base/bytes.ts';

/**
 * One field of a header section, as it stands in the message. Offsets count from the start of the octets that
 * were parsed.
 */
export interface Field {
  /** As spelled there. */
  readonly name: string;
  /** The first octet of the name. */
  readonly start: number;
  /** The first octet after the colon. */
  readonly valueStart: number;
  /** Behind the line end of the field's last line. */
  readonly end: number;
}

/**
 * A parsed header section (RFC 5322 §2.2): its fields in order, and where the body begins. Names compare
 * without case.
 */
export class Header {
  readonly bytes: Bytes;
  readonly fields: readonly Field[];
  /** The end of the last field: the empty line, where there is one, stands between it and `bodyStart`. */
  readonly end: number;
  readonly bodyStart: number;

  constructor(bytes: Bytes, fields: readonly Field[], end: number, bodyStart: number) {
    this.bytes = bytes;
    this.fields = fields;
    this.end = end;
    this.bodyStart = bodyStart;
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  count(name: string): number {
    return this.#all(name).length;
  }

  /** The unfolded value of the first field of this name. */
  value(name: string): string | undefined {
    const field = this.#find(name);
    return field && this.valueOf(field);
  }

  /** The unfolded values of all fields of this name, in order. */
  values(name: string): string[] {
    return this.#all(name).map((field) => this.valueOf(field));
  }

  /** The value without the folds and without blanks at its ends. Not decoded (see words.ts). */
  valueOf(field: Field): string {
    return unfold(headerText(this.bytes, field.valueStart, field.end));
  }

  #find(name: string): Field | undefined {
    return this.fields.find((field) => isNamed(field, name));
  }

  #all(name: string): Field[] {
    return this.fields.filter((field) => isNamed(field, name));
  }
}

/**
 * Parses the header section that begins at `start`. It takes what comes: a lone LF ends a line (RFC 7103 §6),
 * blanks before the colon are passed over (§7.4), a line of blanks only is a fold (§7.3), and a line that is
 * no field belongs to the field before it if an empty line or another field follows (§7.2); if none does, the
 * body begins there. Lines before the first field are skipped.
 */
export function parseHeader(bytes: Bytes, start = 0, end = bytes.length): Header {
  const fields: Field[] = [];
  let open: Omit<Field, 'end'> | undefined;
  // Up to here everything belongs to fields for certain; what follows may be stray lines, or a body without
  // an empty line.
  let certain = start;
  let hasStray = false;
  const close = (at: number) => {
    if (open) fields.push({ ...open, end: at });
  };
  for (let at = start; at < end; ) {
    const next = lineEnd(bytes, at, end);
    if (isBlankLine(bytes, at, next)) {
      close(at);
      return new Header(bytes, fields, at, next);
    }
    const colon = isFold(bytes[at]) ? -1 : fieldColon(bytes, at, next);
    if (colon !== -1) {
      close(at);
      open = { name: latin1(bytes, at, colon).trimEnd(), start: at, valueStart: colon + 1 };
      hasStray = false;
    } else if (!isFold(bytes[at])) hasStray = true;
    if (open && !hasStray) certain = next;
    at = next;
  }
  close(certain);
  return new Header(bytes, fields, certain, certain);
}

/**
 * Text of header octets: UTF-8 (RFC 6532) where they are that, else Latin-1, so that nothing is lost (RFC
 * 7103 §7.7).
 */
export function headerText(bytes: Bytes, start: number, end: number): string {
  const text = latin1(bytes, start, end);
  return /[\x80-\xff]/.test(text) ? (strictUtf8(bytes.subarray(start, end)) ?? text) : text;
}

/**
 * Takes the folds out (RFC 5322 §2.2.3). A line end without a blank behind it counts as a blank (RFC 7103
 * §7.2).
 */
export const unfold = (text: string): string =>
  text.replace(/\r?\n([ \t]?)/g, (_, blank) => blank || ' ').trim();

/** Behind the LF of the line that begins at `at`, or `end`. */
export function lineEnd(bytes: Bytes, at: number, end: number): number {
  const lf = indexOfByte(bytes, LF, at);
  return lf === -1 || lf >= end ? end : lf + 1;
}

/** True if the line from `at` to `next` (its line end counted in) is empty. */
export const isBlankLine = (bytes: Bytes, at: number, next: number): boolean =>
  bytes[next - 1] === LF && (next - at === 1 || (next - at === 2 && bytes[at] === CR));

const isFold = (octet: number | undefined): boolean => octet === 32 || octet === 9;

/**
 * Where the colon stands in a line that begins a field, else −1. ftext = %d33-57 / %d59-126, then *WSP (RFC
 * 5322 §2.2, §4.5)
 */
function fieldColon(bytes: Bytes, at: number, next: number): number {
  let i = at;
  while (i < next && isNameOctet(bytes[i] as number)) i++;
  if (i === at) return -1;
  while (i < next && isFold(bytes[i])) i++;
  return bytes[i] === COLON && i < next ? i : -1;
}

const COLON = 58;
const isNameOctet = (octet: number): boolean => octet > 32 && octet < 127 && octet !== COLON;

const isNamed = (field: Field, name: string): boolean =>
  field.name.length === name.length && field.name.toLowerCase() === name.toLowerCase();
