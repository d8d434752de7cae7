import { type IpAddress, parseIp } from '../../address/ip.ts';
import { evaluateSpf, lookUpsMax, type SpfFinding } from '../../authentication/spf/evaluate.ts';
import { isSpfRecord } from '../../authentication/spf/record.ts';
import { printable } from '../../base/printable.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { type DnsRecord, type Finding, findingsAbout } from './finding.ts';
import { textsOf } from './look.ts';
import { addressTerm, hostSpfRecord, spfRecord } from './records.ts';
import type { Site } from './site.ts';

/** Characters that are quoted of what others may have written. */
const quotedMax = 500;

/** Whether SPF lets our addresses send in the name of the domain, and nobody else. */
export const checkSpf = (site: Site, resolver: Resolver): Promise<Finding> =>
  checkName(site, site.domain, spfRecord(site), resolver);

/** The same for the name by which the host greets, in which it sends notices. */
export const checkHostSpf = (site: Site, resolver: Resolver): Promise<Finding> =>
  checkName(site, site.hostname, hostSpfRecord(site), resolver);

async function checkName(site: Site, name: string, record: DnsRecord, resolver: Resolver): Promise<Finding> {
  const about = findingsAbout({ about: 'SPF', name });
  const texts = await textsOf(resolver, name);
  if (texts.kind === 'unknown') return about.unknown(texts.why);
  const published = texts.records.filter(isSpfRecord);
  const [text, second] = published;
  if (text === undefined)
    return about.missing(
      'There is no SPF record: whoever forges the name looks no worse than this host.',
      'Publish this record.',
      record,
    );
  if (second !== undefined)
    return about.wrong(
      `There are ${published.length} SPF records (${published.map((each) => `"${printable(each, quotedMax)}"`).join(' and ')}), which is as good as none: SPF fails as a whole.`,
      'Put what they say into one, and remove the others.',
      record,
    );
  return findingOf(
    await judgements(name, site, resolver),
    `"${printable(text, quotedMax)}"`,
    about,
    site,
    record,
  );
}

/** What SPF says of our addresses, and of strangers. */
interface Judgements {
  readonly ours: readonly SpfFinding[];
  readonly strangers: readonly SpfFinding[];
}

async function judgements(
  name: string,
  { sources, hostname }: Site,
  resolver: Resolver,
): Promise<Judgements> {
  const sender = { localPart: 'postmaster', domain: name };
  const judge = (ip: IpAddress): Promise<SpfFinding> =>
    evaluateSpf(name, { ip, sender, greetingName: hostname, hostname, seconds: 0 }, resolver);
  const [ours, strangers] = await Promise.all([
    Promise.all(sources.addresses.map(judge)),
    Promise.all(strangersOf(sources.addresses).map(judge)),
  ]);
  return { ours, strangers };
}

function findingOf(
  { ours, strangers }: Judgements,
  quoted: string,
  about: ReturnType<typeof findingsAbout>,
  { sources: { addresses }, smartHost }: Site,
  record: DnsRecord,
): Finding {
  const all = [...ours, ...strangers];
  const broken = all.find(({ result }) => result === 'permerror');
  if (broken)
    return about.wrong(
      `${quoted} cannot be used: ${printable(broken.problem ?? '', quotedMax)}.`,
      mendOf(broken),
      record,
    );
  const failed = all.find(({ result }) => result === 'temperror');
  if (failed) return about.unknown(failed.problem ?? '');
  const excluded = addresses.filter((_, i) => ours[i]?.result !== 'pass');
  if (excluded.length > 0)
    return about.wrong(
      `${quoted} does not let ${excluded.join(' and ')} send, which is where our mail comes from.`,
      `Put ${excluded.map(addressTerm).join(' ')} into it, before its last term.`,
    );
  if (strangers.some(({ result }) => result === 'pass'))
    return about.wrong(`${quoted} lets everybody send.`, 'Let it end in "-all".', record);
  if (addresses.length === 0)
    return about.advice(
      `${quoted} is in order, but it is not known which addresses our mail comes from.`,
      'Name them in relay.source_addresses.',
    );
  const lets = `${quoted} lets ${addresses.join(' and ')} send`;
  if (smartHost !== undefined)
    return about.advice(
      `${lets}. Our mail goes out through ${smartHost}.`,
      `Ask whoever runs ${smartHost} what SPF has to include.`,
    );
  if (strangers.some(({ result }) => result === 'neutral'))
    return about.advice(
      `${lets}, and says nothing of other hosts.`,
      'Let it end in "-all", or "~all" while you are not sure.',
    );
  return about.right(`${lets}.`);
}

/** Addresses that nobody sends from, since they are kept for documents; unless they are ours. */
const strangersOf = (ours: readonly IpAddress[]): readonly IpAddress[] =>
  ['203.0.113.77', '2001:db8:77::77']
    .flatMap((text) => parseIp(text) ?? [])
    .filter((ip) => !ours.includes(ip));

const mendOf = ({ lookUps }: SpfFinding): string =>
  lookUps > lookUpsMax
    ? 'Name addresses (ip4:, ip6:) in the place of some of "include", "a", "mx" and "exists"; what the others include counts as well.'
    : 'Mend it, or publish this record in its place.';
