import type { MailboxAddress } from '../address/mailbox-address.ts';
import { isPermanent, type Reply } from '../envelope/reply.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import { factsOfFailure, lastingCause } from '../queue/suppression.ts';

/** What a host said to RCPT of an address, or why it came to no answer. */
export type Answer =
  | { readonly kind: 'accepted'; readonly reply: Reply; readonly host: string }
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic };

/** What the hosts of a domain say about an address when they are asked, without a mail. */
export interface Finding {
  /**
   * `exists`: it is accepted, and one that nobody has is not. `does-not-exist`: it is refused for its own sake, and for good.
   * `accepts-everything`: so is an address that nobody has, so that nothing follows from it. `unknown`: anything else.
   */
  readonly kind: 'exists' | 'does-not-exist' | 'accepts-everything' | 'unknown';
  /** One sentence. */
  readonly text: string;
  readonly status?: StatusCode;
  /** The host that was asked last; absent if none was reached. */
  readonly host?: string;
  /** What it said of the address. Untrusted. */
  readonly reply?: Reply;
}

/**
 * What follows from the answers.
 * @param stranger the answer about an address that nobody has; undefined if it was not asked
 */
export function findingOf(address: MailboxAddress, answer: Answer, stranger: Answer | undefined): Finding {
  if (answer.kind === 'failed') return findingOfFailure(address, answer.diagnostic);
  const { reply, host } = answer;
  const said = { reply, host };
  if (stranger?.kind === 'accepted') {
    const text = `${host} accepts every address of ${address.domain}; whether there is such a person shows only by a mail.`;
    return { kind: 'accepts-everything', text, ...said };
  }
  if (stranger?.diagnostic.stage === 'rcpt' && isFinal(stranger.diagnostic)) {
    return { kind: 'exists', text: `${host} takes mail for it, and not for everybody.`, ...said };
  }
  const text = `${host} takes mail for it; whether it would for any address, it did not say.`;
  return { kind: 'unknown', text, ...said };
}

const isFinal = ({ reply }: Diagnostic): boolean => reply !== undefined && isPermanent(reply);

function findingOfFailure(address: MailboxAddress, diagnostic: Diagnostic): Finding {
  const { stage, status, reply, text, remote } = diagnostic;
  const said = { status, ...(remote && { host: remote.name }), ...(reply && { reply }) };
  const host = remote?.name ?? 'The host';
  if (stage === 'mail' && isFinal(diagnostic)) {
    // A host that takes no notices has said nothing of the address.
    return { kind: 'unknown', text: `${host} does not answer who asks without a sender.`, ...said };
  }
  if (stage !== 'rcpt' || !isFinal(diagnostic)) return { kind: 'unknown', text, ...said };
  // A refusal by policy is about us, or about the question.
  return lastingCause(factsOfFailure(diagnostic, address.text)) === undefined
    ? { kind: 'unknown', text: `${host} refuses it, but not clearly for its own sake.`, ...said }
    : { kind: 'does-not-exist', text: `${host} says that mail to it would fail.`, ...said };
}
