import { type Domain, type MailDomain, parseDomain } from '../address/domain.ts';
import { speaksFor } from './alignment.ts';
import type { Verdict } from './verdict.ts';

/** Domains that provably vouch for a mail: by the host that brought it, or by a signature. */
export function vouchingDomains({ spf, dkim }: Verdict): readonly Domain[] {
  const names = [
    ...(spf.result === 'pass' && spf.domain !== undefined ? [spf.domain] : []),
    ...dkim.filter(({ result }) => result === 'pass').map(({ domain }) => domain),
  ];
  return [...new Set(names)].flatMap((name) => {
    const parsed = parseDomain(name);
    return parsed.ok ? [parsed.value] : [];
  });
}

/**
 * Whether it is proven that whoever answers for `domain` sent the mail that names it in its reverse-path: SPF says so of the
 * host, or a signature is of that domain or of one above it.
 */
export const provesSender = ({ spf, dkim }: Verdict, domain: MailDomain): boolean =>
  (spf.result === 'pass' && spf.identity === 'mailfrom' && spf.domain === domain) ||
  dkim.some((signature) => signature.result === 'pass' && speaksFor(signature.domain, domain));
