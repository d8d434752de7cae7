import type { MailDomain } from '../address/domain.ts';
import { NULL_PATH, type ReversePath } from '../address/path.ts';
import { type Bytes, concat, fromUtf8, NO_BYTES } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { formatDate } from '../message/dates.ts';
import type { Header } from '../message/fields.ts';
import { makeMessageId } from '../message/message-id.ts';
import { type ReceivedStamp, writeReceived } from '../message/received.ts';

/** What we put before a message: a Return-Path that only final delivery shows, then what travels on with it, our results first. */
export interface Prefix {
  readonly bytes: Bytes;
  /** Octets of the Return-Path field at the start. */
  readonly returnPathBytes: number;
}

/** What a submission server adds where the author's program did not (RFC 6409 §8.2, §8.3). */
export interface MissingFields {
  readonly at: Instant;
  readonly uniqueText: string;
  readonly domain: MailDomain;
}

/** The Return-Path field (RFC 5321 §4.4). The path is one that our own parser took, so it holds nothing to be escaped. */
export const returnPathField = (path: ReversePath): string =>
  `Return-Path: <${path === NULL_PATH ? '' : path.text}>\r\n`;

export function prefixOf(
  path: ReversePath,
  stamp: ReceivedStamp,
  header: Header,
  missing: MissingFields | undefined,
  results = '',
): Prefix {
  const returnPath = fromUtf8(returnPathField(path));
  const added = missing === undefined ? '' : addedFields(header, missing);
  // Else its first lines would be read as part of our last field.
  const separator = isAllBody(header) ? '\r\n' : '';
  const rest = fromUtf8(results + writeReceived(stamp) + added + separator);
  return { bytes: concat([returnPath, rest]), returnPathBytes: returnPath.length };
}

/** The header section of a message, with the empty line that ends it. */
export const headerSection = (header: Header): Bytes =>
  isAllBody(header) ? NO_BYTES : header.bytes.subarray(0, header.bodyStart);

/** True for a message that begins neither with a field nor with an empty line, and in which no field follows. */
const isAllBody = ({ fields, end, bodyStart }: Header): boolean =>
  fields.length === 0 && (end > 0 || bodyStart === 0);

function addedFields(header: Header, { at, uniqueText, domain }: MissingFields): string {
  const date = header.has('Date') ? '' : `Date: ${formatDate(at)}\r\n`;
  const messageId = header.has('Message-ID') ? '' : `Message-ID: ${makeMessageId(uniqueText, domain)}\r\n`;
  return date + messageId;
}
