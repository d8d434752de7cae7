import type { Domain } from '../address/domain.ts';
import { type MailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';

/**
 * The address that a login name means. People log in with their whole address; a bare local part gets the default domain, if
 * there is one. Case does not matter, since accounts are found by mailboxKey.
 *
 * @returns undefined if the name cannot be the address of an account
 */
export function parseLoginName(name: string, defaultDomain: Domain | undefined): MailboxAddress | undefined {
  // RFC 4616, appendix A: control characters are prohibited. The grammar of addresses lets those from U+0080 on pass.
  if (/\p{Control}/u.test(name)) return undefined;
  const whole = parseMailboxAddress(name, { utf8: true });
  if (whole.ok) return whole.value;
  if (defaultDomain === undefined) return undefined;
  const completed = parseMailboxAddress(`${name}@${defaultDomain}`, { utf8: true });
  return completed.ok ? completed.value : undefined;
}
