import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Outlook.com (Hotmail), Exchange Online and Exchange. Names like RESOLVER.ADR.RecipNotFound are Exchange's own. */
export const microsoft: Family = {
  name: 'microsoft',
  hosts: ['outlook.com', 'hotmail.com', 'msn.com', 'microsoft.com', 'frontbridge.com', 'live.com'],
  signs: phrases`
    prod.outlook.com | protection.outlook.com | mail.protection.outlook.com | go.microsoft.com | aka.ms |
    postmaster.live.com | mail.live.com | sender.office.com | resolver.adr* | resolver.rst* | storedrv* |
    smtpsend* | queue.expired | as(201806281)
  `,
  phrases: {
    'no-such-address': {
      code: phrases`
        resolver.adr.recipnotfound | resolver.adr.recipientnotfound | resolver.adr.exrecipnotfound
      `,
      sure: phrases`
        recipient not found by smtp address lookup | the e-mail account does not exist at the organization |
        the e-mail address you entered couldn't be found | the email address you entered couldn't be found |
        wasn't found at | could not be found in the recipient's email system |
        recipient name is not recognized | unknown recipient |
        remote server returned unknown recipient or mailbox unavailable |
        recipient address rejected: access denied. as(201806281) |
        recipient address rejected: access denied. as(201806271) | the recipient could not be located |
        msexch:ims … unknown recipient
      `,
    },
    'address-malformed': {
      code: phrases`
        resolver.adr.invalidinsmtp | resolver.adr.badsmtp | resolver.adr.badprimary | resolver.adr.invalid*
      `,
    },
    'address-ambiguous': { code: phrases`resolver.adr.ambiguous` },
    'no-such-domain': {
      code: phrases`smtpsend.dns.nonexistentdomain`,
      sure: phrases`
        nonexistent domain | dns query failed … nonexistentdomain | infodomainnonexistent |
        dns domain … does not exist | the recipient's domain … doesn't exist
      `,
    },
    'mailbox-full': {
      code: phrases`
        larger than the current system limit or the recipient's mailbox is full |
        storedrv.deliver: mailbox full | storedrv.deliver.exception:quotaexceededexception* |
        quotaexceededexception | mapiexceptionshutoffquotaexceeded
      `,
      sure: phrases`
        the recipient's mailbox is full and can't accept messages now |
        recipient's mailbox is full and can't accept | mailbox is full. (
      `,
    },
    'mailbox-disabled': {
      code: phrases`storedrv.deliver … mailbox disabled`,
      sure: phrases`
        mailbox disabled, not accepting messages | accountdisabled | recipient mailbox is disabled
      `,
      likely: phrases`recipient was unavailable to take delivery`,
    },
    'mailbox-busy': {
      code: phrases`storedrv.deliver … thread limit`,
      sure: phrases`
        recipient has exceeded their limit for the number of messages | recipient thread limit exceeded |
        recipient rate limit exceeded | has exceeded the limits on the number of messages |
        mailbox is receiving too much mail
      `,
    },
    'mailbox-limit': { code: phrases`resolver.rst.recipsizelimit` },
    'not-a-member': {
      code: phrases`
        resolver.rst.sendernotauthenticatedforgroup | resolver.rst.restrictedtorecipientspermission |
        resolver.rst.notauthorizedtogroup
      `,
      sure: phrases`
        only accepts messages from people in its organization or on its allowed senders list |
        sender isn't in the group's allowed-senders list
      `,
    },
    'authentication-required': {
      code: phrases``,
      sure: phrases`
        client was not authenticated to send anonymous mail | authentication unsuccessful |
        smtpclientauthentication is disabled | recipient only accepts mail from authenticated
      `,
    },
    'mailbox-refuses': {
      code: phrases`
        resolver.rst.authrequired | resolver.rst.authrequired; authentication required |
        resolver.rst.sendernotauthenticated* | blocked by recipient using customer block list |
        blocked by organization using customer block list | resolver.rst.notauthorized; not authorized |
        resolver.rst.notauthorized* | storedrv.deliver … mapiexceptionnotauthorized |
        mapiexceptionnotauthorized
      `,
      sure: phrases`
        message reached the recipient's e-mail system, but delivery was refused | rejected by recipient |
        access denied, rejected by recipient | delivery result banned
      `,
    },
    policy: {
      code: phrases`transport.rules.rejectmessage`,
      sure: phrases`
        rejected by organization policy | the message was rejected by organization policy |
        external forwarding | your organization does not allow external forwarding |
        message rejected due to … transport rule
      `,
    },
    'sender-refused': {
      code: phrases`storedrv.submission.exception:sendasdenied*`,
      sure: phrases`
        bad outbound sender | access denied, bad outbound sender | access denied, spam abuse detected |
        access denied, banned sender | banned sender |
        client does not have permissions to send as this sender | sendasdenied* |
        traffic not accepted from this ip | client blocked from sending from unregistered domains |
        access denied, tenant has exceeded threshold | tenant has exceeded threshold |
        sender denied as sender's email address is on senderfilterconfig list | senderfilterconfig list
      `,
    },
    'sender-unproven': {
      sure: phrases`
        doesn't meet the required authentication level | does not pass dmarc verification |
        the message was rejected because of sender policy framework violation |
        does not meet the required authentication level | cannot be spoofed | recipient's domain … spf
      `,
    },
    'host-reputation': {
      sure: phrases`
        rate limited due to ip reputation | temporarily rate limited due to ip reputation |
        temporarily rate limited due to ip or domain reputation | rate limited due to … reputation
      `,
    },
    'host-blocked': {
      sure: phrases`
        banned sending ip | access denied, banned sending ip | part of their network is on our block list |
        messages from … weren't sent | weren't sent. please contact your internet service provider |
        mail rejected by outlook.com for policy reasons |
        mail rejected by windows live hotmail for policy reasons |
        you may have exceeded the number of … ip-based | blocked by customer block list |
        for policy reasons. reasons for rejection may be related to content with spam-like characteristics or ip/domain reputation |
        for policy reasons. we generally do not accept email from dynamic ip |
        if you are not an email/network admin please contact your | access denied, please try again later |
        bad helo
      `,
    },
    spam: {
      sure: phrases`
        message was identified as spam | message rejected as spam by content filtering |
        high confidence spam | content filter agent quarantined | spam message … scl
      `,
    },
    'relaying-denied': {
      code: phrases`tenantattribution`,
      sure: phrases`
        tenantattribution; relay access denied | relay access denied |
        unable to relay recipient in non-accepted domain | unable to relay
      `,
    },
    'message-too-large': {
      code: phrases`resolver.rst.sendsizelimit* | smtpsend.sizelimit*`,
      sure: phrases`send size limit | message size exceeds fixed maximum size`,
    },
    'too-many-recipients': {
      code: phrases`resolver.rst.reciplimit*`,
      sure: phrases`too many recipients per message`,
    },
    'too-fast': {
      sure: phrases`
        has exceeded permitted limits within range | submission quota exceeded | submissionquotaexceeded* |
        you've reached your daily limit | recipient limit … per day |
        message submission rate for this client
      `,
    },
    'mail-loop': {
      code: phrases`smtpsend.dns.mxloopback | resolver.fwd.loop | resolver.fwd.*`,
      sure: phrases`
        caused the message to bounce between two servers | forwarded between two recipients |
        hop count exceeded - possible mail loop | possible mail loop | routing loop detected
      `,
    },
    'time-over': {
      likely: phrases`
        queue.expired | queue.expired; message expired | message expired, connection refused |
        message expired, cannot connect
      `,
    },
    'no-connection': {
      sure: phrases`
        smtp communication problem | communications failure | socket error code 10061 |
        socket error code 10060 | socket error code | cannot connect to remote server |
        the remote server … not responding | the destination system … not responding
      `,
    },
    'dns-trouble': {
      code: phrases`smtpsend.dns*`,
      sure: phrases`dns query failed | inforetry | infonorecords | servererror … dns | serverfailure`,
    },
    'tls-trouble': {
      sure: phrases`
        starttls-not-supported | certificate-expired | tlsa-invalid | dnssec-invalid |
        certificate-host-mismatch | dane-required | sts-policy-fetch* | remote_untrusted_root |
        tls authentication failed
      `,
    },
    'system-trouble': {
      code: phrases`mapiexception*`,
      sure: phrases`
        destination system is currently not accepting any messages | storedrv.deliver.exception* |
        insufficient system resources | a local error | mailboxofflineexception |
        a communication failure occurred | queue quota exceeded
      `,
    },
    'content-refused': {
      code: phrases`conversionfailedexception | propertyvalidationexception | resolver.con.*`,
      sure: phrases`cat.invalidcontent.exception | convertcontent* | invalid content | invalidcontent`,
    },
    'expansion-failed': { code: phrases`resolver.grp.expansion | resolver.grp*` },
    'not-standard': {
      sure: phrases`
        message must be rfc 5322 | multiple from addresses are present | section 3.6.2 compliant
      `,
    },
  },
  own: {
    'no-such-address': {
      sure: phrases`
        recipient address rejected: access denied | all recipient addresses rejected : access denied |
        requested action not taken: mailbox unavailable | mailbox unavailable or not local
      `,
      likely: phrases`mailbox unavailable`,
    },
    policy: { likely: phrases`access denied | message rejected` },
    'system-trouble': { sure: phrases`transaction failed` },
    'host-blocked': {
      code: phrases`
        sc-001 | sc-002 | sc-003 | sc-004 | dy-001 | dy-002 | ou-001 | ou-002 | s3140 | s3150 | s775 | s844
      `,
    },
    'host-reputation': { code: phrases`rp-001 | rp-002 | rp-003 | s3113 | s3114 | s3115` },
  },
  statuses: {
    '1.10': { 'no-such-address': 20 },
    '1.8': { 'sender-refused': 20 },
    '1.20': { 'not-standard': 20 },
    '1.90': { 'too-fast': 20 },
    '1.351': { 'no-such-address': 6 },
    '2.121': { 'mailbox-busy': 20 },
    '2.122': { 'mailbox-busy': 20 },
    '2.14': { 'expansion-failed': 3 },
    '4.1': { 'no-connection': 2, 'no-such-address': 2 },
    '4.14': { 'mail-loop': 20 },
    '4.310': { 'no-such-domain': 20 },
    '4.312': { 'dns-trouble': 20 },
    '4.315': { 'no-connection': 20 },
    '4.316': { 'no-connection': 20 },
    '4.317': { 'tls-trouble': 20 },
    '4.318': { 'no-connection': 6 },
    '5.3': { 'too-many-recipients': 6 },
    '6.11': { 'not-standard': 6 },
    '7.12': { 'mailbox-refuses': 20 },
    '7.124': { 'not-a-member': 20 },
    '7.133': { 'not-a-member': 20 },
    '7.134': { 'mailbox-refuses': 20 },
    '7.136': { 'mailbox-refuses': 20 },
    '7.193': { 'sender-refused': 4 },
    '7.321': { 'tls-trouble': 20 },
    '7.322': { 'tls-trouble': 20 },
    '7.323': { 'tls-trouble': 20 },
    '7.324': { 'tls-trouble': 20 },
    '7.325': { 'tls-trouble': 20 },
    '7.501': { 'sender-refused': 20 },
    '7.502': { 'sender-refused': 20 },
    '7.503': { 'sender-refused': 20 },
    '7.504': { 'no-such-address': 20 },
    '7.505': { 'mailbox-refuses': 6 },
    '7.506': { 'host-blocked': 20 },
    '7.507': { 'mailbox-refuses': 20 },
    '7.508': { 'too-fast': 20 },
    '7.509': { 'sender-unproven': 20 },
    '7.511': { 'host-blocked': 20 },
    '7.512': { 'not-standard': 20 },
    '7.513': { 'mailbox-refuses': 4 },
    '7.515': { 'sender-unproven': 20 },
    '7.520': { policy: 20 },
    '7.57': { 'authentication-required': 20 },
    '7.60': { 'sender-refused': 20 },
    '7.64': { 'relaying-denied': 20 },
    '7.606': { 'host-blocked': 20 },
    '7.650': { 'host-reputation': 20 },
    '7.651': { 'host-reputation': 20 },
    '7.652': { 'host-reputation': 20 },
    '7.705': { 'too-fast': 6 },
    '7.708': { 'host-blocked': 6 },
    '7.750': { 'sender-refused': 20 },
  },
};
