import type { ReportKind } from '../parse/read-report.ts';
import type { Contradiction } from './match.ts';
import type { Purpose } from './signature.ts';

/** Whether a notice that came in is about mail of those to whom it came. What it says need not be true for that. */
export type NoticeVerdict = 'about-mail-you-sent' | 'cannot-be-proven' | 'forged';

/** What was found out of a notice when it came. It is kept with the notice; untrusted names in it are bounded in length. */
export interface NoticeFinding {
  readonly verdict: NoticeVerdict;
  readonly kind: ReportKind;
  readonly evidence: readonly Evidence[];
  /** It lies in the junk mailbox of whom it came to. */
  readonly isFiled?: true;
}

/** What a tag of our reverse-paths was worth. `none`: the notice came to the plain address. */
export type TagWorth = 'valid' | 'expired' | 'forged' | 'none';

/** What speaks for a notice, or against it; the weightiest comes first. */
export type Evidence =
  /** It changed the state of the message with this queue id. */
  | { readonly kind: 'believed'; readonly about: string }
  /** It brings back a signature in our form: ours for this message, or one that nobody made who has the key. */
  | { readonly kind: 'signature'; readonly in: Purpose; readonly isOurs: boolean; readonly about: string }
  /** It names this message, which strangers do not know of. `isYours`: who sent that gets the notice. */
  | { readonly kind: 'names'; readonly by: NamedBy; readonly about: string; readonly isYours: boolean }
  | { readonly kind: 'tag'; readonly worth: TagWorth }
  /** It comes from the host that took the message, or from a domain that answers for that or for the recipient. */
  | { readonly kind: 'other-side'; readonly as: 'host' | 'domain'; readonly name: string }
  /** SPF of its sender: of `postmaster@` the greeting where it has none (RFC 7208 §2.4). */
  | { readonly kind: 'spf'; readonly result: string; readonly domain?: string }
  /** Whether its reader has written to an address of which it speaks, as far as that is remembered. */
  | { readonly kind: 'correspondence'; readonly isThere: boolean }
  | { readonly kind: 'contradiction'; readonly what: Contradiction }
  /** It was too large, or a fault of ours was in the way. */
  | { readonly kind: 'not-examined' };

export type NamedBy = 'message-id' | 'envelope-id' | 'received';

/** What is said of a notice that nobody could look into. */
export const notExamined: NoticeFinding = {
  verdict: 'cannot-be-proven',
  kind: 'not-a-report',
  evidence: [{ kind: 'not-examined' }],
};

/** Pieces of evidence that are kept of one notice; a thousand recipients have no more to say. */
export const evidenceMax = 20;
