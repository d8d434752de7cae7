import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

const mailRu: Family = {
  name: 'mail.ru',
  phrases: {
    'no-such-address': {
      sure: phrases`local mailbox @ is unavailable: user not found | is unavailable: user not found`,
      likely: phrases``,
    },
    'mailbox-disabled': {
      sure: phrases`
        is unavailable: account is disabled | is unavailable: user is terminated |
        is unavailable: user is blocked | account is disabled
      `,
    },
    'mailbox-full': {
      sure: phrases`message was not accepted -- mailbox is full | is unavailable: user over quota`,
    },
    spam: { sure: phrases`spam message rejected. please visit | spam message discarded` },
    'host-blocked': { sure: phrases`access from ip address … blocked | support_bl` },
    'sender-unproven': {
      sure: phrases`due to domain … owner dmarc policy | not accepted due to domain`,
    },
    'too-fast': { sure: phrases`too many letters | try again later … limit` },
  },
};

const yandex: Family = {
  name: 'yandex',
  phrases: {
    'no-such-address': { sure: phrases`no such user!` },
    spam: { sure: phrases`message rejected under suspicion of spam | under suspicion of spam` },
    policy: { sure: phrases`policy rejection on the target address` },
    'mailbox-full': { sure: phrases`email quota exceeded | mailbox size limit exceeded` },
    greylisted: { likely: phrases`the service is currently unavailable. please come back later` },
    'sender-unproven': { sure: phrases`rejected by … dmarc policy` },
  },
};

export const russianProviders: readonly Family[] = [mailRu, yandex];
