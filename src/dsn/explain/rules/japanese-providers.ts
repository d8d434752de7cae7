import type { Family } from '../family.ts';

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
      sure: [
        "the number of messages in recipient's mailbox exceeded",
        'as their mailbox is full',
        'user(s) mailbox is full',
      ],
    },
    'mailbox-disabled': {
      sure: ['as their account has been suspended', 'has been suspended … ezweb', 'account is restricted'],
    },
    'mailbox-refuses': {
      sure: [
        'may have been rejected … filter',
        'due to … domain specified receive',
        '指定受信',
        '受信拒否設定',
        'ドメイン指定',
      ],
    },
  },
  own: {
    'no-such-address': { likely: ['was rejected by'] },
    'too-many-recipients': { sure: ['too many recipients'] },
    'too-many-connections': { likely: ['service rejected', 'service temporarily unavailable'] },
  },
};

const biglobe: Family = {
  name: 'biglobe',
  hosts: ['biglobe.ne.jp', 'ocn.ne.jp', 'ocn.ad.jp', 'nifty.com', 'so-net.ne.jp'],
  phrases: {
    'mailbox-full': {
      sure: [
        "recipient's mailbox exceeded the local limit",
        'mailbox exceeded the local limit',
        'exceeded the local limit',
      ],
    },
    'mailbox-disabled': { sure: ['recipient has been disabled … biglobe'] },
  },
};

export const japaneseProviders: readonly Family[] = [carriers, biglobe];
