import type { Reply } from '../envelope/reply.ts';
import type { Diagnostic, RemoteHost } from './recipient-state.ts';

/** What came of an attempt for one recipient. A transport must say one of these of every recipient that it was given. */
export type AttemptResult =
  /** Final delivery: it belongs into the mailbox of this account, in the transaction that settles it. */
  | { readonly kind: 'delivered'; readonly account: string }
  /** Another host took responsibility. `dsnPassedOn`: it offers DSN, so success reports are its task (RFC 3461 §5.2.1). */
  | {
      readonly kind: 'relayed';
      readonly by: RemoteHost;
      readonly reply: Reply;
      readonly dsnPassedOn: boolean;
      readonly tls?: string;
    }
  | { readonly kind: 'transient'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'permanent'; readonly diagnostic: Diagnostic };
