/** How the value of a header field is shown (RFC 8621 §4.1.2): as it stands, or understood as something. */
export type HeaderForm = (typeof headerForms)[number];

export const headerForms = [
  'Raw',
  'Text',
  'Addresses',
  'GroupedAddresses',
  'MessageIds',
  'Date',
  'URLs',
] as const;

const addresses: readonly HeaderForm[] = ['Addresses', 'GroupedAddresses'];

/** The fields that RFC 5322 and RFC 2369 define, in lower case, and what each may be understood as. */
const formsByField: ReadonlyMap<string, readonly HeaderForm[]> = new Map<string, readonly HeaderForm[]>([
  // RFC 8621 §4.1.2.2
  ...each(['subject', 'comments', 'keywords', 'list-id'], ['Text']),
  // RFC 8621 §4.1.2.3
  ...each(['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'], addresses),
  ...each(
    ['resent-from', 'resent-sender', 'resent-reply-to', 'resent-to', 'resent-cc', 'resent-bcc'],
    addresses,
  ),
  // RFC 8621 §4.1.2.5
  ...each(['message-id', 'in-reply-to', 'references', 'resent-message-id'], ['MessageIds']),
  // RFC 8621 §4.1.2.6
  ...each(['date', 'resent-date'], ['Date']),
  // RFC 8621 §4.1.2.7
  ...each(
    ['list-help', 'list-unsubscribe', 'list-subscribe', 'list-post', 'list-owner', 'list-archive'],
    ['URLs'],
  ),
  ...each(['return-path', 'received'], []),
]);

/** True if the field may be shown and set in this form. A field that those two RFCs do not define may be anything. */
export function isFormAllowed(field: string, form: HeaderForm): boolean {
  const forms = formsByField.get(field.toLowerCase());
  // RFC 8621 §4.1.2: each field may be had in its raw form.
  return form === 'Raw' || forms === undefined || forms.includes(form);
}

function each(names: readonly string[], forms: readonly HeaderForm[]): [string, readonly HeaderForm[]][] {
  return names.map((name) => [name, forms]);
}
