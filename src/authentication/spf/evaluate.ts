import { type IpAddress, networkContains, parseNetwork } from '../../address/ip.ts';
import { type DnsName, ROOT } from '../../dns/name.ts';
import type { RecordData, Resolver } from '../../dns/resolver.ts';
import { isSameOrBelow } from '../alignment.ts';
import type { SpfResult } from '../verdict.ts';
import { expandMacros, type MacroString } from './macros.ts';
import { isSpfRecord, type Mechanism, type PrefixLengths, parseSpfRecord, type SpfRecord } from './record.ts';
import { addressType, type MacroFacts, macroValues, targetName } from './targets.ts';
import { bestName, type ValidatedNames, validatedNamesOf } from './validated-names.ts';

/** Terms of all records together that ask the DNS (RFC 7208 §4.6.4). */
export const lookUpsMax = 10;
/** Of these, those that find nothing. */
const voidLookUpsMax = 2;
/** Hosts of one `mx` (RFC 7208 §4.6.4). */
const exchangesMax = 10;

/** What SPF says of a host, and why it says so. */
export interface SpfFinding {
  readonly result: SpfResult;
  /** What is wrong with the records, or what could not be found out; for `permerror` and `temperror`. */
  readonly problem?: string;
  /** Terms that asked the DNS. */
  readonly lookUps: number;
  /** The record that decided, and the domain that it is of. */
  readonly decidedBy?: { readonly record: SpfRecord; readonly domain: DnsName };
}

/** Evaluation ends at once with this result. */
class Stop extends Error {
  readonly result: 'temperror' | 'permerror';
  constructor(result: 'temperror' | 'permerror', problem: string) {
    super(problem);
    this.result = result;
  }
}

/** Whether a host may send in the name of a domain: check_host() of RFC 7208 §4. */
export async function evaluateSpf(
  domain: string,
  facts: MacroFacts,
  resolver: Resolver,
): Promise<SpfFinding> {
  const evaluation = new Evaluation(facts, resolver);
  try {
    const { result, decidedBy } = await evaluation.check(domain);
    return { result, lookUps: evaluation.lookUps, ...(decidedBy && { decidedBy }) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { result: error.result, problem: error.message, lookUps: evaluation.lookUps };
  }
}

interface Checked {
  readonly result: SpfResult;
  readonly decidedBy?: SpfFinding['decidedBy'];
}

/** One evaluation with all that it includes; the limits hold for all of it together. */
class Evaluation {
  readonly #facts: MacroFacts;
  readonly #resolver: Resolver;
  #voidLookUps = 0;
  #validated: ValidatedNames | undefined;
  lookUps = 0;

  constructor(facts: MacroFacts, resolver: Resolver) {
    this.#facts = facts;
    this.#resolver = resolver;
  }

  async check(text: string): Promise<Checked> {
    const domain = targetName(text);
    // RFC 7208 §4.3
    const record = domain?.includes('.') ? await this.#recordOf(domain) : undefined;
    if (domain === undefined || record === undefined) return { result: 'none' };
    for (const { mechanism, result } of record.directives)
      if (await this.#matches(mechanism, domain)) return { result, decidedBy: { record, domain } };
    // RFC 7208 §4.7
    return record.redirect ? await this.#redirect(record.redirect, domain) : { result: 'neutral' };
  }

  async #recordOf(domain: DnsName): Promise<SpfRecord | undefined> {
    const texts = await this.#find(domain, 'TXT');
    const [text, second] = texts.map((strings) => strings.join('')).filter(isSpfRecord);
    if (text === undefined) return undefined;
    // RFC 7208 §4.5
    if (second !== undefined) throw new Stop('permerror', `${domain} has several SPF records`);
    const record = parseSpfRecord(text);
    if (!record.ok) throw new Stop('permerror', `the SPF record of ${domain} is wrong: ${record.error}`);
    return record.value;
  }

  // RFC 7208 §6.1
  async #redirect(target: MacroString, domain: DnsName): Promise<Checked> {
    this.#countLookUp();
    const to = await this.#expand(target, domain);
    const checked = await this.check(to);
    if (checked.result === 'none')
      throw new Stop('permerror', `${domain} refers to ${to}, which has no SPF record`);
    return checked;
  }

  async #matches(mechanism: Mechanism, domain: DnsName): Promise<boolean> {
    if (mechanism.kind === 'all') return true;
    if (mechanism.kind === 'ip') return networkContains(mechanism.network, this.#facts.ip);
    this.#countLookUp();
    const { target } = mechanism;
    const expanded = target === undefined ? domain : await this.#expand(target, domain);
    if (mechanism.kind === 'include') return await this.#includes(expanded, domain);
    const name = targetName(expanded);
    // RFC 7208 §4.8 leaves open what becomes of a name that cannot be one: here it matches nothing.
    if (name === undefined) return false;
    switch (mechanism.kind) {
      case 'a':
        return await this.#hasAddress(name, mechanism);
      case 'mx':
        return await this.#hasExchange(name, mechanism);
      case 'ptr':
        return (await this.#validatedNames()).some((each) => isSameOrBelow(each, name));
      case 'exists':
        // RFC 7208 §5.7: of IPv4, whatever the host has.
        return this.#unlessVoid(await this.#find(name, 'A')).length > 0;
    }
  }

  // RFC 7208 §5.2
  async #includes(target: string, domain: DnsName): Promise<boolean> {
    const { result } = await this.check(target);
    if (result === 'none')
      throw new Stop('permerror', `${domain} includes ${target}, which has no SPF record`);
    return result === 'pass';
  }

  async #hasAddress(name: DnsName, lengths: PrefixLengths): Promise<boolean> {
    const addresses = this.#unlessVoid(await this.#find(name, addressType(this.#facts.ip)));
    return addresses.some((address) => this.#isNear(address, lengths));
  }

  // RFC 7208 §5.4: without an MX record there is no host, not even the domain itself.
  async #hasExchange(name: DnsName, lengths: PrefixLengths): Promise<boolean> {
    const exchanges = this.#unlessVoid(await this.#find(name, 'MX'));
    if (exchanges.length > exchangesMax)
      throw new Stop('permerror', `${name} has more than ${exchangesMax} MX records`);
    const hosts = exchanges.map(({ exchange }) => exchange).filter((exchange) => exchange !== ROOT);
    const type = addressType(this.#facts.ip);
    const answers = await Promise.allSettled(hosts.map((host) => this.#find(host, type)));
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.some((address) => this.#isNear(address, lengths))) return true;
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed) throw failed.reason;
    return false;
  }

  #isNear(address: IpAddress, { ipv4Prefix, ipv6Prefix }: PrefixLengths): boolean {
    const network = parseNetwork(`${address}/${address.includes(':') ? ipv6Prefix : ipv4Prefix}`);
    return network !== undefined && networkContains(network, this.#facts.ip);
  }

  async #validatedNames(): Promise<readonly DnsName[]> {
    this.#validated ??= await validatedNamesOf(this.#facts.ip, this.#resolver);
    if (this.#validated.isVoid) this.#countVoid();
    return this.#validated.names;
  }

  async #expand(target: MacroString, domain: DnsName): Promise<string> {
    const needsName = target.some((part) => typeof part !== 'string' && part.letter === 'p');
    const name = needsName ? bestName(await this.#validatedNames(), domain) : '';
    return expandMacros(target, macroValues(this.#facts, domain, name));
  }

  /** No records where there are none. @throws Stop where the DNS does not say */
  async #find<T extends 'A' | 'AAAA' | 'MX' | 'TXT'>(
    name: DnsName,
    type: T,
  ): Promise<readonly RecordData[T][]> {
    const answer = await this.#resolver.query(name, type);
    // RFC 7208 §4.4, §5
    if (answer.kind === 'failure')
      throw new Stop('temperror', `the DNS does not say now what ${name} has: ${answer.detail}`);
    return answer.kind === 'records' ? answer.records : [];
  }

  #unlessVoid<T>(records: readonly T[]): readonly T[] {
    if (records.length === 0) this.#countVoid();
    return records;
  }

  #countLookUp(): void {
    this.lookUps += 1;
    if (this.lookUps > lookUpsMax)
      throw new Stop('permerror', `it takes more than ${lookUpsMax} terms that ask the DNS`);
  }

  #countVoid(): void {
    this.#voidLookUps += 1;
    if (this.#voidLookUps > voidLookUpsMax)
      throw new Stop('permerror', `more than ${voidLookUpsMax} of its terms ask for what is not in the DNS`);
  }
}
