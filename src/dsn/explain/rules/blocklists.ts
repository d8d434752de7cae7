import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Lists in the DNS of hosts and of domains from which no mail is wanted; mailers name them as the reason. */
export const blocklists: Family = {
  name: 'blocklist',
  phrases: {
    'host-blocked': {
      sure: phrases`
        spamhaus.org | spamhaus.net | zen.spamhaus.org | sbl.spamhaus.org | xbl.spamhaus.org |
        pbl.spamhaus.org | spamhaus | spamcop.net | bl.spamcop.net | spamcop | barracudacentral.org |
        b.barracudacentral.org | sorbs.net | dnsbl.sorbs.net | cbl.abuseat.org | abuseat.org |
        psbl.surriel.com | surriel.com | uceprotect.net | uceprotect | ix.dnsbl.manitu.net | manitu.net |
        backscatterer.org | spamrats.com | mailspike.net | mailspike.org | invaluement.com | spfbl.net |
        abusix.zone | mail.abusix.zone | lookup.abusix.com | njabl.org | truncate.gbudb.net | gbudb.net |
        hostkarma | junkemailfilter.com | wpbl.info | blocklist.de | 0spam.org | dnsbl.inps.de | nixspam |
        rbl.iprange.net | spamsources | sa-accredit | korea.services.net | dul.ru | ahbl.org | ordb.org |
        rfc-ignorant.org | dsbl.org | blackholes.us | rbl-plus.mail-abuse.org | mail-abuse.org |
        mail-abuse.com | senderscore.com | cloudfilter.net | suomispam.net | spamcannibal.org |
        bad.psky.me | att.net/blocks | query/ip
      `,
    },
    spam: {
      sure: phrases`dbl.spamhaus.org | multi.surbl.org | multi.uribl.com | uribl.com | surbl.org`,
    },
  },
};
