import type { Cause, Owner } from '../explain/causes.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Key } from '../languages/catalogue.ts';
import { quotedHost } from '../languages/inline.ts';
import { isSaidByOther, type Report, type ReportedRecipient } from '../report.ts';
import type { Block, Party } from './blocks.ts';
import type { Telling } from './telling.ts';
import { domainOf, isGivenUp } from './understanding.ts';

/** The sender, our server and the other side: what each did, and which of them has to act. */
export function whoMustAct(
  recipient: ReportedRecipient,
  explanation: Explanation,
  report: Report,
  telling: Telling,
): Block {
  const { words } = telling;
  const owner = actorOf(explanation, recipient);
  return {
    kind: 'who-must-act',
    title: words.plain('owner.title'),
    parties: [
      senderParty(owner, telling),
      ourParty(recipient, owner, report, telling),
      otherParty(recipient, owner, explanation.cause, telling),
    ],
  };
}

/** Who must act, if it is known. */
export const actorOf = (
  { owner, cause }: Explanation,
  { isConfidential }: ReportedRecipient,
): Owner | 'unknown' => (cause === 'undefined' && !isConfidential ? 'unknown' : owner);

function senderParty(owner: Owner | 'unknown', { words, reader }: Telling): Party {
  const name = [words.plain(reader === 'sender' ? 'party.you' : 'party.sender')];
  if (owner === 'unknown') return { name, mark: 'done', did: words.plain('party.sent') };
  if (owner === 'sender') return { name, mark: 'acts', acts: words.plain('party.acts') };
  return { name, mark: 'idle', did: words.plain('party.nothing-to-do') };
}

function ourParty(
  { action }: ReportedRecipient,
  owner: Owner | 'unknown',
  { reportingMta }: Report,
  { words }: Telling,
): Party {
  const name = [quotedHost(reportingMta.name)];
  if (owner === 'sender-postmaster')
    return { name, mark: 'acts', acts: words.plain('party.postmaster-acts') };
  const did = words.plain(action === 'delayed' ? 'party.keeps-trying' : 'party.did-its-part');
  return { name, mark: 'done', did };
}

function otherParty(
  recipient: ReportedRecipient,
  owner: Owner | 'unknown',
  cause: Cause,
  { words }: Telling,
): Party {
  const name = [quotedHost(domainOf(recipient.finalRecipient.address))];
  const did = words.plain(deed(recipient, cause));
  if (owner !== 'recipient' && owner !== 'recipient-postmaster') return { name, mark: 'refused', did };
  const acts = owner === 'recipient' ? 'party.recipient-acts' : 'party.postmaster-acts';
  return { name, mark: 'acts', did, acts: words.plain(acts) };
}

function deed(recipient: ReportedRecipient, cause: Cause): Key {
  if (cause === 'no-such-domain' || cause === 'domain-takes-no-mail') return 'party.not-found';
  if (recipient.isConfidential) return 'party.said-no';
  if (!isSaidByOther(recipient)) return 'party.no-answer';
  return recipient.action === 'delayed' || isGivenUp(recipient) ? 'party.said-later' : 'party.said-no';
}
