import type { Xtext } from '../address/xtext.ts';

/** NOTIFY (RFC 3461 §4.1): never, or any of the three. Absent altogether: failure, and delay at our discretion. */
export type Notify = 'never' | NotifyEvents;

export interface NotifyEvents {
  readonly success: boolean;
  readonly failure: boolean;
  readonly delay: boolean;
}

/** RET (RFC 3461 §4.3): how much of the message a failure report shall bring back. */
export type ReturnContent = 'full' | 'headers';

/** ORCPT (RFC 3461 §4.2), kept as it came: it is passed on and echoed without change. */
export interface OriginalRecipient {
  /** As given, mostly `rfc822` or `utf-8`. */
  readonly addressType: string;
  /** Still encoded: xtext, or the forms of RFC 6533 §3 where the type is utf-8. */
  readonly address: Xtext;
}

/** RFC 3461 §4.4, in characters after decoding. */
export const envelopeIdLengthMax = 100;
/** RFC 3461 §4.2, in characters, the type and semicolon counted in. */
export const originalRecipientLengthMax = 500;
