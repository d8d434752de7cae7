import { type Bytes, isAscii, strictUtf8 } from '../../base/bytes.ts';
import type { ReturnContent } from '../../envelope/dsn-parameters.ts';
import type { Entity } from '../../message/compose.ts';
import { type Header, parseHeader } from '../../message/fields.ts';
import { contentNeed } from '../../message/transfer-encoding.ts';
import type { Original, Report } from '../report.ts';

/**
 * Octets of a message up to which a failure report brings it back whole (RFC 3461 §6.2 leaves the bound to
 * us).
 */
export const returnBytesMax = 100 * 1024;

/** What of the message goes back with the report, and why not more. */
export interface Returned {
  readonly entity: Entity;
  readonly extent: 'whole' | 'header';
  /** Why only the header goes back. */
  readonly reason?: 'no-failure' | 'require-tls' | 'asked-for' | 'too-large' | 'not-lawful';
}

export interface ReturnOptions {
  /** RET, if the sender gave it. */
  readonly returnContent: ReturnContent | undefined;
  /** The message was sent with REQUIRETLS (RFC 8689). */
  readonly requiresTls: boolean;
  /** The message was sent with SMTPUTF8. */
  readonly isSmtpUtf8: boolean;
  readonly allows8bit: boolean;
  readonly returnBytesMax: number;
}

/** Chooses the third part of the report (RFC 3461 §4.3 and §6.2, RFC 6522 §3). */
export function returnedPart(report: Report, original: Original, options: ReturnOptions): Returned {
  const header = parseHeader(original.message);
  const reason = reasonForHeader(report, original, options);
  const entity = reason === undefined ? wholeMessage(original.message, header, options) : undefined;
  if (entity) return { entity, extent: 'whole' };
  return { entity: headerOnly(header, options), extent: 'header', reason: reason ?? 'not-lawful' };
}

function reasonForHeader(
  report: Report,
  { message, sizeBytes }: Original,
  options: ReturnOptions,
): Returned['reason'] {
  // RFC 3461 §6.2: a report of no failure brings back the header only, whatever RET says.
  if (!report.recipients.some((recipient) => recipient.action === 'failed')) return 'no-failure';
  // RFC 8689 §5: as if RET=HDRS had been given, whatever was.
  if (options.requiresTls) return 'require-tls';
  if (options.returnContent === 'headers') return 'asked-for';
  if (sizeBytes !== message.length || message.length > options.returnBytesMax) return 'too-large';
  return undefined;
}

/** The message as it is, or undefined where it cannot lawfully go this way (RFC 6522 §3, RFC 6533 §4.5). */
function wholeMessage(message: Bytes, header: Header, options: ReturnOptions): Entity | undefined {
  const need = contentNeed(message);
  const isGlobal = !isAscii(message.subarray(0, header.end));
  if (isGlobal && !(options.isSmtpUtf8 && strictUtf8(message.subarray(0, header.end)) !== undefined))
    return undefined;
  const type = isGlobal ? 'message/global' : 'message/rfc822';
  if (need === '7bit' || (need === '8bit' && options.allows8bit))
    return { content: { kind: 'as-is', type, bytes: message } };
  // RFC 6532 §3.7: unlike message/rfc822, message/global may be encoded.
  return isGlobal ? { content: { kind: 'octets', type, bytes: message, isText: true } } : undefined;
}

/** The header section without the empty line (RFC 6522 §4), as many of its fields as the bound allows. */
function headerOnly(header: Header, options: ReturnOptions): Entity {
  const last = header.fields.findLast((field) => field.end <= options.returnBytesMax);
  const bytes = header.bytes.subarray(header.fields[0]?.start ?? 0, last?.end ?? 0);
  if (isAscii(bytes))
    return { content: { kind: 'octets', type: 'text/rfc822-headers', bytes, isText: true } };
  const isUtf8 = strictUtf8(bytes) !== undefined;
  if (isUtf8 && options.isSmtpUtf8) {
    return { content: { kind: 'octets', type: 'message/global-headers', bytes, isText: true } };
  }
  // RFC 1428 has a name for a charset of which nothing is known.
  const parameters = new Map([['charset', isUtf8 ? 'utf-8' : 'unknown-8bit']]);
  return { content: { kind: 'octets', type: 'text/rfc822-headers', parameters, bytes, isText: true } };
}
