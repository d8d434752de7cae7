import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say, in English, of the message itself. */
export const englishContent: Family = {
  name: 'english-content',
  phrases: {
    spam: {
      sure: phrases`
        suspicious link | suspicious url | suspicious links | malicious link | malicious url |
        spam or virus | spam or infected | spam or malicious | considered spam | considered to be spam |
        identified spam | looks like spam | looks like a spam | seems like spam | seems to be spam |
        appears to be spam | to be unsolicited | is unsolicited | as unsolicited | may be spam |
        might be spam | probably spam | probable spam | likely spam | likely unsolicited |
        suspected to be spam | suspect spam | possible spam | possibly spam | high probability of spam |
        is spam | is a spam | was spam | spam message | spam rejected | spam rejection | spam refused |
        spam not accepted | spam blocked | spam content | spam contents | spam-like | spamlike | spam-type |
        spam filter | spam filters | spam filtering | spam firewall | spam score | spam points |
        spam points … rejected | scored … spam | spam threshold | spam level | spam hits | spam check |
        spam policy | spam url | spam link | spam urls | spam assassin | spam mail | spam email |
        spam e-mail | spam probability | spam characteristics | spamassassin | spamprofiler | spambouncer |
        spamicity | spammy | spamminess | anti-spam | antispam | anti spam | contains spam | contain spam |
        as spam | unsolicited bulk | unsolicited commercial | unsolicited mail | unsolicited email |
        unsolicited e-mail | unsolicited message | unsolicited and malicious | unsolicited content |
        junk mail | junk email | junk e-mail | junkmail | considered junk | bulk e-mail | mass mailing |
        mass mailer | mass mail | mass-mail* | uribl | surbl | url … blacklisted | uri … blacklisted |
        blacklisted url | blacklisted uri | url … listed | url … blocked | url in this message | url … dbl |
        link … blacklist | links … blocked | message contains … blacklisted | body contains … blacklisted |
        phishing | bayesian | domain in … message body | message looks like | your message looks |
        rejected due to content … spam | spamhaus dbl | hash … spam | gtube | cloudmark | brightmail |
        pyzor | unwanted content | unwanted email | failed due to spam
      `,
      likely: phrases`
        puremessage | scored too high | score too high | score is too high | too high on our filters |
        may consider spam | gateway spam | unacceptable content | content scanner | ube | uce | dcc |
        razor | bayes | vade | scam | phish | bulk mail | bulk email | spam | rejected by filter |
        unsolicited | message rejected by filter | identified as bulk
      `,
    },
    virus: {
      sure: phrases`
        contains a virus | contains virus | contain a virus | contained a virus | contains a malicious |
        contains malicious | virus detected | virus infected | virus-infected | virus … found |
        virus rejected | contains malware | contain malware | infected with | infected by | infected file |
        infected attachment | message is infected | malware detected | malicious content |
        malicious attachment | malicious file | malicious software | ransomware | clamav | clamd |
        anti-virus | antivirus | infected message | eicar | used by recent viruses |
        contains prohibited virus or spam content
      `,
      likely: phrases`contains … virus | virus | infected | malware | malicious | worm | trojan`,
    },
    'attachment-refused': {
      sure: phrases`
        encrypted archives | archives are not | not accepting mail with attachments |
        does not accept attachments | attachment type | attachments of type | attachment of type |
        attachments … not allowed | attachment types | attachment … not allowed |
        attachment … not accepted | attachment … blocked | attachment … rejected | attachment … forbidden |
        attachment extension | attached file … not allowed | banned attachment | banned file | banned name |
        banned content | blocked attachment | blocked file | disallowed attachment | dangerous attachment |
        executable attachment | executable file | executable content | exe files | forbidden attachment |
        forbidden file | file type … not allowed | file type … blocked | filename extension |
        illegal attachment | invalid attachment | prohibited attachment | prohibited file |
        unacceptable attachment | unauthorized attachment | attachment with … extension |
        encrypted attachment | encrypted zip | encrypted archive | password-protected |
        potentially dangerous | potentially executable | potential security issue |
        presents a potential security | its content presents a potential | macro detected |
        contains forbidden | high risk file
      `,
      likely: phrases`
        .scr | .bat | .vbs | .cmd | .js | .exe | .zip | file extension | contains file | contains a file |
        contains an attachment | zip file | macros | attached file | password protected
      `,
      topic: phrases`attachment | attachments | files`,
    },
    'content-refused': {
      likely: phrases`
        content rejected | content denied | content not allowed | content not accepted |
        content is not acceptable | content filter | content filtering | message content … rejected |
        message was filtered | rejected because of its content | rejected for content |
        rejected … content restrictions | due to its content | unacceptable content |
        inappropriate content | illegal content | prohibited content | forbidden content |
        suspicious content | offensive language | profanity | objectionable content | banned word* |
        forbidden word* | subject … not allowed | subject … rejected | subject … blocked |
        message body … rejected | body rejected | media not supported | media error | html … not accepted |
        html-only | html mail … not | no html | text/plain only | undesired content | undesirable content |
        contains restricted | restricted content | data loss prevention | message is not acceptable |
        blocked by … content | character set … not | charset … not | message content | keyword |
        offensive content | dlp | due to content | mail content denied
      `,
      hint: phrases`
        message blocked | has been blocked | message rejected | message refused | message was rejected |
        your email was rejected | message has been blocked | message was blocked | message has been rejected
      `,
      topic: phrases`content | subject`,
      sure: phrases`contains forbidden word* | forbidden words | message is not welcome | mime complexity`,
    },
    'content-not-carried': {
      sure: phrases`
        no 8bitmime | 8bitmime not | 8bitmime is not | does not support 8bitmime | not offer 8bitmime |
        8bit-mime | 8-bit data | 8bit data | 8-bit characters | 8bit characters | 8 bit characters |
        8-bit mime | non-ascii … header | conversion … required | conversion not supported |
        conversion required and prohibited | cannot convert | eight bit | binarymime |
        base64 encoding required | raw 8bit | illegal 8bit | illegal 8-bit | utf-8 header message cannot
      `,
      hint: phrases`8bitmime`,
    },
    'international-address': {
      sure: phrases`
        unsupported option: smtputf8 | option smtputf8 | smtputf8 is required | smtputf8 is not supported |
        smtputf8 not supported | does not support smtputf8 | requires smtputf8 | internationalized email |
        internationalized address | internationalized addresses | non-ascii addresses | non-ascii address |
        utf8 address | utf-8 address | internationalised
      `,
      likely: phrases`needs smtputf8`,
      hint: phrases`smtputf8 | eai`,
    },
    'not-standard': {
      sure: phrases`
        lone cr | lone lf | cr or lf in headers | must contain exactly one | exactly one address |
        must have a date header | headers must | not rfc compliant | not rfc-compliant | non-rfc compliant |
        not rfc 5322 compliant | not rfc 2822 compliant | not rfc 822 compliant | does not comply with rfc |
        not conform to rfc | rfc2822 violation | rfc violation | rfc-violation | violates rfc |
        violation of rfc | missing from header | missing from: header | missing date | missing header |
        missing headers | missing message-id | missing mandatory header | missing required header* |
        no from header | no message-id | no valid from | message-id header | message-id is missing |
        date header | duplicate header* | duplicate from | multiple from | addresses in from |
        more than one from | two from | from header … missing | from: header … malformed |
        header is malformed | header is missing | header syntax | headers are malformed |
        malformed header* | malformed message | malformed mime | malformed mail | invalid header* |
        invalid message format | invalid mime | invalid date | invalid message-id | invalid from header |
        invalid character in header | bad header | bad headers | badly formatted | illegal header |
        illegal mime | bare lf | bare lfs | bare cr | bare newline | bare <lf> | bare linefeed* |
        stray newline* | stray lf | stray cr | naked lf | line too long | lines too long | line length |
        header size exceeds | headers too large | header too large | header too long | non-compliant |
        nul character* | nul bytes | not compliant | improperly formatted | incorrectly formatted |
        could not parse | unable to parse | parse error | mime error | too many mime parts | mime nesting |
        nested too deeply | required header … missing | well-formed | syntax error … header |
        bare line feed*
      `,
      likely: phrases`rfc 5322 | rfc5322 | rfc 2822 | rfc2822 | message format | no header`,
      topic: phrases`header | headers`,
    },
    policy: {
      likely: phrases`
        organizational settings | security or policy settings | policy reasons | due to policy |
        due to a policy | due to security policies | due to organization* policy | policy violation |
        policy violations | violates policy | violation of policy | denied by policy | rejected by policy |
        blocked by policy | refused by policy | site policy | server policy | company policy |
        organization policy | administrative policy | administratively denied |
        administratively prohibited | administrative reasons | administrative rejection | admin policy |
        policy rejection | policy restriction* | policy reject | policy rule | email policy | mail policy |
        message policy | for security reasons | prohibited by administrator | denied by administrator |
        blocked by administrator | rejected by administrator | rejected by system administrator |
        rejected by rule | blocked by rule | transport rule | custom rule | global policy |
        corporate policy | acceptable use policy | terms of service | against our policy |
        not permitted by policy | not comply with our | not meet our guidelines | bulk sender guidelines |
        violates … policy | violated … policy | breaches … policy | does not meet … policy |
        rejected by … rule | local policy | header error | security reasons | protocol violation | policy |
        policies | not allowed by
      `,
      hint: phrases`
        prohibited | security violation | message refused by | not authorized | unauthorized |
        not permitted | not allowed | forbidden | access denied | denied by
      `,
      sure: phrases`for policy reasons | delivery not authorized`,
    },
    'security-required': {
      sure: phrases`
        must issue a starttls | starttls is required | starttls required | starttls command first |
        tls required | tls is required | encryption required | encryption is required | encryption needed |
        requires tls | requires encryption | requires starttls | requires a secure | requires secure |
        secure connection required | requiretls | session must be encrypted | only accepts encrypted |
        unencrypted connection* | plaintext … not allowed | not secured | must use tls |
        must use encryption | mandatory tls | enforce tls | enforced tls | message must be signed |
        message must be encrypted | client certificate | certificate required | trusted certificate
      `,
      likely: phrases`unencrypted | tls version | tls 1.2 | tls1.2 | cryptographic`,
    },
    'message-too-large': {
      sure: phrases`
        message … too large | message … too big | message size too | message size … exceeds |
        message size … exceeds size limit | message size limit | message size violates |
        message exceeds fixed maximum | message exceeds maximum | message exceeds … size |
        message is larger than | message larger than | message length … exceeds | message header size |
        message content too | message data … exceed* | message body … too large | mail size exceed* |
        mail too large | mail too big | mail is too big | mail size … limit | email size exceed* |
        email … too large | maximum message size | maximum mail size | max message size |
        size limit exceeded | size exceeded | size exceeds | size too large | exceeds maximum size |
        exceeds the maximum size | exceeded … size limit | exceeded … message size | exceeds … size limit |
        over the size limit | over size limit | larger than the maximum |
        larger than the current system limit | larger than maximum | larger than allowed |
        too large message | too big message | too much data | too much mail data |
        requested mail action aborted: exceeded size | attachment … too large | attachments … too large |
        attachment size | attachment … too long | attachment … too big | line limit exceeded
      `,
      likely: phrases`
        exceeded size limits | size limits | data size | message exceeds | size limit | maximum size |
        max size | over maximum | exceeds maximum | exceeds the maximum | bigger than | too large |
        too big | message size | is too long | message too long
      `,
      topic: phrases`size | megabytes`,
    },
    'too-many-recipients': {
      sure: phrases`
        too many rcpt* | too many recipient* | maximum recipients | recipient limit | recipients limit |
        recipients exceeded | recipient count | number of recipients | too many addresses |
        too many destinations | one recipient at a time | only one recipient |
        multiple recipients not allowed
      `,
    },
    'too-fast': {
      sure: phrases`
        rate limit* | rate-limit* | ratelimit* | rate exceeded | rate control | rate is too high |
        message rate | sending rate | sending limit | sending limits | sending too fast | sending too many |
        sending messages too | sending mail too | sent too many | sent too much | sent too fast |
        daily limit | daily quota | daily user sending | daily relay quota | daily message quota |
        hourly limit | hourly quota | messages per hour | messages per day | emails per hour |
        max defers and failures per hour | message quota exceeded | outgoing message limit |
        outgoing mail quota | outgoing quota | sender quota | sender rate | throttl* | too frequent* |
        too many emails | too many messages | too many mails | too many mail | too many requests |
        too many commands | too many errors from your ip | too much mail from | unusual rate |
        unusual rate of unsolicited mail | unusual sending | excessive rate | mail flood | slow down |
        frequency limited | frequency limit | frequency is too high | smtp send limit | exceeded … rate |
        exceeded your daily | exceeded your … quota | exceeded … per hour | reached your … quota |
        reached the limit of | reached a limit for sending | spool quota | try to send less |
        excessive volume | too many recent messages | max message* per connection
      `,
      likely: phrases`
        per hour | messages per | emails per | flood | too fast | too quickly | message limit |
        too much mail
      `,
      topic: phrases`rate | limit | limits`,
      code: phrases`sending quota`,
    },
    'too-many-connections': {
      sure: phrases`
        too many connections | too many concurrent | too many simultaneous | too many sessions |
        too many smtp sessions | too many open connections | too many active | too many transactions |
        too many clients | too many messages … connection | too many messages in one session |
        too much connections | max connections | maximum connections | maximum concurrent | max concurrent |
        connection limit | connections limit | connection rate limit | connection rate limit exceeded |
        connection rate | connections exceeded | connection count | connection frequency |
        concurrent connections | concurrency limit | simultaneous connections | number of connections |
        server busy | server is busy | server too busy | server is too busy | service busy | system busy |
        host is busy | exceeded … connection* | all server ports are busy | resources exhausted |
        load is too high | load too high | high load | load average | overloaded | heavy load |
        mail system congestion
      `,
      likely: phrases`congestion | too many errors | busy`,
      topic: phrases`connections | sessions | busy … later`,
    },
  },
};
