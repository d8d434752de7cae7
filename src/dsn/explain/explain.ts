import { classOf } from '../../envelope/status-code.ts';
import { type Cause, causes, type Permanence } from './causes.ts';
import { replyVotes, statusVotes } from './code-votes.ts';
import type { AttemptFacts, Explanation } from './explanation.ts';
import { verdictOf } from './votes.ts';

/** Why a recipient has not got the message, who must act, and what can be done. Never throws; linear in the length of the text. */
export function explain(facts: AttemptFacts): Explanation {
  const { cause, confidence, evidence } = verdictOf([...statusVotes(facts.status), ...replyVotes(facts)]);
  const { class: causeClass, owner, steps } = causes[cause];
  return {
    class: causeClass,
    cause,
    permanence: permanenceOf(cause, facts),
    owner,
    steps,
    confidence,
    evidence,
  };
}

/** A temporary code makes it temporary, whatever is usual for the cause; a permanent one makes it final for this message. */
function permanenceOf(cause: Cause, facts: AttemptFacts): Permanence {
  const usual = causes[cause].permanence;
  switch (codeClass(facts)) {
    case 4:
      return 'temporary';
    case 5:
      return usual === 'temporary' ? 'permanent' : usual;
    default:
      return usual;
  }
}

/** The class of the reply code, which decided what the client did (RFC 5321 §4.2.1); else that of the status. */
function codeClass({ status, replyCode }: AttemptFacts): number | undefined {
  if (replyCode !== undefined) return Math.trunc(replyCode / 100);
  return status === undefined ? undefined : classOf(status);
}
