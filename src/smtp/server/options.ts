import { type ServerLimits, serverLimits } from './limits.ts';

export interface ServerSessionOptions {
  /** The name that we greet with: a domain or an address literal. */
  readonly hostname: string;
  /** `submission` takes mail only from authenticated clients (RFC 6409 §4.3), `relay-in` from any host. */
  readonly role: ServerRole;
  /** Default: `none`. */
  readonly startTls?: StartTls;
  /** SASL mechanisms, in upper case, offered under TLS and never without. Default: none. */
  readonly mechanisms?: readonly string[];
  /** What becomes of a client that speaks before our greeting (RFC 5321 §4.3.1). Default: `refuse`. */
  readonly earlyTalk?: 'refuse' | 'allow';
  readonly limits?: Partial<ServerLimits>;
}

type ServerRole = 'submission' | 'relay-in';

/**
 * `offered`: clients may say STARTTLS. `unavailable`: it should be so, but TLS does not work just now. `none`: there is no such
 * command here. It makes no difference in a session that is under TLS already.
 */
type StartTls = 'offered' | 'unavailable' | 'none';

/** The options with nothing left out. */
export interface SessionSetup extends Required<Omit<ServerSessionOptions, 'limits'>> {
  readonly limits: ServerLimits;
}

export function completeOptions(options: ServerSessionOptions): SessionSetup {
  return {
    startTls: 'none',
    mechanisms: [],
    earlyTalk: 'refuse',
    ...options,
    limits: { ...serverLimits, ...options.limits },
  };
}
