import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** GMX, WEB.DE, mail.com, 1&1 and IONOS, which run one mail system. */
const ionos: Family = {
  name: 'ionos',
  hosts: [
    'gmx.net',
    'gmx.com',
    'gmx.de',
    'web.de',
    'mail.com',
    'kundenserver.de',
    'perfora.net',
    '1and1.com',
    'ionos.com',
    'ionos.de',
    '1und1.de',
  ],
  signs: phrases`
    postmaster.gmx.* | postmaster.1and1.com | postmaster.1und1.de | postmaster.web.de | postmaster.ionos.* |
    postmaster.mail.com
  `,
  phrases: {
    'message-too-large': { sure: phrases`mail size limit exceeded` },
    'host-blocked': {
      sure: phrases`no smtp service. ip address is black listed | ip address is black listed`,
    },
    'host-without-name': { sure: phrases`bad dns ptr resource record | ptr resource record` },
    policy: { sure: phrases`reject due to policy restrictions` },
    'mailbox-full': { sure: phrases`requested mail action aborted: exceeded storage allocation` },
    'not-standard': { sure: phrases`rejected header … rfc5322 | reject due to … header` },
    'sender-unproven': { sure: phrases`reject due to … spf | spf-fail` },
  },
  own: {
    'no-such-address': {
      sure: phrases`requested action not taken: mailbox unavailable | mailbox unavailable`,
    },
    'too-fast': {
      sure: phrases`mail rate limit | too many messages from your | please try again later … limit`,
    },
    spam: { likely: phrases`transaction failed` },
    'system-trouble': { sure: phrases`requested action aborted: local error in processing` },
  },
};

const tOnline: Family = {
  name: 't-online',
  phrases: {
    'host-reputation': { sure: phrases`none/bad reputation | ip=… none/bad reputation` },
    'host-blocked': {
      sure: phrases`dialup/transient ip | use a mailgateway/outbound smtp`,
      likely: phrases`ask your postmaster for help`,
    },
  },
};

export const germanProviders: readonly Family[] = [ionos, tOnline];
