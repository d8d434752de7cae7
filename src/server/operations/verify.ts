import * as v from 'valibot';
import type { AccountStore } from '../../accounts/accounts.ts';
import type { MailDomain } from '../../address/domain.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { nearAddresses } from '../../address/near-address.ts';
import { Gate } from '../../base/gate.ts';
import type { Result } from '../../base/result.ts';
import { replyText } from '../../envelope/reply.ts';
import { findAddressee } from '../../policy/addressees.ts';
import { isOurDomain, type OurDomains } from '../../policy/domains.ts';
import type { RoutingFailure } from '../../routing/failure.ts';
import type { NextHop } from '../../routing/next-hop.ts';
import type { Finding } from '../../verification/finding.ts';
import { OperationError, type Operations, operation } from './operation.ts';

export interface VerifyOperationsWorld {
  readonly accounts: AccountStore;
  readonly ours: OurDomains;
  /** Asks the DNS which hosts take mail for a domain. */
  readonly findNextHops: (domain: MailDomain) => Promise<Result<readonly NextHop[], RoutingFailure>>;
  /** Asks the hosts of an address of others whether they know it. */
  readonly callOut: (address: MailboxAddress) => Promise<Finding>;
}

/**
 * What is known of an address without sending to it. `good`: somebody here has it, or its domain takes mail (whether there is such a
 * person, only that domain knows). `bad`: mail to it fails now. `unknown`: the DNS could not be asked.
 */
export interface VerifiedAddress {
  readonly address: string;
  readonly verdict: 'good' | 'bad' | 'unknown';
  /** One sentence. */
  readonly reason: string;
  /** An enhanced status code (RFC 3463), as a notice would have it. */
  readonly status: string | null;
  readonly didYouMean: readonly string[];
  /** What the hosts of its domain say of it, if they were asked. */
  readonly callOut?: CallOutView;
}

export interface CallOutView {
  readonly found: Finding['kind'];
  readonly host: string | null;
  /** In one line; untrusted. */
  readonly reply: string | null;
}

/** Addresses of one call. */
const addressesMax = 1_000;

/** Of a call that asks other hosts. */
const callOutsMax = 100;

/** Addresses of a call that are asked for at once, where hosts are. They have limits of their own. */
const callOutsAtOnce = 10;

/** `verify ADDRESS… [--call-out]` */
export function verifyOperations(world: VerifyOperationsWorld): Operations {
  const schema = v.strictObject({
    addresses: v.pipe(
      v.array(v.string()),
      v.minLength(1, 'name an address'),
      v.maxLength(addressesMax, `at most ${addressesMax} addresses at once`),
    ),
    callOut: v.optional(v.boolean(), false),
  });
  return {
    verify: operation(schema, async ({ addresses, callOut }) => {
      if (callOut && addresses.length > callOutsMax)
        throw new OperationError(`at most ${callOutsMax} addresses at once can be asked for at their hosts`);
      // One after the other: a thousand questions at once would look like an attack to a resolver.
      const gate = new Gate(callOut ? callOutsAtOnce : 1);
      return await Promise.all(addresses.map((each) => gate.pass(() => verify(each, callOut, world))));
    }),
  };
}

async function verify(
  text: string,
  callOut: boolean,
  world: VerifyOperationsWorld,
): Promise<VerifiedAddress> {
  const parsed = parseMailboxAddress(text, { utf8: true });
  if (!parsed.ok) return bad(text, '5.1.3', `It is no address: ${parsed.error}.`);
  const address = parsed.value;
  if (isOurDomain(world.ours, address.domain)) return await verifyOurs(address, world);
  const byDomain = await verifyOther(address, world);
  return callOut && byDomain.verdict === 'good' ? asFound(byDomain, await world.callOut(address)) : byDomain;
}

const verdicts: Readonly<Record<Finding['kind'], VerifiedAddress['verdict']>> = {
  exists: 'good',
  'accepts-everything': 'good',
  'does-not-exist': 'bad',
  unknown: 'unknown',
};

/** What the domain's own hosts say counts for more than what the DNS says of it. */
function asFound(byDomain: VerifiedAddress, { kind, text, status, host, reply }: Finding): VerifiedAddress {
  return {
    ...byDomain,
    verdict: verdicts[kind],
    reason: text,
    status: status ?? null,
    callOut: { found: kind, host: host ?? null, reply: reply ? replyText(reply) : null },
  };
}

async function verifyOurs(
  address: MailboxAddress,
  { accounts, ours }: VerifyOperationsWorld,
): Promise<VerifiedAddress> {
  const addressee = await findAddressee(address, ours, accounts);
  switch (addressee.kind) {
    case 'local':
      return good(address, 'It has a mailbox here.');
    case 'alias':
      return good(
        address,
        addressee.targets.length === 1
          ? 'It is an alias here, for one address.'
          : `It is an alias here, for ${addressee.targets.length} addresses.`,
      );
    case 'too-deep':
      return bad(address.text, '5.4.6', 'It is an alias here that leads too far.');
    default: {
      const all = [...(await accounts.listAccounts()), ...(await accounts.listAliases())];
      const near = nearAddresses(
        address,
        all.map((each) => each.address),
      );
      return bad(address.text, '5.1.1', 'Nobody here has this address.', near);
    }
  }
}

async function verifyOther(
  address: MailboxAddress,
  { findNextHops }: VerifyOperationsWorld,
): Promise<VerifiedAddress> {
  const hops = await findNextHops(address.domain);
  if (!hops.ok) {
    const { permanent, status, text } = hops.error;
    if (permanent) return bad(address.text, status, text, nearAddresses(address, []));
    return { address: address.text, verdict: 'unknown', reason: text, status, didYouMean: [] };
  }
  const names = [...new Set(hops.value.map(({ name }) => name))].slice(0, 3);
  const reason = `Mail for ${address.domain} goes to ${names.join(', ')}; only there it is known whether there is such a person.`;
  // A slip may have found a domain that takes mail, too.
  return { ...good(address, reason), didYouMean: nearAddresses(address, []).map(({ text }) => text) };
}

const good = ({ text }: MailboxAddress, reason: string): VerifiedAddress => ({
  address: text,
  verdict: 'good',
  reason,
  status: null,
  didYouMean: [],
});

const bad = (
  address: string,
  status: string,
  reason: string,
  near: readonly MailboxAddress[] = [],
): VerifiedAddress => ({
  address,
  verdict: 'bad',
  reason,
  status,
  didYouMean: near.map(({ text }) => text),
});
