import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Yahoo and AOL. A code in brackets names the case: [TSS04], [BL21]. */
export const yahoo: Family = {
  name: 'yahoo',
  hosts: ['yahoodns.net', 'yahoo.com', 'yahoo.co.jp', 'aol.com', 'verizon.net', 'ymail.com'],
  signs: phrases`
    postmaster.yahooinc.com | postmaster.verizonmedia.com | help.yahoo.com | postmaster.aol.com |
    mail.yahoo.com/postmaster | mail.yahoo.com
  `,
  phrases: {
    'no-such-address': {
      sure: phrases`
        this user doesn't have a … account | dd this user doesn't have a |
        dd requested mail action not taken: mailbox unavailable | not a valid recipient | dd user is unknown
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        this mailbox is disabled |
        dd sorry your message to … cannot be delivered. this account has been disabled |
        account has been disabled or discontinued
      `,
    },
    'mailbox-full': {
      sure: phrases`mailbox is full … dd | dd user is over quota | dd account … is over quota`,
    },
    'host-reputation': {
      sure: phrases`
        temporarily deferred due to unexpected volume or user complaints | deferred due to user complaints |
        temporarily deferred due to user complaints | permanently deferred; retrying will not succeed |
        will be permanently deferred | temporarily deferred - 4.16.5* | excessive user complaints |
        generating substantial complaints
      `,
    },
    greylisted: { code: phrases`[gl01]` },
    'host-blocked': {
      code: phrases`
        [bl21] | [bl23] | rtr:bl | rtr:du | rtr:ch | rtr:rd | rly:b* | rly:nw | con:b* | dyn:t* | dyn:b*
      `,
      sure: phrases`
        connections will not be accepted from | connections not accepted from servers without |
        because the ip is in spamhaus | aol will not accept delivery of this message
      `,
    },
    'host-without-name': {
      code: phrases`dns:nr | dns:b*`,
      sure: phrases`connections not accepted from servers without a valid sender domain`,
    },
    spam: { code: phrases`hvu:b* | ur:b* | rly:sn`, sure: phrases`message contains … url … complaints` },
    policy: {
      sure: phrases`message not accepted for policy reasons | message temporarily deferred - policy`,
    },
    'system-trouble': {
      sure: phrases`resources temporarily unavailable | resources temporarily restricted`,
    },
    'sender-unproven': { sure: phrases`due to the sender's domain's dmarc` },
    'too-many-connections': {
      sure: phrases`
        too many concurrent smtp connections from this ip | too many concurrent smtp connections
      `,
    },
  },
  own: {
    'host-reputation': {
      code: phrases`[tss* | [ts01] | [ts02] | [ts03]`,
      sure: phrases`temporarily deferred`,
    },
    policy: { code: phrases`[ph01] | [au01]` },
    'no-such-address': { likely: phrases`mailbox unavailable` },
    'mailbox-disabled': { code: phrases`(554.30)` },
  },
  statuses: { '7.9': { policy: 4 } },
};
