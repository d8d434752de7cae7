import { hasNonAscii } from '../../address/domain.ts';
import { parseStatusCode, type StatusClass } from '../../envelope/status-code.ts';
import { parseDate } from '../../message/dates.ts';
import { dnsName, type TypedAddress } from '../report.ts';
import type { FieldGroup } from './field-groups.ts';
import { actionOf, addressOf, diagnosticOf, mtaNameOf } from './field-values.ts';
import type { FoundRecipient } from './format.ts';
import type { ReadRecipient } from './read-report.ts';

/** What is said of one recipient, before it is made complete. */
export type RecipientDraft = Partial<Omit<ReadRecipient, 'explanation' | 'isStatusInferred'>> &
  Pick<FoundRecipient, 'stage'> & {
    /** Where no full status is given, its first digit may be. */
    readonly statusClass?: StatusClass;
    /** What is said in words outside the diagnostic. */
    readonly words?: string;
  };

/** Reads the fields about one recipient (RFC 3464 §2.3). */
export function draftFromFields(group: FieldGroup): RecipientDraft {
  const original = addressOf(group.get('original-recipient'));
  const final = addressOf(group.get('final-recipient')) ?? addressOf(group.get('x-actual-recipient'));
  // Behind a gateway recipients have other names, which nobody before it knows.
  const isForeign = final && !final.address.includes('@') && original?.address.includes('@');
  return present<RecipientDraft>({
    finalRecipient: isForeign ? original : (final ?? original),
    originalRecipient: original,
    action: actionOf(group.get('action')),
    ...statusField(group.get('status') ?? ''),
    remoteMta: mtaNameOf(group.get('remote-mta')),
    diagnosticCode: diagnosticOf(group.get('diagnostic-code')),
    lastAttemptDate: parseDate(group.get('last-attempt-date') ?? ''),
    willRetryUntil: parseDate(group.get('will-retry-until') ?? ''),
    finalLogId: group.get('final-log-id'),
  });
}

/** The code, if need be only its class, and the comment that may stand behind it (RFC 3464 §2.3.4). */
function statusField(value: string) {
  const code = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(value.slice(0, 200))?.[0];
  const first = /^[245](?=[.\d]*(?:\s|$))/.exec(value)?.[0];
  const words = value.replace(/^[\d.\s]+/, '').replace(/^\(([^()]*)\)$/, '$1');
  return {
    status: parseStatusCode(code ?? ''),
    statusClass: first === undefined ? undefined : (Number(first) as StatusClass),
    words: words === '' ? undefined : words,
  };
}

/** What a format found in the text. */
export const draftFromText = ({
  address,
  originalAddress,
  host,
  text,
  ...rest
}: FoundRecipient): RecipientDraft =>
  present<RecipientDraft>({
    ...rest,
    finalRecipient: textAddress(address),
    originalRecipient: originalAddress === undefined ? undefined : textAddress(originalAddress),
    remoteMta: host === undefined ? undefined : dnsName(host),
    diagnosticCode: diagnosticOf(text),
  });

const textAddress = (address: string): TypedAddress => ({
  type: hasNonAscii(address) ? 'utf-8' : 'rfc822',
  address,
});

/** What the fields do not say, from what a format found of the same recipient in the text. */
export const mergedDraft = (fields: RecipientDraft, text: RecipientDraft): RecipientDraft => ({
  ...text,
  ...fields,
});

/** The same without what is undefined. */
function present<T extends object>(value: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
