import { type Domain, hasNonAscii, literalOf, type MailDomain, parseMailDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import { formatDate } from './dates.ts';
import { writeField } from './write-fields.ts';

/** How a message came in, for the `with` clause. */
export interface Protocol {
  readonly kind: 'HELO' | 'EHLO' | 'LHLO';
  readonly isSmtpUtf8: boolean;
  readonly hasTls: boolean;
  readonly isAuthenticated: boolean;
}

/** What a Received field tells (RFC 5321 §4.4). */
export interface ReceivedStamp {
  /** The argument of EHLO or HELO, as given; untrusted. */
  readonly greetingName: string;
  readonly ip: IpAddress;
  /** The name that the address resolves to, if it was looked up and proven. */
  readonly hostName?: Domain;
  readonly by: MailDomain;
  readonly protocol: Protocol;
  /** TLS version and cipher. */
  readonly tls?: string;
  /** The queue id, signed or not: letters, digits and hyphens. */
  readonly id: string;
  /** Only if the message has no other recipient: the field would give away the others (RFC 5321 §7.2). */
  readonly soleRecipient?: MailboxAddress;
  readonly at: Instant;
  /** Offset of our local time (RFC 5321 §4.4 prefers it to UTC), east positive. */
  readonly zoneMinutes?: number;
}

/** Characters of a malformed greeting name that we repeat. */
const greetingNameMax = 64;

/** Writes the Received field, CRLF at its end. */
export function writeReceived(stamp: ReceivedStamp): string {
  const isUtf8 = stamp.protocol.isSmtpUtf8;
  const { soleRecipient, tls } = stamp;
  const tlsComment = tls === undefined ? '' : ` (${safe(tls)})`;
  const forClause =
    soleRecipient && (isUtf8 || !hasNonAscii(soleRecipient.text)) ? ` for <${soleRecipient.text}>` : '';
  return writeField(
    'Received',
    [
      fromClause(stamp),
      `by ${stamp.by}`,
      `with ${protocolName(stamp.protocol)}${tlsComment}`,
      `id ${stamp.id}${forClause};`,
      formatDate(stamp.at, stamp.zoneMinutes),
    ],
    isUtf8 ? 'utf8' : 'ascii',
  );
}

/** The names registered by RFC 5321 §4.4, RFC 3848 and RFC 6531 §4.3: `ESMTPSA`, `UTF8SMTPS`, … */
export function protocolName({ kind, isSmtpUtf8, hasTls, isAuthenticated }: Protocol): string {
  // HELO has no extensions, hence no name for TLS or authentication.
  if (kind === 'HELO') return 'SMTP';
  const base = kind === 'LHLO' ? 'LMTP' : isSmtpUtf8 ? 'SMTP' : 'ESMTP';
  return `${isSmtpUtf8 ? 'UTF8' : ''}${base}${hasTls ? 'S' : ''}${isAuthenticated ? 'A' : ''}`;
}

/** From-domain = "FROM" FWS Extended-Domain, the TCP-info in parentheses. */
function fromClause({ greetingName, ip, hostName }: ReceivedStamp): string {
  const tcpInfo = `(${hostName === undefined ? '' : `${hostName} `}${literalOf(ip)})`;
  const name = parseMailDomain(greetingName);
  if (name.ok) return `from ${hasNonAscii(greetingName) ? name.value : greetingName} ${tcpInfo}`;
  // A host may call itself anything; what is no domain is not put where a domain is expected.
  return `from ${literalOf(ip)} ${tcpInfo} (greeting: ${safe(greetingName.slice(0, greetingNameMax))})`;
}

/** Text that cannot end a comment or hide in one. */
const safe = (text: string): string => text.replace(/[^\w.:/ -]/gu, '?');
