import type { Refusal } from '../authentication/judge.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import { type StatusCode, withClass } from '../envelope/status-code.ts';

/** What the reception says. The session's own words (syntax, order, limits of the protocol) are in smtp/server. */

export const tooManySessions: Reply = reply(421, '4.7.0', 'Too many sessions are open here, try again later');
export const tooManyFromAddress: Reply = reply(
  421,
  '4.7.0',
  'Too many sessions from your address, try again later',
);

export const relayingDenied: Reply = reply(
  550,
  '5.7.1',
  'Relaying denied: this is not a domain of ours, and you have not authenticated',
);
export const noSuchUser: Reply = reply(550, '5.1.1', 'No such user here');
/** RFC 5321 §4.5.1: there must be one, so that it is our own fault, and will be mended. */
export const postmasterMissing: Reply = reply(
  451,
  '4.3.5',
  'Nobody reads mail to postmaster here yet, try again later',
);
export const aliasTooDeep: Reply = reply(
  451,
  '4.3.5',
  'This alias cannot be expanded, its operator must mend it',
);
export const mailboxFull: Reply = reply(452, '4.2.2', 'The mailbox is full, try again later');
export const mailboxTooSmall: Reply = reply(
  552,
  '5.2.2',
  'The message is larger than this mailbox may ever be',
);
export const tooManyRefused: Reply = reply(421, '4.7.0', 'Too many recipients were refused, try again later');
export const senderNotOwned: Reply = reply(
  553,
  '5.7.1',
  'This sender address does not belong to your account',
);

export const authenticationFailed: Reply = reply(535, '5.7.8', 'Wrong user name or password');
export const authenticationMalformed: Reply = reply(501, '5.5.2', 'The authentication exchange is malformed');
export const authenticationUnavailable: Reply = reply(
  454,
  '4.7.0',
  'Authentication does not work just now, try again later',
);
export const mechanismUnknown: Reply = reply(504, '5.5.4', 'This authentication mechanism is not offered');
export const tooManyFailedLogins: Reply = reply(421, '4.7.0', 'Too many failed logins, try again later');

/** Said after the content, never at RCPT: a host that only asks whether a sender exists gets its answer (RFC 5321 §4.5.5). */
export const bounceUnproven: Reply = reply(
  550,
  '5.7.1',
  'This answers no mail of ours: its recipient has no valid tag, and it names no message that was sent from here',
);

export const noticeUnproven: Reply = reply(
  550,
  '5.7.1',
  'This answers no mail that is known to have been sent from here: nothing in it can be proven',
);

const tooMany = 'Too many notices come to this address that answer no mail of its owner: it is being forged';
export const surgeForNow: Reply = reply(450, '4.7.1', tooMany);
export const surgeForGood: Reply = reply(550, '5.7.1', tooMany);

export const noticeForged: Reply = reply(
  550,
  '5.7.1',
  'This notice is forged: what it brings back bears our name, and we did not write it',
);

/** RFC 5321 §4.5.3.1.10: whoever hears this sends to the others by themselves. */
export const bounceGoesAlone: Reply = reply(
  452,
  '4.5.3',
  'A message without a sender has one recipient here, send to the others by themselves',
);

/** Addresses that are the reverse-path of what an alias sends on. */
export const returnUnknown: Readonly<Record<'forged' | 'expired', Reply>> = {
  forged: reply(550, '5.1.1', 'No such address here: this server wrote no reverse-path like this'),
  expired: reply(550, '5.1.1', 'No such address here any more: this reverse-path is too old'),
};
/**
 * What the host of a forward refused for good, told to the host on the line. Whose host that is, and what it says, would name the target
 * (RFC 3464 §4.2); what its status says of an address is not true of the one that was written to (RFC 3463 §3.2).
 */
export const forwardRefused = (status: StatusCode): Reply =>
  reply(
    550,
    status.split('.')[1] === '1' ? '5.0.0' : withClass(status, 5),
    'This address is forwarded, and the message was refused where it leads',
  );
/** The host of its target said so lately. */
export const forwardBroken: Reply = reply(
  550,
  '5.2.1',
  'This address is forwarded, and mail does not arrive where it leads',
);
export const returnTakesNotices: Reply = reply(
  550,
  '5.7.1',
  'This address takes only notices about mail that was forwarded from here, which have no sender',
);

/** RFC 5321 §4.5.3.1.10, for the sake of recipients whose answers after the content may not be the same. */
export const goesAlone: Reply = reply(
  452,
  '4.5.3',
  'Whether this recipient can be served depends on the content: send to the others by themselves',
);
export const recipientsDisagree: Reply = reply(
  452,
  '4.5.3',
  'This can be delivered to some of its recipients only: send to each of them by itself, or announce the SIZE of the message',
);

/** In the words of the domain's own policy, so that whoever is refused by mistake knows whom to ask. */
export function notAuthentic({ because, domain, explanation }: Refusal, ip: string): Reply {
  if (because === 'dmarc') {
    return reply(
      550,
      '5.7.1',
      `Mail in the name of ${domain} is refused because that domain wants it so (DMARC): neither SPF nor DKIM proves that it sent this`,
    );
  }
  // RFC 7208 §8.4: whose words these are has to be clear.
  const quoted = explanation === undefined ? '' : `; it explains: ${explanation}`;
  // RFC 7372 §3.2
  return reply(550, '5.7.23', `${domain} says that its mail does not come from ${ip} (SPF)${quoted}`);
}

export const mailLoop: Reply = reply(
  554,
  '5.4.6',
  'Mail loop: the message has passed too many hosts already',
);
export const headerTooLarge: Reply = reply(554, '5.6.0', 'The header section of the message is too large');
export const noRoom: Reply = reply(
  452,
  '4.3.1',
  'There is no room to store the message now, try again later',
);
export const storeFailed: Reply = reply(452, '4.3.1', 'The message could not be stored, try again later');
export const ownFault: Reply = reply(451, '4.3.0', 'An error in this server, try again later');
export const lookupFailed: Reply = reply(451, '4.3.0', 'A look-up failed here, try again later');
