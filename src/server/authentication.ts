import { authenticatorOf } from '../authentication/authenticate.ts';
import type { Resolver } from '../dns/resolver.ts';
import { SignaturePool } from '../io/authentication/signature-pool.ts';
import { spfCheck } from '../io/authentication/spf.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { Core } from './core.ts';

export interface Authentication extends NonNullable<ReceptionWorld['authentication']> {
  close(): Promise<void>;
}

/** SPF, DKIM, DMARC and ARC for the mail of strangers. */
export function createAuthentication({ config, clock, log }: Core, resolver: Resolver): Authentication {
  const pool = new SignaturePool({ clock, log });
  const checks = { spf: spfCheck(config.hostname), signatures: pool.verify };
  const { dmarc, spf_fail: spfFail } = config.authentication;
  return {
    authenticate: authenticatorOf({ clock, log, resolver, checks }),
    rules: { dmarc, spfFail },
    close: () => pool.close(),
  };
}
