import type { Cause } from './causes.ts';
import type { Phrase } from './phrases.ts';
import type { Odds } from './votes.ts';

/**
 * How sure a phrase is of its cause. `code`: a code or name that a family has for just this, whatever the words beside it. `sure`:
 * nobody says it for another reason. `likely`: mostly. `hint`: it is one of several reasons for which it is said. `topic`: what it is
 * about; that tells something of a reply, where every word has to do with the refusal, but nothing of other words.
 */
export type Strength = 'code' | 'sure' | 'likely' | 'hint' | 'topic';

export type Phrases = Partial<
  Readonly<Record<Cause, Partial<Readonly<Record<Strength, readonly Phrase[]>>>>>
>;

/** What one family of mail servers says: a provider, a program, or all that speak a language. */
export interface Family {
  readonly name: string;
  /** Names of its hosts and of the domains that it serves, and what they end with. */
  readonly hosts?: readonly string[];
  /** Words in a text that no other family writes. */
  readonly signs?: readonly Phrase[];
  /** What means the same whoever says it. */
  readonly phrases?: Phrases;
  /** What means this in the mouth of this family alone. */
  readonly own?: Phrases;
  /** What it mostly means if it tells no reason at all. */
  readonly usual?: Odds;
  /** What its enhanced codes mean, where it does not keep to the registry: by the code, or by subject and detail (`7.606`). */
  readonly statuses?: Readonly<Record<string, Odds>>;
}
