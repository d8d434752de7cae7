/** A town for tests: its domains, and a way to fill a directory with people and aliases. */
import assert from 'node:assert/strict';
import type { AccountId, AccountStore } from '../../accounts/accounts.ts';
import { type AddressLiteral, type Domain, parseMailDomain } from '../../address/domain.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { instant } from '../../base/instant.ts';
import type { OurDomains } from '../domains.ts';

export function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  assert(parsed.ok, `${text} is no address`);
  return parsed.value;
}

function mailDomain(text: string) {
  const parsed = parseMailDomain(text);
  assert(parsed.ok, `${text} is no domain`);
  return parsed.value;
}

export const springfield: OurDomains = {
  primary: mailDomain('springfield.test') as Domain,
  all: new Set(['springfield.test', 'power-plant.test'].map((name) => mailDomain(name) as Domain)),
  literals: new Set(['[192.0.2.1]', '[IPv6:2001:db8::1]'].map((name) => mailDomain(name) as AddressLiteral)),
};

/** Adds accounts and aliases. The id of an account is its address in lower case; an address without a domain is in springfield.test. */
export async function populate(
  accounts: AccountStore,
  people: readonly string[],
  aliases: Readonly<Record<string, readonly string[]>> = {},
): Promise<AccountStore> {
  for (const person of people) {
    const id = whole(person).toLowerCase() as AccountId;
    await accounts.addAccount({ id, address: address(whole(person)), createdAt: instant(0) }, undefined);
  }
  for (const [alias, targets] of Object.entries(aliases)) {
    await accounts.putAlias({
      address: address(whole(alias)),
      targets: targets.map((target) => address(whole(target))),
    });
  }
  return accounts;
}

const whole = (text: string): string => (text.includes('@') ? text : `${text}@springfield.test`);
