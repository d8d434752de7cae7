import { printable } from '../../base/printable.ts';
import type { Evidence, NoticeFinding, NoticeVerdict, TagWorth } from '../../dsn/correlate/finding.ts';
import type { Contradiction } from '../../dsn/correlate/match.ts';
import type { Purpose } from '../../dsn/correlate/signature.ts';

/** The verdict on a notice, in a column. */
export const verdictText = (verdict: NoticeVerdict): string => verdicts[verdict].short;

/** The verdict on a notice, and what it rests on, in lines. */
export function findingText({ verdict, evidence, isFiled }: NoticeFinding): string {
  const facts = evidence.map((fact) => `  ${printable(factText(fact))}\n`);
  const filed = isFiled ? '; it lies in the junk mailbox' : '';
  return `Notice:     ${verdicts[verdict].long}${filed}\n${facts.join('')}`;
}

const verdicts: Readonly<Record<NoticeVerdict, { readonly short: string; readonly long: string }>> = {
  'about-mail-you-sent': { short: 'about your mail', long: 'it is about mail that was sent from here' },
  'cannot-be-proven': {
    short: 'cannot be proven',
    long: 'nothing proves that it is about mail that was sent from here',
  },
  forged: { short: 'forged', long: 'it is forged: nothing like it was sent from here' },
};

function factText(fact: Evidence): string {
  switch (fact.kind) {
    case 'believed':
      return `what it says was believed, and stands beside message ${fact.about}`;
    case 'signature':
      return fact.isOurs
        ? `${places[fact.in]} that it brings back bears our signature, of message ${fact.about}`
        : `${places[fact.in]} that it brings back looks like ours, of message ${fact.about}, but its signature is false`;
    case 'names':
      return fact.isYours
        ? `it names message ${fact.about} of the one to whom it came, by ${names[fact.by]}`
        : `it names message ${fact.about}, by ${names[fact.by]}, but somebody else sent that`;
    case 'tag':
      return tags[fact.worth];
    case 'other-side':
      return fact.as === 'host'
        ? `it comes from ${fact.name}, the host that took the message`
        : `it comes from ${fact.name}, which answers for the host that took the message, or for the recipient`;
    case 'spf':
      return `SPF of its sender: ${fact.result}${fact.domain === undefined ? '' : ` (${fact.domain})`}`;
    case 'correspondence':
      return fact.isThere
        ? 'the one to whom it came has written to an address of which it speaks'
        : 'no mail to any address of which it speaks is remembered';
    case 'contradiction':
      return `it contradicts what we know: ${contradictions[fact.what]}`;
    case 'not-examined':
      return 'it could not be looked into; the log says why';
  }
}

const places: Readonly<Record<Purpose, string>> = {
  received: 'a Received field',
  'message-id': 'a Message-ID',
  'envelope-id': 'an envelope id',
  'reverse-path': 'a return path',
};

const names = {
  received: 'its Received field',
  'message-id': 'its Message-ID',
  'envelope-id': 'its envelope id',
} as const;

const tags: Readonly<Record<TagWorth, string>> = {
  valid: 'the address that it came to had a good tag: it answers mail from here',
  expired: 'the address that it came to had a tag of ours, which has expired',
  forged: 'the address that it came to had a tag that is not ours',
  none: 'the address that it came to had no tag',
};

const contradictions: Readonly<Record<Contradiction, string>> = {
  'forged-signature': 'a signature that we did not make',
  'not-to-the-sender': 'it came to somebody who is not the sender',
  'before-the-sending': 'it tells of a time before the message was sent',
  'unknown-recipient': 'the message did not go to the address that it names',
  'never-handed-over': 'no other host ever had the message',
  'failed-here': 'we gave up on the recipient ourselves',
  'delivered-here': 'the message was delivered here',
};
