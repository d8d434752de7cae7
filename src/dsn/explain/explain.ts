import { classOf } from '../../envelope/status-code.ts';
import { type Cause, causes, type Permanence } from './causes.ts';
import { replyVotes, statusVotes } from './code-votes.ts';
import { comparableText } from './comparable-text.ts';
import { type CompleteFacts, completeFacts } from './complete-facts.ts';
import type { AttemptFacts, Explanation } from './explanation.ts';
import { type OwnVotes, ownVotes } from './own-findings.ts';
import { sisimaiReason } from './sisimai-reason.ts';
import { contextVotes, textVotes } from './text-votes.ts';
import { type Verdict, type Vote, verdictOf } from './votes.ts';

/** Why a recipient has not got the message, who must act, and what can be done. Never throws; linear in the length of the text. */
export function explain(given: AttemptFacts): Explanation {
  const text = comparableText(given.text ?? '');
  const facts = completeFacts(given, text);
  const own: OwnVotes = given.isOwnFinding ? ownVotes(text) : { votes: [] };
  const verdict = own.votes.length > 0 ? verdictOf(own.votes) : verdictOn(facts, text);
  const { cause, confidence, evidence } = verdict;
  const { class: causeClass, owner, steps } = causes[cause];
  return {
    class: causeClass,
    cause,
    permanence: permanenceOf(cause, facts),
    owner: own.owner ?? owner,
    steps,
    confidence,
    evidence,
    sisimaiReason: sisimaiReason(verdict, facts),
  };
}

function verdictOn(facts: CompleteFacts, text: string): Verdict {
  // Nothing has failed: RFC 3463 §3.1.
  if (facts.status && classOf(facts.status) === 2 && codeClass(facts) === 2) return verdictOf([]);
  const votes = votesOn(facts, text);
  const verdict = verdictOf(votes);
  if (verdict.cause !== 'undefined' || facts.context === undefined) return verdict;
  return verdictOf([...votes, ...contextVotes(comparableText(facts.context))]);
}

function votesOn(facts: CompleteFacts, text: string): Vote[] {
  const { host = domainOf(facts.address) } = facts;
  const isReply = facts.replyCode !== undefined;
  const { votes, speakers } = textVotes(text, host?.toLowerCase(), isReply);
  return [
    ...votes,
    ...statusVotes(facts.status, facts.isStatusAdded, speakers),
    ...replyVotes(facts),
    ...expiryVotes(facts),
    ...exitVotes(text),
    ...programVotes(facts),
  ];
}

const domainOf = (address: string | undefined): string | undefined =>
  address?.slice(address.lastIndexOf('@') + 1);

/** That the time is over says little of the cause: the last attempt may tell more. */
const expiryVotes = ({ isExpired }: AttemptFacts): Vote[] =>
  isExpired ? [{ by: 'expiry', rule: 'expired', odds: { 'time-over': 2 } }] : [];

/** A number alone is what a program that should have delivered came back with: `X-Unix; 255`. */
const exitVotes = (text: string): Vote[] =>
  /^(?:x-unix; ?)?(?:1?\d?\d|2[0-4]\d|25[0-5])$/.test(text)
    ? [{ by: 'text', rule: 'exit status', odds: { 'delivery-program-failed': 8 }, matched: text }]
    : [];

/** A program that could not do its work may say why in its own words, which tell more. */
const programVotes = ({ isProgramOutput }: AttemptFacts): Vote[] =>
  isProgramOutput ? [{ by: 'text', rule: 'program output', odds: { 'delivery-program-failed': 3 } }] : [];

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
