/**
 * Which hosts take the mail of a domain, and in which order (RFC 5321 §5.1). Pure: look-ups are done by whoever calls, chance
 * comes in. Two steps, since the addresses of the exchangers can only be looked up once these are known.
 */
import { type IpAddress, isIpv6 } from '../address/ip.ts';
import type { Random } from '../base/ports.ts';
import { err, ok, type Result } from '../base/result.ts';
import { type DnsName, ROOT } from './name.ts';
import type { DnsAnswer, LookUpFailure, MxRecord } from './resolver.ts';

/** A host that takes mail for a domain. */
export interface Exchanger {
  readonly host: DnsName;
  readonly preference: number;
}

/** An exchanger and what the look-ups of its addresses came to. */
export interface LookedUpExchanger extends Exchanger {
  readonly a: DnsAnswer<'A'>;
  readonly aaaa: DnsAnswer<'AAAA'>;
}

/** One address to try. */
export interface MailTarget extends Exchanger {
  readonly ip: IpAddress;
}

/** The names and addresses by which we are known: mail that we would send there has come back to us. */
export interface Ourselves {
  isOurName(name: DnsName): boolean;
  isOurAddress(ip: IpAddress): boolean;
}

export type AddressFamily = 'ipv4' | 'ipv6';

export type NoTargets =
  /** NXDOMAIN. */
  | { readonly kind: 'no-such-domain' }
  /** The domain says that it takes no mail (RFC 7505). */
  | { readonly kind: 'null-mx' }
  /** Definitely no address, under none of these names. */
  | { readonly kind: 'no-address'; readonly hosts: readonly DnsName[] }
  /** It could not be found out. */
  | { readonly kind: 'look-up-failed'; readonly name: DnsName; readonly failure: LookUpFailure }
  /** We are the best exchanger ourselves. */
  | { readonly kind: 'loop'; readonly host: string };

/** Exchangers of one domain whose addresses are looked up. */
export const exchangersMax = 10;
/** Addresses tried of one exchanger. */
export const addressesPerExchangerMax = 6;
/** Addresses tried in one attempt. RFC 5321 §5.1 allows a limit and asks for at least two. */
export const targetsMax = 12;

/** The first step: from the answer to the MX question to the exchangers, best first, at most `exchangersMax`. */
export function selectExchangers(
  domain: DnsName,
  answer: DnsAnswer<'MX'>,
  ourselves: Ourselves,
  random: Random,
): Result<readonly Exchanger[], NoTargets> {
  switch (answer.kind) {
    case 'no-such-domain':
      return err({ kind: 'no-such-domain' });
    case 'failure':
      return err({ kind: 'look-up-failed', name: domain, failure: answer });
    case 'no-data':
      // RFC 5321 §5.1: the implicit MX. Only here: where MX records exist, the domain's own addresses are not for mail.
      return withoutOurselves([{ host: domain, preference: 0 }], isNamedIn(ourselves));
    case 'records': {
      const exchangers = ranked(answer.records, random);
      // RFC 7505 §3 asks for preference 0 and for no other record. Neither matters where no host is named.
      if (exchangers.length === 0) return err({ kind: 'null-mx' });
      const usable = withoutOurselves(exchangers, isNamedIn(ourselves));
      return usable.ok ? ok(usable.value.slice(0, exchangersMax)) : usable;
    }
  }
}

/** The second step: from exchangers and their addresses to what is tried, in this order, at most `targetsMax`. */
export function selectTargets(
  exchangers: readonly LookedUpExchanger[],
  ourselves: Ourselves,
  preferred: AddressFamily,
): Result<readonly MailTarget[], NoTargets> {
  const usable = withoutOurselves(exchangers, hasAddressIn(ourselves));
  if (!usable.ok) return usable;
  const targets: MailTarget[] = [];
  const seen = new Set<IpAddress>();
  for (const exchanger of usable.value) {
    for (const ip of addressesOf(exchanger, preferred).slice(0, addressesPerExchangerMax)) {
      if (seen.has(ip)) continue;
      seen.add(ip);
      targets.push({ host: exchanger.host, preference: exchanger.preference, ip });
    }
  }
  return targets.length > 0 ? ok(targets.slice(0, targetsMax)) : err(whyNone(usable.value));
}

/** By preference; equals in random order (RFC 5321 §5.1: MUST), each host once. */
function ranked(records: readonly MxRecord[], random: Random): Exchanger[] {
  const byRank = shuffled(records, random).sort((a, b) => a.preference - b.preference);
  const best = new Map<DnsName, Exchanger>();
  for (const { exchange, preference } of byRank) {
    if (exchange !== ROOT && !best.has(exchange)) best.set(exchange, { host: exchange, preference });
  }
  return [...best.values()];
}

/** Fisher and Yates: each order is as likely as any other. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const pool = [...items];
  const drawn: T[] = [];
  while (pool.length > 0) drawn.push(...pool.splice(random.below(pool.length), 1));
  return drawn;
}

// RFC 5321 §5.1: where we are in the list, we and all hosts of the same or a higher number MUST be left out; else two exchangers
// would pass the mail to each other for ever.
function withoutOurselves<E extends Exchanger>(
  exchangers: readonly E[],
  isOurs: (exchanger: E) => boolean,
): Result<readonly E[], NoTargets> {
  const ours = exchangers.find(isOurs);
  if (ours === undefined) return ok(exchangers);
  const better = exchangers.filter((exchanger) => exchanger.preference < ours.preference);
  return better.length > 0 ? ok(better) : err({ kind: 'loop', host: ours.host });
}

const isNamedIn =
  (ourselves: Ourselves) =>
  (exchanger: Exchanger): boolean =>
    ourselves.isOurName(exchanger.host);

/** A connection to these reaches our own machine on common systems, though no packet may carry them (RFC 1122 §3.2.1.3). */
const unspecified: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const hasAddressIn =
  (ourselves: Ourselves) =>
  ({ a, aaaa }: LookedUpExchanger): boolean =>
    [...recordsOf(a), ...recordsOf(aaaa)].some((ip) => ourselves.isOurAddress(ip) || unspecified.has(ip));

const recordsOf = (answer: DnsAnswer<'A' | 'AAAA'>): readonly IpAddress[] =>
  answer.kind === 'records' ? answer.records : [];

/** Families in turn, so that a broken one costs one try only; within a family in the order of the resolver (RFC 5321 §5.1). */
function addressesOf({ a, aaaa }: LookedUpExchanger, preferred: AddressFamily): readonly IpAddress[] {
  // An IPv4-mapped address in an AAAA record has become IPv4 when it was read.
  const all = [...recordsOf(a), ...recordsOf(aaaa)];
  const ipv4 = all.filter((ip) => !isIpv6(ip));
  const ipv6 = all.filter(isIpv6);
  const [first, second] = preferred === 'ipv4' ? [ipv4, ipv6] : [ipv6, ipv4];
  const longest = Math.max(first.length, second.length);
  return Array.from({ length: longest }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((ip) => ip !== undefined);
}

/** No address at all: for good if every look-up said so, else for now. */
function whyNone(exchangers: readonly LookedUpExchanger[]): NoTargets {
  for (const { host, a, aaaa } of exchangers) {
    const failed = [a, aaaa].find((answer) => answer.kind === 'failure');
    if (failed) return { kind: 'look-up-failed', name: host, failure: failed };
  }
  return { kind: 'no-address', hosts: exchangers.map(({ host }) => host) };
}
