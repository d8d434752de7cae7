import type { Family } from '../family.ts';

/** Yahoo and AOL. A code in brackets names the case: [TSS04], [BL21]. */
export const yahoo: Family = {
  name: 'yahoo',
  hosts: ['yahoodns.net', 'yahoo.com', 'yahoo.co.jp', 'aol.com', 'verizon.net', 'ymail.com'],
  signs: [
    'postmaster.yahooinc.com',
    'postmaster.verizonmedia.com',
    'help.yahoo.com',
    'postmaster.aol.com',
    'mail.yahoo.com/postmaster',
    'mail.yahoo.com',
  ],
  phrases: {
    'no-such-address': {
      sure: [
        "this user doesn't have a … account",
        "dd this user doesn't have a",
        'dd requested mail action not taken: mailbox unavailable',
        'not a valid recipient',
        'dd user is unknown',
      ],
    },
    'mailbox-disabled': {
      sure: [
        'this mailbox is disabled',
        'dd sorry your message to … cannot be delivered. this account has been disabled',
        'account has been disabled or discontinued',
      ],
    },
    'mailbox-full': { sure: ['mailbox is full … dd', 'dd user is over quota', 'dd account … is over quota'] },
    'host-reputation': {
      sure: [
        'temporarily deferred due to unexpected volume or user complaints',
        'deferred due to user complaints',
        'temporarily deferred due to user complaints',
        'permanently deferred; retrying will not succeed',
        'will be permanently deferred',
        'temporarily deferred - 4.16.5*',
        'excessive user complaints',
        'generating substantial complaints',
      ],
    },
    greylisted: { code: ['[gl01]'] },
    'host-blocked': {
      code: [
        '[bl21]',
        '[bl23]',
        'rtr:bl',
        'rtr:du',
        'rtr:ch',
        'rtr:rd',
        'rly:b*',
        'rly:nw',
        'con:b*',
        'dyn:t*',
        'dyn:b*',
      ],
      sure: [
        'connections will not be accepted from',
        'connections not accepted from servers without',
        'because the ip is in spamhaus',
        'aol will not accept delivery of this message',
      ],
    },
    'host-without-name': {
      code: ['dns:nr', 'dns:b*'],
      sure: ['connections not accepted from servers without a valid sender domain'],
    },
    spam: { code: ['hvu:b*', 'ur:b*', 'rly:sn'], sure: ['message contains … url … complaints'] },
    policy: { sure: ['message not accepted for policy reasons', 'message temporarily deferred - policy'] },
    'system-trouble': { sure: ['resources temporarily unavailable', 'resources temporarily restricted'] },
    'sender-unproven': { sure: ["due to the sender's domain's dmarc"] },
    'too-many-connections': {
      sure: ['too many concurrent smtp connections from this ip', 'too many concurrent smtp connections'],
    },
  },
  own: {
    'host-reputation': { code: ['[tss*', '[ts01]', '[ts02]', '[ts03]'], sure: ['temporarily deferred'] },
    policy: { code: ['[ph01]', '[au01]'] },
    'no-such-address': { likely: ['mailbox unavailable'] },
    'mailbox-disabled': { code: ['(554.30)'] },
  },
  statuses: { '7.9': { policy: 4 } },
};
