/**
 * What the enhanced status codes (RFC 3463, and the registry of RFC 5248) mean to somebody who only wanted to
 * send a mail. Data, so that other languages can stand beside it; `{domain}` and `{status}` are filled in.
 */

/** Who must act, that the mail may arrive. */
export type Actor = 'sender' | 'sender-postmaster' | 'recipient-side';

export interface CatalogueEntry {
  readonly actor: Actor;
  /** True of a temporary failure as well as of a permanent one. */
  readonly cause: string;
  /** What the sender can do, easiest first. */
  readonly steps: readonly string[];
}

const retype =
  'Compare the address letter by letter with one that you know to be right. If it is wrong, send the ' +
  'message again to the right one: type it anew, for a suggestion of your mail program may hold the ' +
  'same mistake.';
const checkDomain = 'Look closely at the part of the address behind the @: is it the right name?';
const askForAddress = 'Ask the person in another way, by telephone say, which address is in use.';
const checkOwnAddress = 'See that the settings of your mail program have your own address right.';
const otherWay = 'If it is urgent, reach the person in another way.';
const sendLater = 'Send the message again in a day or so.';
const tellThem = 'Tell the person in another way: only the people at {domain} can put this right.';
const showOurs = 'Show this notice to your own postmaster, for whom the details below are meant.';
const smaller = 'Send less: smaller attachments, several messages, or a link to the files instead.';
const plainer = 'Send the message again in a plainer form, without attachments say.';
const readAnswer = 'Read the answer of their server below: it may say what it did not like.';
const plainLetters =
  'If the address has such letters, ask for one of plain letters, and send the message again to that.';
const plainHeaders =
  'If only the subject or a name has them, switch international addresses (SMTPUTF8) off in your mail ' +
  'program, if it has such a setting, and send the message again.';
const unproven = 'The mail system of {domain} could not make sure that the message really comes from you.';

const rows: readonly [codes: string, actor: Actor, cause: string, ...steps: string[]][] = [
  [
    '1.0',
    'sender',
    'Something is wrong with this address, but we were not told what.',
    retype,
    askForAddress,
  ],
  ['1.1', 'sender', 'Nobody at {domain} has this address.', retype, askForAddress],
  ['1.2', 'sender', 'There is no mail domain of the name {domain}.', checkDomain, askForAddress],
  ['1.3', 'sender', 'The address is not written as addresses are.', retype, askForAddress],
  ['1.4', 'sender', 'The address fits more than one person at {domain}.', askForAddress],
  ['1.6', 'sender', 'The person has moved away from this address and left no new one.', askForAddress],
  [
    '1.7 1.8',
    'sender-postmaster',
    'The other server does not take your own address, as the sender, for a valid one.',
    checkOwnAddress,
    showOurs,
  ],
  // RFC 7505
  [
    '1.10',
    'sender',
    'The domain {domain} has published that it takes no mail at all.',
    checkDomain,
    askForAddress,
  ],

  ['2.0', 'recipient-side', 'Something is wrong with this mailbox, but we were not told what.', tellThem],
  ['2.1', 'recipient-side', 'The mailbox exists, but it does not take mail.', askForAddress, tellThem],
  ['2.2', 'recipient-side', 'The mailbox of the recipient is full.', tellThem, sendLater],
  ['2.3', 'sender', 'The message is longer than this mailbox allows.', smaller],
  ['2.4', 'recipient-side', 'The address is a list, which the other server could not take apart.', tellThem],

  ['3.0', 'recipient-side', 'The mail system of {domain} has trouble of its own.', sendLater, tellThem],
  ['3.1', 'recipient-side', 'The mail system of {domain} has no room left.', sendLater, tellThem],
  ['3.2', 'recipient-side', 'The mail system of {domain} takes no mail at the moment.', sendLater, tellThem],
  ['3.3', 'sender', 'The mail system of {domain} cannot do what this message asks of it.', plainer, otherWay],
  ['3.4', 'sender', 'The message is longer than the mail system of {domain} allows.', smaller],
  ['3.5', 'recipient-side', 'The mail system of {domain} is not set up correctly.', otherWay, tellThem],

  ['4.0', 'recipient-side', 'There was trouble on the way to {domain}.', otherWay, sendLater],
  ['4.1', 'recipient-side', 'No mail server of {domain} answered.', checkDomain, otherWay, sendLater],
  ['4.2', 'recipient-side', 'The connection to the mail server of {domain} broke off.', otherWay, sendLater],
  [
    '4.3',
    'recipient-side',
    'We could not find out which server takes mail for {domain}: the directory of names failed.',
    checkDomain,
    otherWay,
    sendLater,
  ],
  ['4.4', 'recipient-side', 'There is no way to a mail server of {domain}.', checkDomain, tellThem],
  ['4.5', 'recipient-side', 'The mail system of {domain} is too busy.', otherWay, sendLater],
  [
    '4.6',
    'recipient-side',
    'Mail for this address goes round in a circle between mail servers.',
    tellThem,
    showOurs,
  ],
  ['4.7', 'recipient-side', 'The message could not be delivered in time.', otherWay, sendLater],

  ['5.0', 'sender-postmaster', 'The two mail servers misunderstood each other.', showOurs, otherWay],
  [
    '5.3',
    'sender',
    'The message has more recipients than the other server allows.',
    'Send it to fewer at once.',
  ],

  ['6.0', 'sender', 'The other server cannot handle the content of the message.', plainer],
  ['6.1', 'sender', 'The other server does not take content of this kind.', plainer],
  [
    '6.3',
    'sender',
    'The other server is too old for the letters in this message, and we change no messages.',
    'Let your mail program send "quoted-printable" instead of "8-bit", if it has such a setting.',
    otherWay,
  ],
  // RFC 6531 §4.2
  [
    '6.7',
    'sender',
    'The mail system of {domain} knows no addresses and headers with letters beyond a to z.',
    plainLetters,
    plainHeaders,
  ],
  ['6.9', 'sender', 'A server on the way knows no headers with letters beyond a to z.', plainHeaders],

  ['7.0', 'recipient-side', 'The rules of {domain} forbid this message.', readAnswer, plainer, tellThem],
  [
    '7.1',
    'recipient-side',
    'The rules of {domain} forbid this message from you.',
    readAnswer,
    tellThem,
    showOurs,
  ],
  ['7.2', 'sender', 'You may not write to this mailing list.', 'Join the list, or write to its owner.'],
  ['7.8', 'sender-postmaster', 'The next server on the way did not accept who we say that we are.', showOurs],
  [
    '7.10',
    'recipient-side',
    'The message may not travel without encryption, which is not to be had.',
    tellThem,
  ],
  ['7.13', 'recipient-side', 'The account of the recipient is disabled.', askForAddress],
  // RFC 7372: checks of the sender's domain by DKIM, SPF, and the name of the sending host.
  ['7.20 7.21 7.22 7.23 7.24 7.25 7.26', 'sender-postmaster', unproven, checkOwnAddress, showOurs],
  // RFC 7505
  [
    '7.27',
    'sender-postmaster',
    'The domain of your own address has published that it takes no mail.',
    showOurs,
  ],
];

/** By subject and detail; `x.0` stands for all of a subject that have no entry of their own. */
export const catalogue: ReadonlyMap<string, CatalogueEntry> = new Map(
  rows.flatMap(([codes, actor, cause, ...steps]) =>
    codes.split(' ').map((code): [string, CatalogueEntry] => [code, { actor, cause, steps }]),
  ),
);

/** What is unknown is said to be unknown. */
export const unknownCause: CatalogueEntry = {
  actor: 'recipient-side',
  cause: 'The reason is not known to us: the code {status} is none that we can explain.',
  steps: [readAnswer, otherWay, showOurs],
};
