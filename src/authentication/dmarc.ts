import type { Domain } from '../address/domain.ts';
import { parseDnsName } from '../dns/name.ts';
import type { Resolver } from '../dns/resolver.ts';
import { isSameOrBelow } from './alignment.ts';
import type { Authors } from './authors.ts';
import { type FoundRecord, type Walk, walk } from './dmarc-walk.ts';
import type { DkimVerdict, DmarcPolicy, DmarcVerdict, SpfVerdict } from './verdict.ts';

/** What was found out before DMARC is asked. */
export interface Identifiers {
  readonly spf: SpfVerdict;
  readonly dkim: readonly DkimVerdict[];
}

/** Domains of passing signatures that are looked at; each may cost a walk. */
const signersMax = 10;

/** Whether the author's domain vouches for the mail, and what it asks for if it does not (RFC 9989 §5.3). */
export async function evaluateDmarc(
  { domains, isComplete }: Authors,
  identifiers: Identifiers,
  resolver: Resolver,
): Promise<DmarcVerdict> {
  const verdicts = await Promise.all(domains.map((domain) => evaluateOne(domain, identifiers, resolver)));
  const [first] = verdicts;
  if (first === undefined) return { result: 'none' };
  if (verdicts.length === 1 && isComplete) return first;
  // RFC 9989 §11.5: a mail of several authors is what the strictest of those that it fails wants it to be.
  const failed = verdicts.filter(({ result }) => result === 'fail').toSorted(byStrictness);
  const open = verdicts.find(({ result }) => result === 'temperror');
  const decisive = failed[0] ?? open;
  if (decisive) return decisive;
  // RFC 9989 §5.3.1: whom the mail is from is not clear, and so it can hardly be proven.
  if (!isComplete) return { result: 'permerror' };
  return verdicts.find(({ result }) => result === 'none') ?? first;
}

const byStrictness = (a: DmarcVerdict, b: DmarcVerdict): number =>
  strictness.indexOf(b.policy ?? 'none') - strictness.indexOf(a.policy ?? 'none');

const strictness: readonly DmarcPolicy[] = ['none', 'quarantine', 'reject'];

async function evaluateOne(
  domain: Domain,
  identifiers: Identifiers,
  resolver: Resolver,
): Promise<DmarcVerdict> {
  const walked = await walk(domain, resolver);
  if (walked.kind === 'failed') return { result: 'temperror', domain };
  const applied = policyRecord(domain, walked);
  if (!applied) return { result: 'none', domain };
  const policy = await policyOf(domain, applied, resolver);
  const alignment = await findAligned(domain, walked, applied, identifiers, resolver);
  if (alignment === 'aligned') return { result: 'pass', policy, domain };
  const isOpen = alignment === 'unknown' || hasTemporaryError(identifiers);
  return { result: isOpen ? 'temperror' : 'fail', policy, domain };
}

/** RFC 9989 §4.10.1: of the domain itself, else of its organization, else of the public suffix above that. */
function policyRecord(domain: string, { found, organizationalDomain }: Walked): FoundRecord | undefined {
  return (
    found.find((each) => each.domain === domain) ??
    found.find((each) => each.domain === organizationalDomain) ??
    found.find(({ record }) => record.isPublicSuffix)
  );
}

type Walked = Extract<Walk, { readonly kind: 'walked' }>;

async function policyOf(
  domain: string,
  { domain: where, record }: FoundRecord,
  resolver: Resolver,
): Promise<DmarcPolicy> {
  const { policy, subdomainPolicy, nonexistentPolicy, isTest } = record;
  let asked = where === domain ? policy : subdomainPolicy;
  if (where !== domain && nonexistentPolicy !== subdomainPolicy && (await isMissing(domain, resolver)))
    asked = nonexistentPolicy;
  // RFC 9989 §4.7: in a test, one step milder.
  if (!isTest || asked === 'none') return asked;
  return asked === 'reject' ? 'quarantine' : 'none';
}

async function isMissing(domain: string, resolver: Resolver): Promise<boolean> {
  const name = parseDnsName(domain);
  return name !== undefined && (await resolver.query(name, 'A')).kind === 'no-such-domain';
}

async function findAligned(
  domain: string,
  { organizationalDomain }: Walked,
  { record }: FoundRecord,
  { spf, dkim }: Identifiers,
  resolver: Resolver,
): Promise<'aligned' | 'not-aligned' | 'unknown'> {
  const signers = dkim.filter(({ result }) => result === 'pass').slice(0, signersMax);
  const candidates = [
    ...(spf.result === 'pass' && spf.domain !== undefined
      ? [{ name: spf.domain, isStrict: record.isSpfStrict }]
      : []),
    ...signers.map((signer) => ({ name: signer.domain, isStrict: record.isDkimStrict })),
  ];
  if (candidates.some(({ name }) => name === domain)) return 'aligned';
  // RFC 9989 §4.4: relaxed alignment asks for the same organization, and all of that lies below its domain.
  const relaxed = candidates.filter(
    ({ name, isStrict }) => !isStrict && isSameOrBelow(name, organizationalDomain),
  );
  let isUnknown = false;
  for (const name of new Set(relaxed.map((each) => each.name))) {
    const other = await walk(name, resolver);
    if (other.kind === 'failed') isUnknown = true;
    else if (other.organizationalDomain === organizationalDomain) return 'aligned';
  }
  return isUnknown ? 'unknown' : 'not-aligned';
}

const hasTemporaryError = ({ spf, dkim }: Identifiers): boolean =>
  spf.result === 'temperror' || dkim.some(({ result }) => result === 'temperror');
