import { err, ok, type Result } from '../base/result.ts';
import { hasNonAscii, type MailDomain, parseMailDomain } from './domain.ts';

/**
 * A mailbox address, local-part@domain (RFC 5321 §4.1.2).
 *
 * `text` is what stood on the wire, case and quotes kept: reports and the next hop see that. `localPart` is its meaning (quotes
 * and backslashes removed), `domain` its canonical form: decisions look at those.
 */
export interface MailboxAddress {
  readonly text: string;
  readonly localPart: string;
  readonly domain: MailDomain;
}

/**
 * In octets: what fits into a path (RFC 5321 §4.5.3.1.3) without its angle brackets. The 64 octets of §4.5.3.1.1 for a local part
 * are what every host must bear, and real senders exceed them (bounce addresses of mailers with a recipient's address in them), so
 * that the whole is all that counts. Precedent: Postfix and Exim do the same.
 */
export const addressLengthMax = 254;

export interface AddressSyntax {
  /** Accept UTF-8 in local part and domain (RFC 6531 §3.3). */
  readonly utf8?: boolean;
}

/** atext (RFC 5322 §3.2.3), and UTF8-non-ascii (RFC 6531 §3.3) */
const dotString =
  /[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+(?:\.[\w!#$%&'*+\-/=?^`{|}~\u0080-\u{10ffff}]+)*/uy;
/** Quoted-string = DQUOTE *(qtextSMTP / quoted-pairSMTP) DQUOTE */
const quotedString = /"(?:[ !#-[\]-~\u0080-\u{10ffff}]|\\[ -~])*"/uy;
const domainPart = /\[[^\]\s]*\]|[\p{L}\p{N}\p{M}.\u3002-]+/uy;

/** Parses the whole of `text` as one address. */
export function parseMailboxAddress(text: string, syntax: AddressSyntax = {}): Result<MailboxAddress> {
  const found = scanMailboxAddress(text, 0, syntax);
  if (!found.ok) return found;
  return found.value.end === text.length ? ok(found.value.address) : err('the address is malformed');
}

/** Parses an address that begins at `start`, and says where it ends. */
export function scanMailboxAddress(
  text: string,
  start: number,
  syntax: AddressSyntax,
): Result<{ readonly address: MailboxAddress; readonly end: number }> {
  const local = match(dotString, text, start) ?? match(quotedString, text, start);
  if (local === undefined) return err('the local part is malformed');
  const at = start + local.length;
  const isWhole = at === text.length || text[at] === '>';
  if (text[at] !== '@') return err(isWhole ? 'the address has no domain' : 'the local part is malformed');
  const domainText = match(domainPart, text, at + 1);
  if (domainText === undefined) return err('the domain is malformed');
  const whole = local + text[at] + domainText;
  if (!syntax.utf8 && hasNonAscii(whole))
    return err('the address is not ASCII and SMTPUTF8 was not asked for');
  if (octetLength(whole) > addressLengthMax)
    return err(`the address is longer than ${addressLengthMax} octets`);
  const domain = parseMailDomain(domainText);
  if (!domain.ok) return domain;
  return ok({
    address: { text: whole, localPart: unquote(local), domain: domain.value },
    end: start + whole.length,
  });
}

/**
 * Two addresses with equal keys are one mailbox for us: domains always compare without case, and we take our own local parts
 * without case too (RFC 5321 §2.4 leaves that to the receiving host), in Unicode's composed form.
 */
export const mailboxKey = (address: MailboxAddress): string =>
  `${address.localPart.normalize('NFC').toLowerCase()}@${address.domain}`;

/** True if the address, as it is written, can travel only where SMTPUTF8 is offered (RFC 6531 §3.2). */
export const needsSmtpUtf8 = (address: MailboxAddress): boolean => hasNonAscii(address.text);

/** Builds an address from a meaning, quoting the local part where the grammar asks for it. */
export function mailboxAddress(localPart: string, domain: MailDomain): MailboxAddress {
  const plain = match(dotString, localPart, 0) === localPart;
  const written = plain ? localPart : `"${localPart.replace(/["\\]/g, '\\$&')}"`;
  return { text: `${written}@${domain}`, localPart, domain };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function unquote(local: string): string {
  return local.startsWith('"') ? local.slice(1, -1).replace(/\\(.)/gu, '$1') : local;
}

/** How many octets the UTF-8 of `text` has. */
export const octetLength = (text: string): number =>
  hasNonAscii(text) ? new TextEncoder().encode(text).length : text.length;
