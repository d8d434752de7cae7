import type { MailboxAddress } from '../address/mailbox-address.ts';
import { NULL_PATH, type ReversePath } from '../address/path.ts';
import type { Bytes } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import { isOurDomain, type OurDomains } from './domains.ts';
import { dayOf } from './prvs.ts';
import { type Rewritten, readRewritten, rewritten } from './srs.ts';

export interface ForwardPathRules {
  /** How many days answers are taken, beyond the one on which the message came. */
  readonly daysMax: number;
  readonly ours: OurDomains;
  /** The one that writes first. */
  readonly secrets: () => readonly [Bytes, ...Bytes[]];
}

/** The reverse-paths of mail that an alias sends on: ours on the way out, so that what comes of it there comes back here. */
export class ForwardPaths {
  readonly #rules: ForwardPathRules;

  constructor(rules: ForwardPathRules) {
    this.#rules = rules;
  }

  /** Under which reverse-path a message goes on. It keeps it for all its attempts, for a host with a greylist wants to see the same again. */
  outgoing(reversePath: ReversePath, acceptedAt: Instant): ReversePath {
    // RFC 5321 §4.5.5: a notice stays one.
    if (reversePath === NULL_PATH) return NULL_PATH;
    const { ours, secrets } = this.#rules;
    // RFC 3464 §4.2 (d): where it would be too long, nobody is better than the author, who would be told of the target.
    return rewritten(reversePath, ours.primary, dayOf(acceptedAt), secrets()[0]) ?? NULL_PATH;
  }

  /** Reads an address to which a notice came. */
  incoming(address: MailboxAddress, now: Instant): Rewritten {
    const { daysMax, ours, secrets } = this.#rules;
    if (!isOurDomain(ours, address.domain)) return { kind: 'none' };
    return readRewritten(address, dayOf(now), daysMax, secrets());
  }
}
