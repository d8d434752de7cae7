import { type MailboxAddress, mailboxKey, parseMailboxAddress } from '../../address/mailbox-address.ts';
import type { Bytes } from '../../base/bytes.ts';
import { concat } from '../../base/bytes.ts';
import { mailboxesOf, parseAddressList } from '../../message/address-list.ts';
import { parseDate } from '../../message/dates.ts';
import { type Header, parseHeader } from '../../message/fields.ts';

/** A mail that is to be sent, as far as it matters for its envelope and for whether it may be sent. */
export interface OutgoingMail {
  /** Without Bcc. */
  readonly content: Bytes;
  /** The properties of the Email that stand in the way of sending it (RFC 8621 §7.5, invalidEmail). */
  readonly invalidProperties: readonly string[];
  /** The addresses of From. */
  readonly authors: readonly MailboxAddress[];
  /** Who sends it on, of a mail that others wrote. */
  readonly resender: MailboxAddress | undefined;
  /** The address of Sender, else of From; undefined where there is none, or more than one. */
  readonly sender: MailboxAddress | undefined;
  /** The addresses of To, Cc and Bcc, each once. */
  readonly recipients: readonly MailboxAddress[];
  /** Those in these fields that are no addresses. */
  readonly badRecipients: readonly string[];
  readonly isHeaderUtf8: boolean;
  readonly headerBytes: number;
  readonly hops: number;
}

/** Looks at a message that is to be sent. */
export function outgoingMail(bytes: Bytes): OutgoingMail {
  const header = parseHeader(bytes);
  const authors = addressesIn(header, 'From');
  const senders = addressesIn(header, 'Sender');
  const [resender] = addressesIn(header, 'Resent-From').good;
  const to = recipientFields.map((name) => addressesIn(header, name));
  return {
    content: withoutBcc(bytes, header),
    invalidProperties: invalidProperties(header),
    authors: authors.good,
    resender,
    sender: soleOf(header, 'Sender', senders.good) ?? soleOf(header, 'From', authors.good),
    recipients: unique(to.flatMap(({ good }) => good)),
    badRecipients: to.flatMap(({ bad }) => bad),
    isHeaderUtf8: bytes.subarray(0, header.end).some((octet) => octet > 127),
    headerBytes: header.bodyStart,
    hops: header.count('Received'),
  };
}

const recipientFields = ['To', 'Cc', 'Bcc'];

interface Addresses {
  readonly good: readonly MailboxAddress[];
  readonly bad: readonly string[];
}

function addressesIn(header: Header, name: string): Addresses {
  const good: MailboxAddress[] = [];
  const bad: string[] = [];
  for (const { address } of header.values(name).flatMap((value) => mailboxesOf(parseAddressList(value)))) {
    const parsed = parseMailboxAddress(address, { utf8: true });
    if (parsed.ok) good.push(parsed.value);
    else bad.push(address);
  }
  return { good, bad };
}

/** RFC 8621 §7: of several fields, or several addresses in one, none is to be taken. */
const soleOf = (
  header: Header,
  name: string,
  addresses: readonly MailboxAddress[],
): MailboxAddress | undefined =>
  header.count(name) === 1 && addresses.length === 1 ? addresses[0] : undefined;

/** Property names of what RFC 5322 §3.6 does not allow, but for what we add or take out ourselves. */
function invalidProperties(header: Header): string[] {
  const found: string[] = [];
  for (const [name, property] of propertyOf) {
    const { good, bad } = addressesIn(header, name);
    // RFC 5322 §3.6: From must be there; each of these fields at most once.
    const isMissing = name === 'From' && good.length === 0;
    if (isMissing || bad.length > 0 || header.count(name) > 1) found.push(property);
  }
  // RFC 5322 §3.6.2: with several authors, somebody must be the sender.
  if (addressesIn(header, 'From').good.length > 1 && addressesIn(header, 'Sender').good.length !== 1)
    found.push('sender');
  const date = header.value('Date');
  if (header.count('Date') > 1 || (date !== undefined && parseDate(date) === undefined)) found.push('sentAt');
  if (header.count('Subject') > 1) found.push('subject');
  return [...new Set(found)];
}

const propertyOf: readonly (readonly [field: string, property: string])[] = [
  ['From', 'from'],
  ['Sender', 'sender'],
  ['Reply-To', 'replyTo'],
  ['To', 'to'],
  ['Cc', 'cc'],
];

function unique(addresses: readonly MailboxAddress[]): MailboxAddress[] {
  const first = new Map<string, MailboxAddress>();
  for (const each of addresses) if (!first.has(mailboxKey(each))) first.set(mailboxKey(each), each);
  return [...first.values()];
}

/** RFC 8621 §7.5: the server must remove any Bcc field. */
function withoutBcc(bytes: Bytes, { fields }: Header): Bytes {
  const hidden = fields.filter(({ name }) => /^(?:resent-)?bcc$/i.test(name));
  const ends = [0, ...hidden.map(({ end }) => end)];
  return concat(
    [...hidden.map(({ start }) => start), bytes.length].map((to, i) => bytes.subarray(ends[i], to)),
  );
}
