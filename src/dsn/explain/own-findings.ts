import type { Cause, Owner } from './causes.ts';
import { type Phrase, PhraseFinder } from './phrases.ts';
import type { Vote } from './votes.ts';

interface OwnFinding {
  readonly cause: Cause;
  /** Where somebody else must act than is usual for the cause. */
  readonly owner?: Owner;
}

/** What our own transport writes where no other host said anything. Its sentences are ours, so they are told by their words. */
const findings: readonly (readonly [Phrase, OwnFinding])[] = [
  ['accepts no mail at all (it has a null mx record)', { cause: 'domain-takes-no-mail' }],
  ['takes no mail: it has no mail server in the dns', { cause: 'domain-takes-no-mail' }],
  ['does not exist (the dns says nxdomain)', { cause: 'no-such-domain' }],
  ['does not exist (it is too long for the dns)', { cause: 'no-such-domain' }],
  ['none of the mail servers of', { cause: 'dns-trouble' }],
  ['the dns cannot be asked about', { cause: 'dns-trouble' }],
  ['would come back here', { cause: 'mail-loop' }],
  ['this server is set up to send mail through', { cause: 'own-trouble' }],
  ['no connection could be made', { cause: 'no-connection' }],
  ['the connection was lost', { cause: 'no-connection' }],
  ['the host did not answer in time', { cause: 'no-connection' }],
  ['the attempt took too long', { cause: 'no-connection' }],
  ['the host ended the session', { cause: 'no-connection' }],
  ['the attempt was called off', { cause: 'own-trouble', owner: 'nobody' }],
  ['the host does not keep to the protocol', { cause: 'protocol-trouble', owner: 'recipient-postmaster' }],
  ['the encryption could not be set up', { cause: 'tls-trouble' }],
  ['does not offer encryption, without which no mail goes there', { cause: 'tls-trouble' }],
  ['does not offer encryption, without which our password is not sent', { cause: 'own-trouble' }],
  ['offers no way of logging in that is known here', { cause: 'authentication-required' }],
  ['needs smtputf8, which the host does not offer', { cause: 'international-address' }],
  ['has 8-bit text, which the host does not take', { cause: 'content-not-carried' }],
  ['octets; the host takes at most', { cause: 'message-too-large' }],
  ['could not be read from our own queue', { cause: 'own-trouble' }],
  ['a fault inside this server interrupted the attempt', { cause: 'own-trouble' }],
  ['there is no mailbox of this name on this server', { cause: 'no-such-address' }],
  ['has become an alias since the message was accepted', { cause: 'expansion-failed', owner: 'sender' }],
  ['the operator of this server has stopped the delivery of this message', { cause: 'stopped-by-operator' }],
];

const finder = new PhraseFinder<OwnFinding>(findings);

/** We know what we found. */
const oddsOfOwn = 200;

export interface OwnVotes {
  readonly votes: readonly Vote[];
  readonly owner?: Owner;
}

/** @param text as comparableText() makes it */
export function ownVotes(text: string): OwnVotes {
  const [found] = finder.find(text);
  if (!found) return { votes: [] };
  const { cause, owner } = found.value;
  const matched = text.slice(found.start, found.end);
  const votes: Vote[] = [{ by: 'transport', rule: `own/${cause}`, odds: { [cause]: oddsOfOwn }, matched }];
  return { votes, ...(owner && { owner }) };
}
