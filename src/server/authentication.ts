import { authenticatorOf } from '../authentication/authenticate.ts';
import { spfCheck } from '../authentication/spf/check.ts';
import type { Resolver } from '../dns/resolver.ts';
import { SignaturePool } from '../io/authentication/signature-pool.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { Core } from './core.ts';

export interface Authentication extends NonNullable<ReceptionWorld['authentication']> {
  close(): Promise<void>;
}

/** SPF, DKIM, DMARC and ARC for the mail of strangers. */
export function createAuthentication({ config, clock, log }: Core, resolver: Resolver): Authentication {
  const pool = new SignaturePool({ clock, log });
  const { dmarc, spf_fail: spfFail, trusted_sealers: trustedSealers } = config.authentication;
  const spf = spfCheck({ hostname: config.hostname, clock, explains: spfFail === 'reject' });
  const checks = { spf, signatures: pool.verify };
  return {
    authenticate: authenticatorOf({ clock, log, resolver, checks }),
    rules: { dmarc, spfFail, trustedSealers },
    close: () => pool.close(),
  };
}
