import { parseIp } from '../../address/ip.ts';
import { type DnsName, ROOT } from '../../dns/name.ts';
import type { MxRecord, Resolver } from '../../dns/resolver.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { look } from './look.ts';
import { mxRecord } from './records.ts';
import type { Site } from './site.ts';

/** Whether mail for the domain finds this host, and what else it finds. */
export async function checkMx(site: Site, resolver: Resolver): Promise<readonly Finding[]> {
  const { domain, hostname } = site;
  const about = findingsAbout({ about: 'MX', name: domain });
  const answer = await look(resolver, domain, 'MX');
  if (answer.kind === 'failure') return [about.unknown(answer.detail)];
  if (answer.kind !== 'records') {
    return [
      about.missing(
        'There is no MX record: other hosts would bring mail to the address of the domain itself, if it has one.',
        'Publish this record.',
        mxRecord(site),
      ),
    ];
  }
  if (answer.records.some(({ exchange }) => exchange === ROOT)) {
    return [
      about.wrong(
        'It says that the domain takes no mail at all (a null MX).',
        'Publish this record in its place.',
        mxRecord(site),
      ),
    ];
  }
  const records = answer.records.toSorted((a, b) => a.preference - b.preference);
  const hosts = await Promise.all(records.map((record) => hostOf(record, site, resolver)));
  if (!hosts.some(({ isOurs }) => isOurs) && !hosts.some(({ failure }) => failure)) {
    const names = records.map(({ exchange }) => exchange).join(', ');
    return [
      about.wrong(
        `Mail goes to ${names}, and nothing of it to this host (${hostname}).`,
        'Publish this record in their place, or remove the domain from the configuration of this server.',
        mxRecord(site),
      ),
    ];
  }
  return hosts.map((host) => findingOf(host, about, hosts));
}

/** Mail for the host's own name, where that is no mail domain here, is refused: it is friendly to say so before it comes. */
export async function checkHostMx({ hostname }: Site, resolver: Resolver): Promise<Finding> {
  const about = findingsAbout({ about: 'MX', name: hostname });
  const answer = await look(resolver, hostname, 'MX');
  if (answer.kind === 'failure') return about.unknown(answer.detail);
  const exchanges = answer.kind === 'records' ? answer.records.map(({ exchange }) => exchange) : [];
  if (exchanges.includes(ROOT)) return about.right('The host takes no mail in its own name, and says so.');
  return about.advice(
    exchanges.length === 0
      ? 'Mail for the name of the host comes here, and is refused.'
      : `Mail for the name of the host goes to ${exchanges.join(' and ')}, and this server has no part in it.`,
    exchanges.length === 0
      ? `Say so before it comes: ${hostname}. IN MX 0 .`
      : 'That is right if it is meant so.',
  );
}

interface Host {
  readonly record: MxRecord;
  /** By its name, or because it has an address of ours. */
  readonly isOurs: boolean;
  readonly hasAddress: boolean;
  readonly isAlias: boolean;
  readonly failure?: string;
}

async function hostOf(record: MxRecord, { hostname, sources }: Site, resolver: Resolver): Promise<Host> {
  const { exchange } = record;
  const [alias, ...answers] = await Promise.all([
    resolver.query(exchange, 'CNAME'),
    resolver.query(exchange, 'A'),
    resolver.query(exchange, 'AAAA'),
  ]);
  const addresses = answers.flatMap((answer) => (answer.kind === 'records' ? answer.records : []));
  const failed = answers.find((answer) => answer.kind === 'failure');
  return {
    record,
    isOurs: exchange === (hostname as string) || addresses.some((ip) => sources.addresses.includes(ip)),
    hasAddress: addresses.length > 0,
    isAlias: alias.kind === 'records',
    ...(failed && addresses.length === 0 && { failure: failed.detail }),
  };
}

function findingOf(
  { record: { exchange, preference }, isOurs, hasAddress, isAlias, failure }: Host,
  about: ReturnType<typeof findingsAbout>,
  all: readonly Host[],
): Finding {
  if (failure !== undefined) return about.unknown(failure);
  if (!hasAddress) return withoutAddress(exchange, about);
  // RFC 5321 §5.1: what an MX record names has an address of its own.
  if (isAlias)
    return about.wrong(
      `${exchange} is an alias (CNAME), which the name in an MX record must not be; some hosts send it no mail.`,
      'Name the host itself.',
    );
  const best = all[0]?.record.preference ?? preference;
  if (isOurs && preference === best) return about.right(`Mail goes to ${exchange}, which is this host.`);
  if (isOurs)
    return about.advice(
      `Mail goes to this host (${exchange}) only when others of a lower number than ${preference} do not answer.`,
      'That is right if those hand it on to here. Otherwise give this host the lowest number.',
    );
  return about.advice(
    `Mail goes to ${exchange} too.`,
    'It should know who has a mailbox here: a host that takes mail for everybody has to return to forged senders what this one then refuses. If it is no host of yours, remove the record.',
  );
}

const withoutAddress = (exchange: DnsName, about: ReturnType<typeof findingsAbout>): Finding =>
  parseIp(exchange) === undefined
    ? about.wrong(`${exchange} has no address.`, `Give it one, or remove the record.`)
    : about.wrong(
        `${exchange} is an address, and an MX record has the name of a host.`,
        'Put the name of the host there.',
      );
