import type { Domain } from '../address/domain.ts';
import { vouchesFor } from './arc-seal.ts';
import type { Verdict } from './verdict.ts';

/** What the operator lays down. */
export interface AuthenticationRules {
  /** Whether mail is refused that the author's domain wants refused (DMARC), or only marked. */
  readonly dmarc: 'reject' | 'mark';
  /** The same for hosts that the domain of the reverse-path excludes (SPF, `-all`). */
  readonly spfFail: 'reject' | 'mark';
  /** Whose seals (ARC) are believed where they say that DMARC passed before the mail went through their hands. */
  readonly trustedSealers: readonly Domain[];
}

/** Why a mail is refused, and in whose name. */
export interface Refusal {
  readonly because: 'dmarc' | 'spf';
  readonly domain: string;
  /** In the words of that domain. */
  readonly explanation?: string;
}

/** Whether to refuse a mail while the host that brings it is on the line. What could not be found out is no reason. */
export function judge(verdict: Verdict, rules: AuthenticationRules): Refusal | undefined {
  const { spf, dmarc } = verdict;
  const { domain = '' } = dmarc;
  if (isVouchedFor(verdict, rules)) return undefined;
  if (rules.dmarc === 'reject' && dmarc.result === 'fail' && dmarc.policy === 'reject')
    return { because: 'dmarc', domain };
  // RFC 7208 §8.4. Whoever passes DMARC by a signature has been forwarded: his domain has vouched for him in another way.
  const isExcluded = spf.result === 'fail' && dmarc.result !== 'pass' && dmarc.result !== 'temperror';
  if (rules.spfFail !== 'reject' || !isExcluded || spf.domain === undefined) return undefined;
  const { explanation } = spf;
  return { because: 'spf', domain: spf.domain, ...(explanation !== undefined && { explanation }) };
}

/** Lists and forwarders change mail, and then only they can say what it was before (RFC 8617 §7.2.1). */
const isVouchedFor = ({ arc, seal, dmarc }: Verdict, { trustedSealers }: AuthenticationRules): boolean =>
  arc === 'pass' && seal !== undefined && vouchesFor(seal, dmarc.domain, trustedSealers);
