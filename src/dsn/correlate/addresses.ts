import { type MailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { POSTMASTER, scanForwardPath } from '../../address/path.ts';
import { decodeXtext, parseXtext } from '../../address/xtext.ts';

/**
 * What an address in a notice may mean: as it stands, without brackets and source route (RFC 5321 §4.1.1.3), and without the xtext
 * that some hosts leave in it.
 */
export function addressesIn(text: string): readonly MailboxAddress[] {
  const bare = text.trim().replace(/^<|>$/g, '');
  const xtext = parseXtext(bare);
  const decoded = xtext === undefined ? bare : decodeXtext(xtext);
  const forms = decoded === bare ? [bare] : [bare, decoded];
  return forms.flatMap((form) => {
    const scanned = scanForwardPath(`<${form}>`, { utf8: true });
    if (!scanned.ok || scanned.value.path === POSTMASTER || scanned.value.rest !== '') return [];
    return [scanned.value.path];
  });
}

/** RFC 5321 §2.4: another host's local part may mean something by its case; its domain does not. */
export const isSameAddress = (a: MailboxAddress, b: MailboxAddress): boolean =>
  a.localPart === b.localPart && a.domain === b.domain;

/** The same but for the case of its local part: some hosts change it on the way. */
export const isSimilarAddress = (a: MailboxAddress, b: MailboxAddress): boolean =>
  mailboxKey(a) === mailboxKey(b);
