import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say, in English, of the sender and of the host that sends for him. */
export const englishSenders: Family = {
  name: 'english-sender',
  phrases: {
    'sender-refused': {
      sure: phrases`
        outgoing mail … suspended | sending … suspended | suspended from sending |
        outgoing mail … disabled | sending … disabled | return address was refused |
        return address … refused | return address … rejected | not have permission to send |
        no permission to send | permission to send to this recipient | sender … rejected | sender refused |
        sender blocked | sender … is blocked | sender … has been blocked | sender blacklisted |
        sender is blacklisted | sender address blacklisted | sender address is blacklisted |
        sender address blocked | sender address has been blacklisted | sender address refused |
        sender domain blocked | sender domain has been blacklisted | sender domain … is blacklisted |
        sender domain not allowed | sender not allowed | sender is not allowed | sender not accepted |
        sender not authorized | sender is not authorized | sender unauthorized | sender not permitted |
        sender not on … list | sender is on … blacklist | sender … listed as spammer | sender … denied |
        invalid sender | bad sender | blocked sender | bogus mail from | badmailfrom | mail from @ refused |
        mail from @ denied | mail from @ has been denied | mail from you is not accepted |
        mail from your domain | mail from your address | email from @ rejected | email from your domain |
        mail from domain … not allowed | mailfrom domain is listed in | messages from @ rejected |
        not accepting mail from your domain | from address rejected | from address … blocked |
        from address is not | from address not verified | from: domain is invalid |
        your address has been blocked | your email address has been blocked |
        your email address is blacklisted | your address is blacklisted | your domain has been blacklisted |
        your domain is blocked | your domain has been blocked | your domain is not allowed |
        your email has been blocked | you are not allowed to send | you are not authorized to send |
        you are not permitted to send | you don't have permission | you do not have permission |
        you have been blocked | you have been blacklisted | domain … is blacklisted |
        not allowed to send … to this recipient | not authorized to send … to | is not permitted to send |
        originator … not authorized | bad reputation sender domain | sending domain is blocked |
        sender … is blacklisted | domain is not welcome | no access for this domain |
        no access for this user | sender is in my black list | sender is spammer | batv | backscatter |
        bouncedeny | empty envelope senders | sending to/from an address that has been blacklisted |
        unsigned dsn | this server does not accept mail from
      `,
      likely: phrases`
        mail from @ rejected | from address | return-path … rejected | access denied to you
      `,
      hint: phrases`mail from @`,
      topic: phrases`sender | originator`,
    },
    'sender-unknown': {
      // The reply to the question whether the sender exists follows: what it says is not about the recipient.
      code: phrases`
        sender address rejected: unverified address | sender address rejected: undeliverable address
      `,
      sure: phrases`
        your domain does not have | resolving sender domain | sender domain … not found |
        domain … no mx … sender | cannot reply to your address | domain of sender address @ does not exist |
        domain of sender does not resolve | domain of sender … not exist |
        sender address rejected: domain not found | sender address rejected: need fully-qualified address |
        sender address rejected: malformed dns server reply | sender address rejected: not logged in |
        sender address … does not exist | sender address verification failed |
        sender address could not be verified | sender address … invalid | sender domain … does not exist |
        sender domain must exist | sender domain not found | sender domain could not be |
        sender domain is empty | sender domain must resolve | sender domain does not resolve |
        sender … does not exist | sender verification failed | sender verification error | sender unknown |
        sender … user unknown | sender not found | sender id … does not exist | sender … has no mx |
        sender callback verify failed | sender callout | unknown sender | unresolvable sender |
        unresolvable domain in sender | unrouteable sender | unrouteable address … sender |
        unable to verify sender | unable to verify your address | unable to verify the sender |
        unable to resolve sender | cannot resolve your domain | cannot resolve sender |
        can not resolve sender | can't resolve sender | can't find a valid mx for sender domain |
        cannot find your domain | cannot verify sender | could not resolve sender domain |
        could not verify sender | could not validate sender | mail from domain … does not exist |
        mail from must have a valid domain | mail from domain must exist | mail from … does not resolve |
        from domain … does not exist | from domain is invalid | from: domain does not exist |
        return address does not exist | return path does not exist | return-path domain |
        bounce verification failed | your domain … does not exist | your address does not exist |
        your email address … does not exist | your domain name is invalid |
        your mail domain does not resolve | need fully-qualified … sender | bad senders system address |
        bad sender's system address | bad sender's mailbox address | bad sender address syntax |
        invalid sender domain | invalid sender format | invalid return path | malformed sender |
        no valid sender | not a valid sender | no mx or a for sender | no dns records for sender |
        domain of your sender address doesn't | envelope sender … does not exist |
        dns error … sender domain | dns … mail from domain | mx record … sender domain | sender … null mx |
        domain name of sender address | fake sender | forged sender | invalid mailfrom | invalid mail from |
        illegal sender | mail from invalid
      `,
      topic: phrases`sender domain | sender address | return path | envelope sender`,
    },
    'sender-unproven': {
      sure: phrases`
        arc seal | arc signature | arc chain | dmarc | sender policy framework | openspf.org |
        sender id … fail | unauthenticated email | unauthenticated mail | message was not authenticated |
        not authenticated mail | not authenticated … domain | sender authentication failed |
        sender authentication … fail* | email authentication failed | authentication checks failed |
        not passing authentication | does not pass authentication | did not pass authentication |
        failed authentication check* | fails authentication | not allowed to send mail from |
        not allowed to send from | not allowed to send emails from | not permitted to send mail from |
        not permitted to send from | not authorized to send mail from | not authorized to send from |
        not authorized to send mail for | not authorized to send on behalf | not authorised to send |
        not designated as a permitted sender | arc validation failure | arc validation failed |
        spoofed sender | appears to be forged | appears to be spoofed | sender is forged |
        invalid ip for sending mail of domain | by spf
      `,
      likely: phrases`
        sender id | spf | dkim | domainkeys | spoofed | spoofing | forgery | impersonation
      `,
      code: phrases`evaluating spf | evaluating dmarc | evaluating dkim`,
    },
    'host-without-name': {
      sure: phrases`
        ptr record | ptr records | no ptr | without ptr | must have a ptr | missing ptr | requires ptr |
        require ptr | reverse dns | reverse lookup | reverse-dns | fcrdns | reverse dns lookup … failed |
        cannot find your hostname | cannot find your reverse hostname | cannot resolve your address |
        client host rejected: cannot find your hostname |
        client host rejected: cannot find your reverse hostname | ip name lookup failed | ip name forged |
        ip name possibly forged | forward-confirmed | reverse name | no hostname for your ip |
        does not have a hostname | unresolvable relay host name |
        could not resolve the hostname of your ip | could not find a host name for your |
        hostname does not match the ip | name does not match the ip | address does not resolve to a name |
        ip address … has no name | ip reverse lookup | generic dns ptr* | hosts with … generic dns |
        access denied. ip name lookup failed | sender ip reverse lookup rejected
      `,
      likely: phrases`ptr | rdns`,
    },
    'host-reputation': {
      sure: phrases`
        poor reputation | bad reputation | low reputation | ip reputation | sender reputation |
        reputation … too low | reputation filter | reputation-based | user complaints | senderbase |
        sender score | senderscore | has a poor email reputation | your mail server has a poor
      `,
      likely: phrases`reputation`,
    },
    'host-blocked': {
      sure: phrases`
        not accepting messages from | not on our allow list | not on our whitelist | in an rbl |
        junkmail rejected | too many bad recipients | too many invalid recipients |
        too many unknown recipients | too many unknown users | client host … blocked using |
        client host rejected | client host … blocked | client host … refused | client not allowed |
        blocked using | blocked by … dnsbl | blocked by … rbl | blocked. see http | is blocked. see |
        listed in … dnsbl | listed in … rbl | listed on … rbl | listed by … rbl | found in … rbl |
        found on … blacklist | in dnsbl | on dnsbl | dns blacklist | dnsrbl | rblsmtpd | rbl restriction |
        real-time blackhole | realtime blackhole | real time black | blackhole list | blackholed |
        blocklisted | on our block list | is on a blacklist | ip … blacklisted | ip … is blocked |
        ip … blocked | ip address … blocked | ip address … has been blocked | ip address … rejected |
        ip … rejected | ip … is on | ip address … banned | ip banned | ip … is listed | ip … not allowed |
        ip address … not allowed | ip address … denied | ip … denied | your network … blocked |
        your host … blocked | your host … blacklisted | your host … rejected | your server … blacklisted |
        your server … blocked | your server is not allowed | your mail server … blocked |
        your mail server … blacklisted | your server ip | mail server … blacklisted | host … is blocked |
        host … blacklisted | host … is blacklisted | hosts … blacklisted | server … blacklisted |
        connection refused by policy | connection rejected … policy | connections not accepted from |
        connections from … rejected | connections from this host | connections from your |
        connection from … rejected | connection from … denied | connection from … blocked |
        not accepting connections from | not accepting mail from your ip | refusing connection |
        refused connection from | rejecting connections from | dynamic ip | dynamic address |
        dynamic/generic | dynamic/residential | dynamically assigned | dynamic pool | dial-up | dialup |
        residential ip | please use the smtp server of your isp | use your isp's | use your provider |
        generic hostname | generic ptr | generic rdns | helo … rejected | invalid helo |
        helo/ehlo … invalid | invalid hostname | access denied. ip | address … is not allowed to send |
        not allowed to connect | connect from … rejected | blocked for abuse | blocked for spam |
        temporarily blacklisted | spam source | known spammer | open proxy | open relay | compromised host |
        botnet | geoip | dnswl | whitelisted only | delisted | delisting | removal from this list |
        to be removed from | deny list | denylisted | no access for this ip | dictionary attack |
        source ip is in | access from your location | because host … is listed | currently sending spam |
        not accepting connections | no access from mail server |
        sending mta or the sender has not passed validation
      `,
      likely: phrases`
        rbl | dnsbl | blacklist | blacklisted | blocklist | denylist | block list | black list | listed at |
        spammer | helo name | temporarily blocked | country … blocked | too many spam | blocked - see |
        client rejected | host rejected | known spam | no mail accepted from | connection refused due to |
        your access to submit messages | not welcome | go away | connection rejected | connection denied |
        you are not allowed | you are banned | has been banned
      `,
      hint: phrases`your ip | your isp | your network is | your host is | your mail server is`,
      topic: phrases`ip address | client host | your server | your host`,
    },
    'relaying-denied': {
      sure: phrases`
        no longer hosted | is no longer hosted | smtp relay error | smtp relay restrictions |
        relaying not permitted | relaying is not permitted | relaying not allowed | relay not allowed |
        relay is not allowed | relaying prohibited | relaying is prohibited | relaying disallowed |
        relaying is denied | relay prohibited | relay operation rejected | relay rejected |
        relaying … not supported | cannot relay | not relaying | we don't relay | do not relay |
        does not relay | mail relay | no relaying | no relay | not permitted to relay |
        not allowed to relay | not authorized to relay | not a relay | as a relay | relay … denied |
        rcpthosts | not a local domain | domain not local | domain is not local | not a gateway |
        not an open relay | invalid domain for … relay | we are not responsible for | not hosted here |
        domain not hosted | domain is not hosted | does not host | domain not handled |
        not handled by this | we do not handle mail for | domain … not in our |
        no such domain at this location | no such domain here | no such domain hosted | not our domain |
        not one of our domains | mail for this domain is not | domain not in allowed |
        recipient domain not | unknown or unsupported domain | blocked … relaying |
        relaying to … prohibited | must be local | third-party relay | third party relay |
        must check for new mail first | pop before smtp | please check your mail first |
        authentication required for relay | authentication is required for relay |
        domain has exceeded the max … relay | unauthorized relay | relay traffic
      `,
      likely: phrases`relay | relaying`,
    },
    'authentication-required': {
      sure: phrases`
        authentication required | authentication is required | requires smtp authentication |
        requires authentication | turn on smtp authentication | please authenticate | must authenticate |
        must be authenticated | need to authenticate | not authenticated | unauthenticated senders |
        unauthenticated connection | smtp auth is required | auth required | must issue an auth |
        please log in | login required | must log in | must login | authentication failed |
        authentication failure | authentication credentials invalid | username and password not accepted |
        bad username or password | incorrect authentication data | invalid login or password |
        invalid credentials | application-specific password required | no smtpd auth | sasl |
        wrong user name or password | password expired | authentication mechanism is too weak |
        authentication turned off | you don't authenticate
      `,
      likely: phrases`unauthenticated | authenticate`,
      topic: phrases`authentication | authenticated | login | password`,
    },
    greylisted: {
      sure: phrases`
        greylist* | graylist* | grey-list* | gray-list* | grey list* | gray list* | postgrey |
        isg.ee.ethz.ch/tools/postgrey | temporarily deferred due to unknown | first time sender |
        try again in … seconds | please retry later … first | deferred for … seconds | retry in … seconds |
        retry in … minutes | not yet authorized to deliver | envelope blocked – greylist
      `,
      likely: phrases`
        try again in | please come back later | come back in | retry timeout … not passed
      `,
    },
  },
};
