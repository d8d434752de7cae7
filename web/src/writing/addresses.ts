import type { EmailAddress } from '../jmap/mail.ts';

/** What a person typed or pasted as recipients: addresses with or without names, between commas, semicolons or new lines. */
export function readAddresses(text: string): EmailAddress[] {
  return splitOutsideQuotes(text).flatMap((piece) => {
    const trimmed = piece.trim();
    if (trimmed === '') return [];
    const angled = /^(.*)<([^<>]*)>$/s.exec(trimmed);
    const name = unquoted(angled?.[1]?.trim() ?? '');
    return [{ name: name === '' ? null : name, email: (angled?.[2] ?? trimmed).trim() }];
  });
}

/** Whether it looks like an address at all; whether it exists is for the server to say. */
export const looksLikeAddress = (email: string): boolean =>
  /^[^\s@,;<>]+(?: [^\s@,;<>]+)*@[^\s@,;<>]+$/.test(email);

/** How an address stands in a field of text. */
export function addressText({ name, email }: EmailAddress): string {
  if (!name) return email;
  return /[",;<>@]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" <${email}>` : `${name} <${email}>`;
}

/** Domains do not care about case; local parts may, so only what is the same to the letter is the same (RFC 5321 §2.4). */
export function isSameAddress(a: EmailAddress, b: EmailAddress): boolean {
  const [aLocal, aDomain] = split(a.email);
  const [bLocal, bDomain] = split(b.email);
  return aLocal === bLocal && aDomain.toLowerCase() === bDomain.toLowerCase();
}

/** The addresses without those that stand there twice, or among `others`. */
export function withoutRepeats(
  addresses: readonly EmailAddress[],
  others: readonly EmailAddress[] = [],
): EmailAddress[] {
  const kept: EmailAddress[] = [];
  for (const each of addresses) {
    if (![...kept, ...others].some((other) => isSameAddress(each, other))) kept.push(each);
  }
  return kept;
}

function split(email: string): [string, string] {
  const at = email.lastIndexOf('@');
  return [email.slice(0, at), email.slice(at + 1)];
}

function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = [''];
  let isQuoted = false;
  let isEscaped = false;
  for (const letter of text) {
    if (!isQuoted && /[,;\n]/.test(letter)) {
      pieces.push('');
      continue;
    }
    if (letter === '"' && !isEscaped) isQuoted = !isQuoted;
    isEscaped = letter === '\\' && !isEscaped;
    pieces.push(`${pieces.pop()}${letter}`);
  }
  return pieces;
}

const unquoted = (name: string): string =>
  /^".*"$/s.test(name) ? name.slice(1, -1).replace(/\\(.)/gs, '$1') : name;
