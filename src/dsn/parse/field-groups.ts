import type { Bytes } from '../../base/bytes.ts';
import { lineEnd, parseHeader } from '../../message/fields.ts';

/** Recipients that are read from one report; what follows is left out. */
const recipientsMax = 1_000;
/** Recipients that share one group of fields. */
const sharingMax = 100;
/** Octets of a value that are read; the longest reply that hosts write is far below. */
const valueBytesMax = 8_000;

/** Fields that belong together. Names are in lower case; of several with one name the first counts. */
export type FieldGroup = ReadonlyMap<string, string>;

/** The fields of a delivery status: of the message, and of each recipient. */
export interface StatusFields {
  readonly message: FieldGroup;
  /** Each with an address; without any, what is said of nobody, once at most. */
  readonly recipients: readonly FieldGroup[];
}

/**
 * Sorts the fields of a delivery status (RFC 3464 §2.1) as they must have been meant: groups that no empty line separates, fields
 * that an empty line tears apart, fields of the message amid those of a recipient, several addresses that share what follows.
 */
export function statusFields(bytes: Bytes): StatusFields {
  const sorter = new FieldSorter();
  for (let at = 0; at < bytes.length && !sorter.isFull; ) {
    const end = sectionEnd(bytes, at);
    const section = parseHeader(bytes, at, end);
    for (const field of section.fields) {
      const bounded = { ...field, end: Math.min(field.end, field.valueStart + valueBytesMax) };
      sorter.add(field.name.toLowerCase(), section.valueOf(bounded));
    }
    sorter.endSection();
    at = end;
  }
  return sorter.sorted();
}

/** Behind the next line of nothing but blanks, unless a fold follows it. */
function sectionEnd(bytes: Bytes, start: number): number {
  for (let at = start; at < bytes.length; ) {
    const next = lineEnd(bytes, at, bytes.length);
    if (isAllBlank(bytes, at, next) && !isBlank(bytes[next])) return next;
    at = next;
  }
  return bytes.length;
}

function isAllBlank(bytes: Bytes, start: number, end: number): boolean {
  let at = start;
  while (at < end && (isBlank(bytes[at]) || bytes[at] === 13 || bytes[at] === 10)) at++;
  return at === end;
}

const isBlank = (octet: number | undefined): boolean => octet === 32 || octet === 9;

/** RFC 3464 §2.3.1, §2.3.2; the last is sendmail's. */
const addressNames = new Set(['original-recipient', 'final-recipient', 'x-actual-recipient']);
/** RFC 3464 §2.3.3–2.3.9 */
const recipientNames = new Set([
  ...addressNames,
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'final-log-id',
  'will-retry-until',
]);
/** RFC 3464 §2.2 */
const messageNames = new Set([
  'original-envelope-id',
  'reporting-mta',
  'dsn-gateway',
  'received-from-mta',
  'arrival-date',
]);

class FieldSorter {
  readonly #message = new Map<string, string>();
  readonly #recipients: Map<string, string>[] = [];
  /** Recipients before the last one that share the fields which follow. */
  #sharing: Map<string, string>[] = [];
  /** True from an empty line to the next field of a recipient. */
  #isNewSection = false;

  get isFull(): boolean {
    return this.#recipients.length > recipientsMax;
  }

  add(name: string, value: string): void {
    const current = this.#recipients.at(-1);
    if (messageNames.has(name) || (!recipientNames.has(name) && !current))
      setFirst(this.#message, name, value);
    else {
      if (!current || this.#beginsRecipient(current, name)) this.#begin(current, name);
      this.#isNewSection = false;
      const last = this.#recipients.at(-1);
      if (!last || last.has(name)) return;
      last.set(name, value);
      if (recipientNames.has(name) && !addressNames.has(name)) {
        for (const group of this.#sharing) setFirst(group, name, value);
      }
    }
  }

  endSection(): void {
    this.#isNewSection = true;
    this.#sharing = [];
  }

  sorted(): StatusFields {
    const named = this.#recipients.filter(isNamed).slice(0, recipientsMax);
    return { message: this.#message, recipients: named.length > 0 ? named : this.#recipients.slice(0, 1) };
  }

  #beginsRecipient(current: FieldGroup, name: string): boolean {
    if (current.has(name)) return addressNames.has(name) || (this.#isNewSection && recipientNames.has(name));
    return this.#isNewSection && addressNames.has(name) && isComplete(current);
  }

  #begin(before: Map<string, string> | undefined, name: string): void {
    if (this.isFull) return;
    const isShared = before && addressNames.has(name) && isNamed(before) && !isComplete(before);
    if (!isShared || this.#isNewSection) this.#sharing = [];
    else if (this.#sharing.length < sharingMax) this.#sharing.push(before);
    this.#recipients.push(new Map());
  }
}

const isNamed = (group: FieldGroup): boolean => [...addressNames].some((name) => group.has(name));

const isComplete = (group: FieldGroup): boolean =>
  isNamed(group) && (group.has('action') || group.has('status'));

function setFirst(group: Map<string, string>, name: string, value: string): void {
  if (!group.has(name)) group.set(name, value);
}
