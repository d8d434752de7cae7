import { isAddressLiteral, type MailDomain } from '../address/domain.ts';
import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { NULL_PATH, type ReversePath } from '../address/path.ts';
import { dayMs, type Instant, later } from '../base/instant.ts';
import { isOurDomain, type OurDomains } from './domains.ts';
import { dayOf, mayBearTag, type TagKey, type Untagged, withoutTag, withTag } from './prvs.ts';

/**
 * What is done with tags. `monitor`: they are written and read, and the log says what `enforce` would refuse; nothing is refused.
 * `off`: none is written; those that are still about are taken off.
 */
export type TagMode = 'off' | 'monitor' | 'enforce';

export interface TagRules {
  readonly mode: TagMode;
  /** How many days a tag is good beyond the one on which it was written. */
  readonly days: number;
  /** Recipients to whom none is shown: addresses (as by mailboxKey), domains, and `.domain` for all below one. */
  readonly exceptions: ReadonlySet<string>;
  readonly ours: OurDomains;
  /** From when on all mail has left under tags; undefined as long as anybody remembers. */
  readonly taggedSince?: () => Instant | undefined;
  /** What was learnt before. */
  readonly learnt?: readonly LearntException[];
  /** Is told of what is learnt. */
  readonly onLearn?: (exception: LearntException) => void;
  /** The one that signs first. */
  readonly keys: () => readonly [TagKey, ...TagKey[]];
}

/** A domain to which no tag is shown for a while, because a host there refused one and took the plain reverse-path. */
export interface LearntException {
  readonly domain: MailDomain;
  readonly learntAt: Instant;
  /** What the host said to the tag; untrusted. */
  readonly reply: string;
}

/** A message as far as its reverse-path goes. */
export interface Outgoing {
  readonly reversePath: ReversePath;
  readonly to: MailboxAddress;
  /** When it was accepted. */
  readonly acceptedAt: Instant;
}

/** The reverse-paths of our own mail: tagged on their way out, plain again when something comes back. Everything within knows the plain ones. */
export class ReturnPaths {
  readonly #rules: TagRules;
  readonly #learnt: Map<MailDomain, LearntException>;

  constructor(rules: TagRules) {
    this.#rules = rules;
    this.#learnt = new Map(rules.learnt?.map((each) => [each.domain, each]));
  }

  get mode(): TagMode {
    return this.#rules.mode;
  }

  /** True of an address whose mail goes out with a tag, but for exceptions: what answers such mail comes back with it. */
  tags(address: MailboxAddress): boolean {
    const { mode, ours } = this.#rules;
    return (
      mode !== 'off' &&
      !isAddressLiteral(address.domain) &&
      isOurDomain(ours, address.domain) &&
      mayBearTag(address)
    );
  }

  /** True if what answers mail of this address must come under a tag: what left without one is answered by now. */
  isRequired(address: MailboxAddress, now: Instant): boolean {
    const { mode, taggedSince } = this.#rules;
    const since = taggedSince?.();
    return (
      mode === 'enforce' && this.tags(address) && (since === undefined || now >= later(since, untaggedMs))
    );
  }

  /**
   * Under which reverse-path mail of an account travels. All mail of a day from one address has the same, and a message keeps it
   * for a day beyond, since a host with a greylist wants to see the same again (and midnight may come between). The domain does not
   * change, nor does what SPF says of it.
   */
  outgoing({ reversePath, to, acceptedAt }: Outgoing, now: Instant): ReversePath {
    const { days, keys } = this.#rules;
    // RFC 5321 §4.5.5: a notice stays one.
    if (reversePath === NULL_PATH || !this.tags(reversePath) || this.#isExcepted(to, now)) return reversePath;
    const [accepted, today] = [dayOf(acceptedAt), dayOf(now)];
    const writtenOn = today - accepted <= keptDays ? accepted : today;
    return withTag(reversePath, writtenOn + days, keys()[0]);
  }

  /** Takes a tag off an address of ours. Before anybody is looked up: no directory, alias or quota knows of tags. */
  incoming(address: MailboxAddress, now: Instant): Untagged {
    const { ours, keys } = this.#rules;
    if (!isOurDomain(ours, address.domain)) return { address, tag: 'none' };
    return withoutTag(address, dayOf(now), keys());
  }

  /** From now on nobody in this domain is shown a tag, until it is tried anew. The oldest make room where there are too many. */
  learn(exception: LearntException): void {
    this.#learnt.delete(exception.domain);
    this.#learnt.set(exception.domain, exception);
    const [oldest] = this.#learnt.keys();
    if (this.#learnt.size > learntMax && oldest !== undefined) this.#learnt.delete(oldest);
    this.#rules.onLearn?.(exception);
  }

  /** The domain is shown tags again. */
  unlearn(domain: MailDomain): void {
    this.#learnt.delete(domain);
  }

  #isExcepted(to: MailboxAddress, now: Instant): boolean {
    const { exceptions } = this.#rules;
    if (exceptions.has(mailboxKey(to)) || exceptions.has(to.domain)) return true;
    const learnt = this.#learnt.get(to.domain);
    if (learnt && now < later(learnt.learntAt, learntKeptMs)) return true;
    if (isAddressLiteral(to.domain)) return false;
    return to.domain
      .split('.')
      .some((_, i, labels) => i > 0 && exceptions.has(`.${labels.slice(i).join('.')}`));
  }
}

/** Domains that are remembered as exceptions. */
export const learntMax = 10_000;
/** Then a tag is tried again: hosts change. */
export const learntKeptMs = 90 * dayMs;

/** For so long after tags were first written, mail from before is still answered: ten days in queues, ours and another, and a little more. */
export const untaggedMs = 12 * dayMs;

/** For how many days after its own a message keeps the tag of the day on which it was accepted. */
const keptDays = 1;
