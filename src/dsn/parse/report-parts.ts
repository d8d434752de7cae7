import { type Bytes, latin1 } from '../../base/bytes.ts';
import { decodeBody } from '../../message/body.ts';
import { isType } from '../../message/content-type.ts';
import type { Part } from '../../message/part-tree.ts';
import type { OpenedMail } from './format.ts';

/** The parts of a mail that machines read (RFC 6522 §3). What an enclosed message holds is not among them. */
export interface ReportParts {
  /** Of the types for a delivery status, or of a type around one. */
  readonly statuses: readonly Part[];
  /** Leaves of any other type, in which a delivery status may hide. */
  readonly others: readonly Part[];
  /** RFC 5965 §2 */
  readonly feedback?: Part;
  /** RFC 8098: what became of a message at its reader. */
  readonly disposition?: Part;
  /** The message that comes back, or its header. */
  readonly returned?: Part;
}

const statusTypes = [
  'message/delivery-status',
  // RFC 6533 §4.4: the traditional and the global type are to be treated alike.
  'message/global-delivery-status',
  'message/x-delivery-status',
  'text/delivery-status',
];
const wholeTypes = ['message/rfc822', 'message/global', 'message/x-rfc822', 'text/rfc822'];
const headerTypes = [
  'text/rfc822-headers',
  'text/rfc822-header',
  'message/global-headers',
  'message/rfc822-headers',
];
const isOneOf = ({ contentType }: Part, types: readonly string[]): boolean =>
  types.some((type) => isType(contentType, type));

export const isWholeMessage = (part: Part): boolean => isOneOf(part, wholeTypes);
const isReturnedPart = (part: Part): boolean => isWholeMessage(part) || isOneOf(part, headerTypes);

export function reportParts({ root }: OpenedMail): ReportParts {
  const statuses: Part[] = [];
  const others: Part[] = [];
  const single: { feedback?: Part; disposition?: Part; returned?: Part } = {};
  const visit = (part: Part): void => {
    if (isOneOf(part, statusTypes)) statuses.push(part);
    else if (isOneOf(part, ['message/feedback-report'])) single.feedback ??= part;
    else if (isOneOf(part, ['message/disposition-notification', 'message/global-disposition-notification']))
      single.disposition ??= part;
    else if (part !== root && isReturnedPart(part)) {
      // Some programs write a header of their own before the delivery status, and call that a message.
      const inner = part.children[0];
      if (inner && isOneOf(inner, statusTypes)) statuses.push(inner);
      else single.returned ??= part;
    } else if (part.children.length === 0) others.push(part);
    else for (const child of part.children) visit(child);
  };
  visit(root);
  return { statuses, others, ...single };
}

/** Octets of a part in which fields are looked for where none were announced. */
const searchBytesMax = 256 * 1024;

/**
 * The fields of a delivery status within a part of another type, or undefined if there are none: programs mislabel the part, or a
 * boundary is broken so that it stuck to the text before it.
 */
export function hiddenStatus({ bytes }: OpenedMail, part: Part): Bytes | undefined {
  const content = decodeBody(bytes, {
    ...part,
    bodyEnd: Math.min(part.bodyEnd, part.bodyStart + searchBytesMax),
  });
  const text = latin1(content);
  const start = text.search(/^(?:Reporting-MTA|Original-Recipient|Final-Recipient|Action|Status)[ \t]*:/im);
  if (start === -1 || !/^Final-Recipient[ \t]*:/im.test(text)) return undefined;
  return /^(?:Action|Status)[ \t]*:/im.test(text) ? content.subarray(start) : undefined;
}
