import { type HeaderForm, headerForms, isFormAllowed } from './header-form.ts';

/** A property that stands for a header field (RFC 8621 §4.1.3), such as `header:Resent-To:asAddresses:all`. */
export interface HeaderProperty {
  /** The name of the field, as the client spells it. */
  readonly field: string;
  readonly form: HeaderForm;
  /** All fields of this name, as a list; else the last one. */
  readonly isAll: boolean;
}

/** What a name that begins with `header:` asks for. */
export type HeaderRequest =
  | { readonly kind: 'property'; readonly property: HeaderProperty }
  /** The field may not be understood in that form. */
  | { readonly kind: 'forbidden-form' }
  | { readonly kind: 'malformed' };

// RFC 8621 §4.1.3: printable ASCII but for the colon; the suffixes in this order.
const propertyName = /^header:([!-9;-~]{1,250})(?::as([A-Za-z]+))?(:all)?$/;

/** Reads the name of a property; undefined if it is none of a header field. */
export function headerRequest(name: string): HeaderRequest | undefined {
  if (!name.startsWith('header:')) return undefined;
  const [, field, formName = 'Raw', all] = propertyName.exec(name) ?? [];
  const form = headerForms.find((each) => each === formName);
  if (field === undefined || form === undefined) return { kind: 'malformed' };
  if (!isFormAllowed(field, form)) return { kind: 'forbidden-form' };
  return { kind: 'property', property: { field, form, isAll: all !== undefined } };
}

const single = (field: string, form: HeaderForm): HeaderProperty => ({ field, form, isAll: false });

/** The properties that stand for the fields everybody wants (RFC 8621 §4.1.3). */
export const convenienceProperties: ReadonlyMap<string, HeaderProperty> = new Map([
  ['messageId', single('Message-ID', 'MessageIds')],
  ['inReplyTo', single('In-Reply-To', 'MessageIds')],
  ['references', single('References', 'MessageIds')],
  ['sender', single('Sender', 'Addresses')],
  ['from', single('From', 'Addresses')],
  ['to', single('To', 'Addresses')],
  ['cc', single('Cc', 'Addresses')],
  ['bcc', single('Bcc', 'Addresses')],
  ['replyTo', single('Reply-To', 'Addresses')],
  ['subject', single('Subject', 'Text')],
  ['sentAt', single('Date', 'Date')],
]);
