import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Carriers of mobile phones. What a subscriber filters away, they refuse as an unknown user once they have seen the message. */
const carriers: Family = {
  name: 'japanese-carrier',
  hosts: [
    'docomo.ne.jp',
    'ezweb.ne.jp',
    'au.com',
    'softbank.ne.jp',
    'vodafone.ne.jp',
    'disney.ne.jp',
    'y-mobile.ne.jp',
    'willcom.com',
    'pdx.ne.jp',
    'spmode.ne.jp',
  ],
  phrases: {
    'mailbox-full': {
      sure: phrases`
        the number of messages in recipient's mailbox exceeded | as their mailbox is full |
        user(s) mailbox is full
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        account is disabled | account is temporarily limited | as their account has been suspended |
        has been suspended … ezweb | account is restricted
      `,
    },
    'mailbox-refuses': {
      sure: phrases`
        may have been rejected … filter | due to … domain specified receive | 指定受信 | 受信拒否設定 | ドメイン指定
      `,
    },
  },
  own: {
    'no-such-address': { likely: phrases`was rejected by` },
    'too-many-recipients': { sure: phrases`too many recipients` },
    'too-many-connections': { likely: phrases`service rejected | service temporarily unavailable` },
  },
};

const biglobe: Family = {
  name: 'biglobe',
  phrases: {
    'mailbox-full': {
      sure: phrases`
        recipient's mailbox exceeded the local limit | mailbox exceeded the local limit |
        exceeded the local limit
      `,
    },
    'mailbox-disabled': { sure: phrases`recipient has been disabled … biglobe` },
  },
};

export const japaneseProviders: readonly Family[] = [carriers, biglobe];
