import type { HttpBindings } from '@hono/node-server';
import type { AccessTokens } from '../accounts/access-tokens.ts';
import type { AccountStore } from '../accounts/accounts.ts';
import type { Authenticator } from '../accounts/authenticator.ts';
import type { IpNetwork } from '../address/ip.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Blobs } from '../jmap/blobs/blobs.ts';
import type { Capability } from '../jmap/capability.ts';
import type { JmapLimits } from '../jmap/limits.ts';
import type { Client } from './client.ts';
import type { Page } from './pages.ts';
import type { Visitor } from './visitor.ts';

/** Calls back with the account whenever something of it may have changed. @returns what ends it */
export type OnChange = (listener: (account: string) => void) => () => void;

/** What the HTTP server works on. */
export interface HttpWorld {
  readonly directory: Pick<AccountStore, 'findAccountById'>;
  readonly authenticator: Pick<Authenticator, 'checkPassword'>;
  readonly tokens: AccessTokens;
  readonly capabilities: readonly Capability[];
  readonly limits: JmapLimits;
  readonly changes: OnChange;
  readonly blobs: Blobs;
  /** `https://mail.example.org`, without a slash at its end; undefined: whatever name the client has used. */
  readonly publicUrl: string | undefined;
  /** Hosts that are believed what they say of their clients. */
  readonly trustedProxies: readonly IpNetwork[];
  /** Undefined if the web page was not built. */
  readonly pages: () => Promise<ReadonlyMap<string, Page> | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The same, while it is served. */
export interface RunningHttpWorld extends HttpWorld {
  /** Aborted when the server is going down: what would go on for ever ends then. */
  readonly ending: AbortSignal;
}

/** What Hono carries through a request. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: {
    client: Client;
    /** Whoever has proved who he is. Set behind `demandVisitor`. */
    visitor: Visitor;
    log: Log;
  };
}
