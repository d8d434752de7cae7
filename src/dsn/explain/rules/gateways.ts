import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Services and appliances that filter mail for others. */
const mimecast: Family = {
  name: 'mimecast',
  phrases: {
    spam: { code: phrases`mcspamsignature*`, sure: phrases`spam signature` },
    'no-such-address': { sure: phrases`invalid recipient address | invalid recipient - https` },
    'sender-refused': {
      sure: phrases`
        manually blocked senders | rejected by header based manually blocked senders |
        rejected by header based blocked senders | envelope blocked - user | envelope blocked
      `,
    },
    'sender-unproven': {
      sure: phrases`
        rejected by header based anti-spoofing policy | anti-spoofing policy | anti-spoofing |
        spf sender invalid | dmarc sender invalid | dkim sender invalid
      `,
    },
    'host-reputation': {
      sure: phrases`
        local ct ip reputation | csi.mimecast.org … poor reputation | poor reputation sender
      `,
    },
    'content-refused': {
      sure: phrases`
        message bounced due to content examination policy | content examination policy |
        rejected due to content examination
      `,
    },
    'relaying-denied': { sure: phrases`open relay not allowed` },
    policy: { likely: phrases`email rejected due to security policies | administrative prohibition` },
    'system-trouble': {
      sure: phrases`
        internal resources are temporarily unavailable | unable to process an email at this time |
        account service is temporarily unavailable | unable to process connection at this time |
        account outbounds disabled
      `,
    },
    'mailbox-limit': { sure: phrases`email size limit exceeded for recipient` },
    greylisted: { sure: phrases`greylisting protection` },
  },
};

const proofpoint: Family = {
  name: 'proofpoint',
  hosts: ['pphosted.com', 'ppe-hosted.com', 'proofpoint.com', 'gpphosted.com'],
  signs: phrases`ipcheck.proofpoint.com | support.proofpoint.com | proofpoint.com`,
  phrases: {
    'host-blocked': {
      sure: phrases`
        blocked - see https://ipcheck.proofpoint.com | blocked - see https://support.proofpoint.com |
        is blocked by proofpoint
      `,
    },
    policy: { sure: phrases`message blocked by policy | local policy violation` },
    'too-fast': { sure: phrases`too many recipients received this hour` },
  },
  own: { policy: { likely: phrases`command rejected | message rejected` } },
};

const barracuda: Family = {
  name: 'barracuda',
  phrases: {
    'host-reputation': { sure: phrases``, code: phrases`barracuda reputation` },
    spam: {
      sure: phrases`
        rejected due to spam content | rejected … spam score | message was blocked … intent
      `,
    },
    'sender-refused': {
      sure: phrases`
        permanent failure for one or more recipients (@:blocked) | for one or more recipients (@:blocked)
      `,
    },
    'on-hold': { sure: phrases`for one or more recipients (@:quarantined)` },
    'too-fast': { sure: phrases`rate control … exceeded | rate controlled` },
  },
};

const ironPort: Family = {
  name: 'ironport',
  hosts: ['iphmx.com', 'ironport.com'],
  signs: phrases`senderbase.org | talosintelligence.com | ironport`,
  phrases: {
    'host-reputation': {
      sure: phrases`
        due to the sending mta's poor reputation | sending mta's poor reputation |
        rejected due to the sending mta | your access to this mail system has been rejected due to
      `,
    },
    'host-blocked': {
      sure: phrases`
        your access to submit messages to this e-mail system has been rejected |
        your access to this mail system has been rejected
      `,
    },
    'no-such-address': { sure: phrases`#5.1.0 address rejected` },
    'too-many-connections': { sure: phrases`too many connections from your host` },
    'too-fast': {
      sure: phrases`
        too many recipients received from the sender | too many recipients received this hour
      `,
    },
  },
  own: { 'no-such-address': { likely: phrases`address rejected` } },
};

const messageLabs: Family = {
  name: 'messagelabs',
  hosts: ['messagelabs.com', 'symanteccloud.com'],
  signs: phrases`messagelabs.com | symanteccloud.com | messagelabs`,
  phrases: {
    'host-blocked': {
      sure: phrases`connection rejected by policy | connection rejected by policy [7.7]`,
    },
    'relaying-denied': {
      sure: phrases`
        you are trying to use me … as a relay | as a relay, but i have not been configured |
        i have not been configured to let
      `,
    },
    'authentication-required': { sure: phrases`please turn on smtp authentication in your mail client` },
    'sender-unproven': { sure: phrases`spf (sender policy framework) domain authentication fail` },
    'content-refused': {
      likely: phrases`message filtered. refer to the troubleshooting page | message filtered`,
    },
    'system-trouble': { likely: phrases`requested action aborted: local error` },
  },
  own: { 'no-such-address': { likely: phrases`@ rejected` } },
};

const trendMicro: Family = {
  name: 'trendmicro',
  phrases: {
    'host-reputation': {
      sure: phrases`trend micro rbl+`,
      code: phrases`trend micro email reputation`,
    },
  },
};

/** Others, by the words that name them. */
const furtherGateways: Family = {
  name: 'gateway',
  phrases: {
    spam: {
      sure: phrases`
        denied [cs] | rejected by the spam | spam content filter | mailmarshal spamprofiler |
        refused by mailmarshal | esets_smtp (spam) | spamtitan | spam detected by | spamexperts |
        message is considered high risk | spam-id
      `,
    },
    'host-reputation': {
      sure: phrases`
        mcafee … reputation | trustedsource | fortiguard | cloudmark sender intelligence |
        csi.cloudmark.com | cyren
      `,
    },
    'system-trouble': { sure: phrases`could not load drd for domain` },
    policy: {
      sure: phrases`blocked by mailmarshal | surfcontrol e-mail filter | surfcontrol email filter`,
    },
  },
};

export const gateways: readonly Family[] = [
  mimecast,
  proofpoint,
  barracuda,
  ironPort,
  messageLabs,
  trendMicro,
  furtherGateways,
];
