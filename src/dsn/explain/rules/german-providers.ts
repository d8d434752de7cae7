import type { Family } from '../family.ts';

/** GMX, WEB.DE, mail.com, 1&1 and IONOS, which run one mail system. */
export const ionos: Family = {
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
  signs: [
    'postmaster.gmx.*',
    'postmaster.1and1.com',
    'postmaster.1und1.de',
    'postmaster.web.de',
    'postmaster.ionos.*',
    'postmaster.mail.com',
  ],
  phrases: {
    'message-too-large': { sure: ['mail size limit exceeded'] },
    'host-blocked': { sure: ['no smtp service. ip address is black listed', 'ip address is black listed'] },
    'host-without-name': { sure: ['bad dns ptr resource record', 'ptr resource record'] },
    policy: { sure: ['reject due to policy restrictions'] },
    'mailbox-full': { sure: ['requested mail action aborted: exceeded storage allocation'] },
    'not-standard': { sure: ['rejected header … rfc5322', 'reject due to … header'] },
    'sender-unproven': { sure: ['reject due to … spf', 'spf-fail'] },
  },
  own: {
    'no-such-address': { sure: ['requested action not taken: mailbox unavailable', 'mailbox unavailable'] },
    'too-fast': {
      sure: ['mail rate limit', 'too many messages from your', 'please try again later … limit'],
    },
    spam: { likely: ['transaction failed'] },
    'system-trouble': { sure: ['requested action aborted: local error in processing'] },
  },
};

export const tOnline: Family = {
  name: 't-online',
  hosts: ['t-online.de', 'telekom.de'],
  signs: ['rx.t-online.de', 'postmaster.t-online.de'],
  phrases: {
    'host-reputation': { sure: ['none/bad reputation', 'ip=… none/bad reputation'] },
    'host-blocked': {
      sure: [
        'dialup/transient ip',
        'ask your postmaster for help',
        'tosa@rx.t-online.de',
        'use a mailgateway/outbound smtp',
      ],
    },
  },
};

export const germanProviders: readonly Family[] = [ionos, tOnline];
