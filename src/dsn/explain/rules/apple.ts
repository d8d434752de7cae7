import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** iCloud, me.com and mac.com. */
export const apple: Family = {
  name: 'apple',
  hosts: ['icloud.com', 'apple.com', 'me.com', 'mac.com'],
  signs: phrases`support.apple.com | icloud.com`,
  phrases: {
    'no-such-address': {
      sure: phrases`
        user lookup success but no user record found | no user record found | unsupported/unknown address
      `,
    },
    'mailbox-full': { sure: phrases`user is over quota | the user … over quota` },
    'sender-unproven': {
      sure: phrases`your message was rejected due to … dmarc policy | rejected due to … dmarc policy`,
    },
    'host-blocked': { sure: phrases`was rejected due to listing in | was rejected due to high-risk` },
  },
  own: {
    policy: { likely: phrases`[cs01] | message rejected due to local policy | [hm08]` },
    'host-blocked': { code: phrases`[hm07] | [hm02]` },
  },
};
