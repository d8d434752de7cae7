/**
 * Why a recipient does not get a message: our names for the causes, and what is true of each wherever it occurs. Data, from which
 * explain() answers and for which every language has words.
 */

/** What a cause is about; a notice has one headline for each class. */
export type CauseClass =
  /** The address is wrong, or is none any more. */
  | 'address'
  /** The mailbox is there, but cannot or does not want to take it. */
  | 'mailbox'
  /** The other side does not trust this sender or the host that sends for him. */
  | 'sender'
  /** Something in the message itself is not wanted. */
  | 'content'
  /** The message, or the number of messages, is too large. */
  | 'size'
  /** Machines or the lines between them are in trouble. */
  | 'transport'
  | 'unknown';

/** Who must act, that the mail may arrive. */
export type Owner =
  | 'sender'
  /** Whoever runs the server from which the mail went out. */
  | 'sender-postmaster'
  /** The person who was written to. */
  | 'recipient'
  /** Whoever runs the server that said no. */
  | 'recipient-postmaster'
  /** Nobody: it rights itself with time. */
  | 'nobody';

/** `permanent`: the same mail fails again. `temporary`: it may pass later. `policy`: it fails while the other side keeps its rule. */
export type Permanence = 'permanent' | 'temporary' | 'policy';

/** What a person can do. The words for each stand in the catalogues of the languages. */
export type Step =
  | 'compare-address'
  | 'check-domain'
  | 'ask-for-address'
  | 'check-own-address'
  | 'reach-otherwise'
  | 'send-later'
  | 'wait'
  | 'tell-recipient'
  | 'tell-their-postmaster'
  | 'show-own-postmaster'
  | 'send-less'
  | 'send-plainer'
  | 'send-to-fewer'
  | 'read-answer'
  | 'plain-letters-address'
  | 'plain-letters-headers'
  | 'quoted-printable'
  | 'join-list'
  | 'check-for-virus'
  | 'remove-links'
  | 'slow-down';

/** Sisimai's name for a reason; the vocabulary in which collections of bounces are labelled. */
export type SisimaiReason =
  | 'authfailure'
  | 'badreputation'
  | 'blocked'
  | 'contenterror'
  | 'exceedlimit'
  | 'expired'
  | 'filtered'
  | 'hasmoved'
  | 'hostunknown'
  | 'mailboxfull'
  | 'mailererror'
  | 'mesgtoobig'
  | 'networkerror'
  | 'norelaying'
  | 'notaccept'
  | 'notcompliantrfc'
  | 'onhold'
  | 'policyviolation'
  | 'rejected'
  | 'requireptr'
  | 'securityerror'
  | 'spamdetected'
  | 'speeding'
  | 'suspend'
  | 'syntaxerror'
  | 'systemerror'
  | 'systemfull'
  | 'toomanyconn'
  | 'undefined'
  | 'userunknown'
  | 'virusdetected';

interface CauseRow {
  readonly class: CauseClass;
  readonly owner: Owner;
  readonly permanence: Permanence;
  /** Easiest first. */
  readonly steps: readonly Step[];
  readonly sisimai: SisimaiReason;
}

export const causes = {
  'no-such-address': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['compare-address', 'ask-for-address'],
    sisimai: 'userunknown',
  },
  'no-such-domain': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['check-domain', 'ask-for-address'],
    sisimai: 'hostunknown',
  },
  'address-malformed': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['compare-address', 'ask-for-address'],
    sisimai: 'userunknown',
  },
  'address-ambiguous': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['ask-for-address'],
    sisimai: 'filtered',
  },
  'address-moved': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['read-answer', 'ask-for-address'],
    sisimai: 'hasmoved',
  },
  /** RFC 7505: a null MX; or a host that is said to take no mail. */
  'domain-takes-no-mail': {
    class: 'address',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['check-domain', 'ask-for-address'],
    sisimai: 'notaccept',
  },
  /** The service that sends for the sender does not even try: earlier mail to this address came back. */
  'address-suppressed': {
    class: 'address',
    owner: 'sender',
    permanence: 'policy',
    steps: ['compare-address', 'ask-for-address', 'show-own-postmaster'],
    sisimai: 'suspend',
  },
  'mailbox-full': {
    class: 'mailbox',
    owner: 'recipient',
    permanence: 'temporary',
    steps: ['tell-recipient', 'send-later'],
    sisimai: 'mailboxfull',
  },
  'mailbox-disabled': {
    class: 'mailbox',
    owner: 'recipient',
    permanence: 'permanent',
    steps: ['ask-for-address', 'tell-recipient'],
    sisimai: 'suspend',
  },
  /** This one mailbox gets mail faster than it may (Google's 4.2.1). */
  'mailbox-busy': {
    class: 'mailbox',
    owner: 'nobody',
    permanence: 'temporary',
    steps: ['wait', 'send-later'],
    sisimai: 'speeding',
  },
  /** The recipient, or a rule of his, refuses this mail. */
  'mailbox-refuses': {
    class: 'mailbox',
    owner: 'recipient',
    permanence: 'policy',
    steps: ['tell-recipient', 'ask-for-address'],
    sisimai: 'filtered',
  },
  /** A list or a group that takes mail from its members only. */
  'not-a-member': {
    class: 'mailbox',
    owner: 'sender',
    permanence: 'policy',
    steps: ['join-list', 'read-answer'],
    sisimai: 'rejected',
  },
  /** X.2.4: the address stands for others, and the list or alias of them cannot be worked out. */
  'expansion-failed': {
    class: 'mailbox',
    owner: 'recipient-postmaster',
    permanence: 'permanent',
    steps: ['send-later', 'tell-their-postmaster'],
    sisimai: 'filtered',
  },
  /** The sender's own address or its domain does not exist, as far as the other side can see. */
  'sender-unknown': {
    class: 'sender',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['check-own-address', 'show-own-postmaster'],
    sisimai: 'rejected',
  },
  /** The other side does not take mail from this sender. */
  'sender-refused': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'policy',
    steps: ['check-own-address', 'show-own-postmaster', 'tell-recipient'],
    sisimai: 'rejected',
  },
  /** SPF, DKIM or DMARC. */
  'sender-unproven': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'policy',
    steps: ['check-own-address', 'show-own-postmaster'],
    sisimai: 'authfailure',
  },
  /** The sending host has no name in the reverse DNS, or one that does not lead back. */
  'host-without-name': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'policy',
    steps: ['show-own-postmaster'],
    sisimai: 'requireptr',
  },
  'host-reputation': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'policy',
    steps: ['show-own-postmaster', 'reach-otherwise'],
    sisimai: 'badreputation',
  },
  'host-blocked': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'policy',
    steps: ['show-own-postmaster', 'reach-otherwise'],
    sisimai: 'blocked',
  },
  'relaying-denied': {
    class: 'sender',
    owner: 'recipient-postmaster',
    permanence: 'permanent',
    steps: ['check-domain', 'tell-their-postmaster', 'show-own-postmaster'],
    sisimai: 'norelaying',
  },
  'authentication-required': {
    class: 'sender',
    owner: 'sender-postmaster',
    permanence: 'permanent',
    steps: ['show-own-postmaster'],
    sisimai: 'securityerror',
  },
  /** Greylisting: come again in a while. */
  greylisted: {
    class: 'sender',
    owner: 'nobody',
    permanence: 'temporary',
    steps: ['wait', 'reach-otherwise'],
    sisimai: 'blocked',
  },
  spam: {
    class: 'content',
    owner: 'sender',
    permanence: 'policy',
    steps: ['send-plainer', 'remove-links', 'tell-recipient'],
    sisimai: 'spamdetected',
  },
  virus: {
    class: 'content',
    owner: 'sender',
    permanence: 'policy',
    steps: ['check-for-virus', 'send-plainer'],
    sisimai: 'virusdetected',
  },
  /** Files of this kind are not taken there. */
  'attachment-refused': {
    class: 'content',
    owner: 'sender',
    permanence: 'policy',
    steps: ['send-plainer', 'reach-otherwise'],
    sisimai: 'policyviolation',
  },
  'content-refused': {
    class: 'content',
    owner: 'sender',
    permanence: 'policy',
    steps: ['send-plainer', 'read-answer'],
    sisimai: 'contenterror',
  },
  /** The next host cannot carry 8-bit text (5.6.3) or letters beyond a–z in addresses and headers (5.6.7, RFC 6531). */
  'content-not-carried': {
    class: 'content',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['quoted-printable', 'plain-letters-headers', 'reach-otherwise'],
    sisimai: 'contenterror',
  },
  'international-address': {
    class: 'content',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['plain-letters-address', 'plain-letters-headers'],
    sisimai: 'contenterror',
  },
  'not-standard': {
    class: 'content',
    owner: 'sender-postmaster',
    permanence: 'permanent',
    steps: ['send-plainer', 'show-own-postmaster'],
    sisimai: 'notcompliantrfc',
  },
  policy: {
    class: 'content',
    owner: 'recipient-postmaster',
    permanence: 'policy',
    steps: ['read-answer', 'tell-recipient', 'show-own-postmaster'],
    sisimai: 'policyviolation',
  },
  'security-required': {
    class: 'content',
    owner: 'recipient-postmaster',
    permanence: 'policy',
    steps: ['show-own-postmaster', 'tell-recipient'],
    sisimai: 'securityerror',
  },
  'message-too-large': {
    class: 'size',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['send-less'],
    sisimai: 'mesgtoobig',
  },
  /** Larger than this one recipient may get (5.2.3). */
  'mailbox-limit': {
    class: 'size',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['send-less', 'tell-recipient'],
    sisimai: 'exceedlimit',
  },
  'too-many-recipients': {
    class: 'size',
    owner: 'sender',
    permanence: 'permanent',
    steps: ['send-to-fewer'],
    sisimai: 'toomanyconn',
  },
  'too-fast': {
    class: 'size',
    owner: 'sender',
    permanence: 'temporary',
    steps: ['slow-down', 'send-later'],
    sisimai: 'speeding',
  },
  'too-many-connections': {
    class: 'size',
    owner: 'nobody',
    permanence: 'temporary',
    steps: ['wait', 'send-later'],
    sisimai: 'toomanyconn',
  },
  'system-full': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['send-later', 'reach-otherwise'],
    sisimai: 'systemfull',
  },
  'no-connection': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['check-domain', 'reach-otherwise', 'send-later'],
    sisimai: 'networkerror',
  },
  'dns-trouble': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['check-domain', 'reach-otherwise', 'send-later'],
    sisimai: 'networkerror',
  },
  'tls-trouble': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['reach-otherwise', 'show-own-postmaster'],
    sisimai: 'securityerror',
  },
  'mail-loop': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'permanent',
    steps: ['tell-their-postmaster', 'show-own-postmaster'],
    sisimai: 'networkerror',
  },
  'time-over': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['check-domain', 'reach-otherwise', 'send-later'],
    sisimai: 'expired',
  },
  'system-trouble': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['send-later', 'reach-otherwise', 'tell-their-postmaster'],
    sisimai: 'systemerror',
  },
  /** Our own server is at fault, or what it was told to do cannot be done. */
  'own-trouble': {
    class: 'transport',
    owner: 'sender-postmaster',
    permanence: 'temporary',
    steps: ['show-own-postmaster', 'wait'],
    sisimai: 'systemerror',
  },
  /** Whoever runs our own server has ended the delivery. */
  'stopped-by-operator': {
    class: 'transport',
    owner: 'sender-postmaster',
    permanence: 'permanent',
    steps: ['show-own-postmaster', 'reach-otherwise'],
    sisimai: 'undefined',
  },
  /** The program that should have put it into the mailbox failed. */
  'delivery-program-failed': {
    class: 'transport',
    owner: 'recipient-postmaster',
    permanence: 'permanent',
    steps: ['tell-their-postmaster', 'reach-otherwise'],
    sisimai: 'mailererror',
  },
  'protocol-trouble': {
    class: 'transport',
    owner: 'sender-postmaster',
    permanence: 'permanent',
    steps: ['show-own-postmaster', 'reach-otherwise'],
    sisimai: 'syntaxerror',
  },
  'on-hold': {
    class: 'unknown',
    owner: 'recipient-postmaster',
    permanence: 'temporary',
    steps: ['read-answer', 'reach-otherwise'],
    sisimai: 'onhold',
  },
  undefined: {
    class: 'unknown',
    owner: 'recipient-postmaster',
    permanence: 'permanent',
    steps: ['read-answer', 'reach-otherwise', 'show-own-postmaster'],
    sisimai: 'undefined',
  },
} as const satisfies Readonly<Record<string, CauseRow>>;

export type Cause = keyof typeof causes;
