import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What a server like this one answers. */
export const evergreen: Family = {
  name: 'evergreen',
  phrases: {
    'sender-refused': { sure: phrases`this sender address does not belong to your account` },
    'host-blocked': { sure: phrases`too many recipients were refused | too many failed logins` },
    'mailbox-limit': { sure: phrases`the message is larger than this mailbox may ever be` },
    'message-too-large': { sure: phrases`the message is larger than this server ever takes` },
    'expansion-failed': { sure: phrases`this alias cannot be expanded` },
    'system-full': { sure: phrases`there is no room to store the message now` },
    'system-trouble': {
      sure: phrases`the message could not be stored | a look-up failed here | an error in this server`,
    },
    'mail-loop': { sure: phrases`the message has passed too many hosts` },
    'not-standard': {
      sure: phrases`
        the header section of the message is too large | the message has a line that is too long |
        the message has a bare cr or lf
      `,
    },
    'international-address': {
      sure: phrases`
        a sender that is not ascii needs smtputf8 | a recipient that is not ascii needs smtputf8
      `,
    },
    'authentication-required': {
      sure: phrases`wrong user name or password | authentication is offered only under tls`,
    },
    'protocol-trouble': {
      sure: phrases`invalid characters in the command line | a parameter is malformed`,
    },
    'tls-trouble': { sure: phrases`tls is not available just now` },
  },
};
