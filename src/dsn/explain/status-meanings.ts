import type { StatusCode } from '../../envelope/status-code.ts';

/**
 * What the enhanced status codes mean, by subject and detail: those of RFC 3463 and of the registry that RFC 5248 began. In English;
 * every language has a text for each key.
 */
export const statusMeanings = {
  // RFC 3463 §3.1
  '0.0': 'nothing more than success or failure is known',
  // RFC 3463 §3.2: the addresses
  '1.0': 'something is wrong with an address',
  '1.1': 'there is no mailbox of this name',
  '1.2': 'there is no domain or host of this name that takes mail',
  '1.3': 'the address is not written as addresses are',
  '1.4': 'the address fits more than one mailbox',
  '1.5': 'the address is good',
  '1.6': 'the mailbox has moved, and nobody knows where to',
  '1.7': 'the address of the sender is not written as addresses are',
  '1.8': 'the domain of the sender does not exist or cannot get answers',
  // RFC 3886
  '1.9': 'handed on to a server that will not say what becomes of it',
  // RFC 7505
  '1.10': 'the domain says in the DNS that it takes no mail at all',
  // RFC 3463 §3.3: the mailbox
  '2.0': 'something is wrong with the mailbox',
  '2.1': 'the mailbox is there, but is closed to mail',
  '2.2': 'the mailbox is full',
  '2.3': 'the message is larger than this mailbox may receive',
  '2.4': 'the list behind the address cannot be expanded',
  // RFC 3463 §3.4: the mail system of the destination
  '3.0': 'something is wrong with the mail system of the destination',
  '3.1': 'the mail system has no room left',
  '3.2': 'the mail system takes no messages at present',
  '3.3': 'the mail system cannot do what the message needs',
  '3.4': 'the message is larger than the mail system takes',
  '3.5': 'the mail system is set up wrongly',
  // RFC 6710
  '3.6': 'the priority that was asked for has been changed',
  // RFC 3463 §3.5: the way there
  '4.0': 'something is wrong on the way to the destination',
  '4.1': 'the host does not answer',
  '4.2': 'the connection broke off',
  '4.3': 'a directory or name server, needed to find the way, gave no answer',
  '4.4': 'no way to the destination is known',
  '4.5': 'the mail system has more to do than it can manage',
  '4.6': 'the message goes round in a circle',
  '4.7': 'the message was on its way for too long',
  // RFC 3463 §3.6: the protocol
  '5.0': 'something went wrong in the protocol',
  '5.1': 'a command came that is unknown or not allowed at that point',
  '5.2': 'a command was not written as it should be',
  '5.3': 'too many recipients at once',
  '5.4': 'a command had wrong parameters',
  '5.5': 'the two sides speak different versions of the protocol',
  // RFC 4954
  '5.6': 'a line in the exchange for logging in is too long',
  // RFC 3463 §3.7: the content
  '6.0': 'something is wrong with the content of the message',
  '6.1': 'content of this kind is not taken',
  '6.2': 'the content would have to be converted, which is forbidden',
  '6.3': 'the content would have to be converted, which cannot be done',
  '6.4': 'the content was converted, and lost something by it',
  '6.5': 'the content could not be converted',
  // RFC 4468
  '6.6': 'the content could not be fetched from where it lies',
  // RFC 6531 §3.5
  '6.7': 'letters beyond plain Latin ones are not possible in this address',
  '6.8': 'the answer would need letters beyond plain Latin ones, which are not allowed in it',
  '6.9': 'the header has letters beyond plain Latin ones, which the way to the recipient cannot carry',
  '6.10': 'the answer would need letters beyond plain Latin ones (an old number for the same)',
  // RFC 3463 §3.8: security and policy
  '7.0': 'the rules of security of the other side forbid it',
  '7.1': 'delivery is not allowed',
  '7.2': 'the sender may not write to this list',
  '7.3': 'the message would have to be re-encrypted or signed anew, which cannot be done',
  '7.4': 'a security feature that is needed is not supported',
  '7.5': 'something went wrong in encryption or signing',
  '7.6': 'the way of encryption or signing is not supported',
  '7.7': 'the message was damaged on its way',
  // RFC 4954
  '7.8': 'the user name or the password is wrong',
  '7.9': 'the way of logging in is too weak',
  // RFC 5248, RFC 4954
  '7.10': 'encryption is needed first',
  '7.11': 'this way of logging in needs encryption first',
  '7.12': 'the password must be set anew before this way of logging in works',
  '7.13': 'the account of the user is switched off',
  '7.14': 'the two servers do not know and trust each other',
  // RFC 6710
  '7.15': 'the priority of the message is too low',
  '7.16': 'the message is too large for its priority',
  // RFC 7293
  '7.17': 'the mailbox belongs to somebody else since the date that the sender gave',
  '7.18': 'the domain belongs to somebody else since the date that the sender gave',
  '7.19': 'whether the mailbox still belongs to the same person cannot be found out',
  // RFC 7372
  '7.20': 'no DKIM signature of the message holds',
  '7.21': 'the message has a DKIM signature that holds, but none that is wanted here',
  '7.22': 'no DKIM signature that holds is from the domain of the author',
  '7.23': 'the SPF rules of the domain do not allow this host to send',
  '7.24': 'the SPF rules of the domain could not be evaluated',
  '7.25': 'the address of the sending host has no name, or one that does not lead back to it',
  '7.26': 'several checks of the origin failed',
  // RFC 7505
  '7.27': 'the domain of the sender says that it takes no mail, so it cannot get answers',
  '7.28': 'too many messages came at once',
  // RFC 8617
  '7.29': 'the chain of ARC signatures does not hold',
  // RFC 8689
  '7.30': 'the message may travel encrypted only, which the next host does not offer',
} as const satisfies Readonly<Record<string, string>>;

/** Subject and detail of a registered code: `1.1` of 4.1.1 and 5.1.1. */
export type StatusMeaning = keyof typeof statusMeanings;

/** Of a code that is not registered, the meaning of its subject; if that has none either, nothing is known. */
export function meaningOf(status: StatusCode): StatusMeaning {
  const [, subject = '0'] = status.split('.');
  return registeredMeaningOf(status) ?? known(`${Number(subject)}.0`) ?? '0.0';
}

export function registeredMeaningOf(status: StatusCode): StatusMeaning | undefined {
  const [, subject, detail] = status.split('.').map(Number);
  return known(`${subject}.${detail}`);
}

const known = (key: string): StatusMeaning | undefined =>
  Object.hasOwn(statusMeanings, key) ? (key as StatusMeaning) : undefined;
