import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Gmail and Google Workspace. The `p=` in the addresses of its help pages names the case. */
const mail: Family = {
  name: 'google',
  hosts: ['google.com', 'googlemail.com', 'gmail.com', 'psmtp.com'],
  signs: phrases`
    gsmtp | support.google.com | groups.google.com | google tried to deliver your message
  `,
  phrases: {
    'no-such-address': {
      code: phrases`p=nosuchuser`,
      sure: phrases`
        the email account that you tried to reach does not exist | because the address couldn't be found |
        couldn't be found, or is unable to receive | the account you tried to reach does not exist
      `,
    },
    'mailbox-disabled': {
      code: phrases`p=disableduser | p=inactiveuser`,
      sure: phrases`
        the email account that you tried to reach is disabled |
        the email account that you tried to reach is inactive
      `,
    },
    'mailbox-full': {
      code: phrases`p=overquotatemp`,
      sure: phrases`
        the email account that you tried to reach is over quota | the recipient's inbox is out of storage |
        the email account that you tried to reach … over quota
      `,
      likely: phrases`p=overquotaperm`,
    },
    'mailbox-busy': {
      code: phrases`p=receivingrate | p=receivingrateperm`,
      sure: phrases`
        the user you are trying to contact is receiving mail at a rate |
        the user you are trying to contact is receiving mail too quickly |
        the group you are trying to contact is receiving mail
      `,
    },
    'not-a-member': {
      sure: phrases`
        may not have permission to post messages to the group | you may not have permission to post |
        the group you tried to contact … may not exist | the group … doesn't exist … permission to post |
        you do not have permission to post to this group |
        no tienes los permisos necesarios para publicar mensajes | vous n'êtes pas autorisé à y publier |
        não tem permissão para postar | groups.google.com/support
      `,
    },
    'host-reputation': {
      sure: phrases``,
      code: phrases`very low reputation of the sending`,
    },
    'host-blocked': {
      code: phrases`p=notauthorizederror | p=unsolicitediperror`,
      sure: phrases`
        not authorized to send email directly to our servers | ip not in whitelist for rcpt domain |
        mail sent from your ip address has been blocked
      `,
    },
    'too-fast': {
      code: phrases`p=unsolicitedratelimiterror | p=mailsendlimit`,
      sure: phrases`
        an unusual rate of unsolicited mail | has been temporarily rate limited |
        mail sent from your ip address has been temporarily rate limited |
        daily user sending quota exceeded | daily user sending limit exceeded |
        daily smtp relay limit exceeded | daily smtp relay sending limit exceeded |
        daily sending quota exceeded | reached a limit for sending mail
      `,
    },
    spam: {
      code: phrases`p=unsolicitedmessageerror`,
      sure: phrases`
        this message is likely unsolicited mail | likely unsolicited mail |
        suspicious due to the nature of the content | nature of the content and/or the links within |
        to reduce the amount of spam sent to gmail
      `,
    },
    'attachment-refused': {
      code: phrases`p=blockedmessage`,
      sure: phrases`
        this message was blocked because its content presents a potential security issue |
        this message was blocked because its content presents a potential
      `,
    },
    'sender-unproven': {
      code: phrases`p=dmarcrejection | p=unauthenticatederror`,
      sure: phrases`
        is not accepted due to domain's dmarc policy | does not have authentication information |
        fails to pass authentication checks | is not authenticated |
        mail from domain … has an spf record with a hard fail | authentication didn't pass |
        isn't aligned with either the authenticated |
        does not meet ipv6 sending guidelines regarding … authentication
      `,
    },
    'host-without-name': {
      code: phrases`p=ipv6autherror`,
      sure: phrases`
        does not have a ptr record setup | guidelines regarding ptr records |
        the corresponding forward dns entry does not point to the sending ip
      `,
    },
    'not-standard': {
      code: phrases`p=rfcmessagenoncompliant`,
      sure: phrases`
        messages with multiple addresses in from: header are not accepted |
        messages missing a valid messageid header | messages missing a valid address in from |
        this message is not rfc 5322 compliant | is not rfc 2822 compliant | mail message is malformed |
        message contains duplicate headers
      `,
    },
    'message-too-large': {
      code: phrases`p=maxsizeerror`,
      sure: phrases`exceeded google's message size limits | message exceeded … message size limits`,
    },
    'mail-loop': { code: phrases`p=mailloop` },
    'relaying-denied': {
      code: phrases`p=mailrelay`,
      sure: phrases`mail relay denied | invalid credentials for relay`,
    },
    'no-such-domain': {
      sure: phrases`
        dns error: domain name not found | dns error … responded with code nxdomain |
        lookup of … responded with code nxdomain | responded with code nxdomain |
        dns error: address resolution of … failed: domain name not found
      `,
    },
    'dns-trouble': {
      code: phrases`p=domainnotfounderror`,
      sure: phrases`responded with code servfail | dns error … responded with code servfail`,
    },
    'no-connection': {
      sure: phrases`
        the recipient server did not accept our requests to connect |
        had network problems while trying to reach | timed out while trying to reach
      `,
    },
    'protocol-trouble': { sure: phrases`we tried too many times to … state` },
  },
  own: {
    'too-fast': { likely: phrases`try again later, closing connection` },
    'mailbox-full': { sure: phrases`storage quota exceeded` },
    policy: { likely: phrases`message blocked | message rejected` },
  },
  statuses: {
    '4.4.5': { 'too-fast': 20 },
    '4.5': { 'too-fast': 6 },
    '7.23': { 'sender-unproven': 6, 'host-without-name': 2 },
    '7.27': { 'sender-unproven': 20 },
    '7.29': { 'security-required': 20 },
    '7.30': { 'sender-unproven': 20 },
    '7.31': { 'sender-unproven': 20 },
    '7.32': { 'sender-unproven': 20 },
    '7.40': { 'sender-unproven': 20 },
  },
};

/** Its notices say in the language of the sender that the group may be missing, or closed to him: mostly it is closed. */
const groups: Family = {
  name: 'google-groups',
  hosts: ['googlegroups.com'],
  usual: { 'not-a-member': 3 },
};

export const google: readonly Family[] = [mail, groups];
