/** Mail of every kind that can go wrong, from senders of every kind: what strangers bring to a server of ours. */

/** What a client has to say to bring one mail. */
export interface MixedMail {
  /** The kind of recipient, of sender and of wish. */
  readonly kinds: readonly [recipient: string, sender: string, wish: string];
  readonly from: string;
  /** Parameters of MAIL and RCPT, with the space before them. */
  readonly mailParameters: string;
  readonly rcptParameters: string;
  readonly to: string;
  /** Header fields and body; the signature, if any, is put before it. */
  readonly content: string;
}

export interface RecipientKind {
  readonly name: string;
  readonly to: (number: number) => string;
  /** Announced as SIZE. */
  readonly announcedBytes?: number;
  readonly bodyBytes?: number;
}

export interface SenderKind {
  readonly name: string;
  /** Different for each mail, so that each can be followed; empty for `<>`. */
  readonly from: (number: number) => string;
  /** The address in the header, if it is another. */
  readonly author?: (number: number) => string;
  readonly fields?: string;
}

/** What is asked of reports, whoever asks. */
const wishes: readonly { readonly name: string; readonly mail: string; readonly rcpt: string }[] = [
  { name: 'no wish', mail: '', rcpt: '' },
  {
    name: 'all reports',
    mail: ' RET=FULL ENVID=q',
    rcpt: ' NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;somebody@elsewhere.test',
  },
  { name: 'reports of failure', mail: ' RET=HDRS', rcpt: ' NOTIFY=FAILURE' },
];

/** Mail number `number` of the mix: any run of numbers as long as the mix has each combination once. */
export function mixedMail(
  number: number,
  recipients: readonly RecipientKind[],
  senders: readonly SenderKind[],
): MixedMail {
  const recipient = recipients[number % recipients.length];
  const sender = senders[Math.floor(number / recipients.length) % senders.length];
  const wish = wishes[Math.floor(number / recipients.length / senders.length) % wishes.length];
  if (!recipient || !sender || !wish) throw new Error('the mix has kinds of each');
  const { announcedBytes, bodyBytes = 100 } = recipient;
  const from = sender.from(number);
  const author = sender.author?.(number) ?? (from === '' ? 'mailer-daemon@elsewhere.test' : from);
  return {
    kinds: [recipient.name, sender.name, wish.name],
    from,
    to: recipient.to(number),
    mailParameters: `${announcedBytes === undefined ? '' : ` SIZE=${announcedBytes}`}${wish.mail}`,
    rcptParameters: wish.rcpt,
    content: [
      `From: ${author}`,
      `To: ${recipient.to(number)}`,
      `Subject: mixed ${number}`,
      `Message-ID: <mixed.${number}@elsewhere.test>`,
      ...(sender.fields === undefined ? [] : [sender.fields]),
      '',
      ...Array.from({ length: Math.ceil(bodyBytes / lineOf.length) }, () => lineOf),
      '',
    ].join('\r\n'),
  };
}

/** How many mails have each combination once. */
export const mixLength = (recipients: readonly RecipientKind[], senders: readonly SenderKind[]): number =>
  recipients.length * senders.length * wishes.length;

const lineOf = 'You have won a lifetime supply of doughnuts. Come and get them before Homer does.';
