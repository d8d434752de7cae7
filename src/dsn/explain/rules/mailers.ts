import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Programs that run at many places, by what each of them writes. */
const postfix: Family = {
  name: 'postfix',
  phrases: {
    'mailbox-full': { code: phrases`error writing message: file too large` },
    'no-such-address': {
      sure: phrases`
        user unknown in local recipient table | user unknown in virtual mailbox table |
        user unknown in virtual alias table | user unknown in relay recipient table |
        recipient address rejected: user unknown | recipient address rejected: undeliverable address |
        recipient address rejected: no such user | undeliverable address: host … said: 550 |
        unverified address … user unknown
      `,
    },
    'address-malformed': {
      sure: phrases`
        bad address syntax | recipient address rejected: need fully-qualified address |
        need fully-qualified address | recipient address rejected: malformed
      `,
    },
    'no-such-domain': {
      sure: phrases`
        host or domain name not found. name service error for |
        name service error for name=… type=a: host not found |
        name service error for name=… type=aaaa: host not found |
        name service error for name=… type=mx: host not found | name service error … host not found |
        name service error … host found but no data record | unable to look up host |
        recipient address rejected: domain not found | recipient address rejected: domain unknown
      `,
    },
    'dns-trouble': {
      sure: phrases`
        host or domain name not found. name service error … host not found, try again |
        name service error … host not found, try again |
        name service error … malformed or unexpected name server reply |
        name service error … malformed name server reply | unable to look up host … temporary failure
      `,
    },
    'domain-takes-no-mail': {
      sure: phrases`
        domain … does not accept mail (nullmx) | (nullmx) |
        recipient address rejected: domain … does not accept mail
      `,
    },
    'message-too-large': {
      sure: phrases`message size … exceeds size limit | exceeds size limit … of server`,
    },
    'mail-loop': { sure: phrases`mail for … loops back to myself | mail forwarding loop for` },
    'tls-trouble': {
      sure: phrases`
        cannot start tls: handshake failure | tls is required, but was not offered by host |
        server certificate not verified | server certificate not trusted |
        tls is required, but our tls engine is unavailable
      `,
    },
    'international-address': { sure: phrases`smtputf8 is required, but was not offered` },
    'host-blocked': {
      sure: phrases`
        service unavailable; client host … blocked using | service unavailable; client … blocked using |
        client host rejected: access denied | helo command rejected: access denied |
        helo command rejected: host not found | helo command rejected: invalid name |
        helo command rejected: need fully-qualified hostname | unable to send … client host rejected
      `,
    },
    'sender-refused': { sure: phrases`sender address rejected: access denied` },
    greylisted: {
      sure: phrases`
        recipient address rejected: greylisted | recipient address rejected: policy … greylist* |
        recipient address rejected: try again | recipient address rejected: temporarily deferred |
        service currently unavailable. come back
      `,
      likely: phrases`
        450 4.3.2 service currently unavailable | recipient address rejected: please try again
      `,
    },
    policy: {
      likely: phrases`
        recipient address rejected: policy | end-of-data rejected | data command rejected
      `,
    },
    'system-trouble': {
      sure: phrases`
        mail transport unavailable | mail system configuration error | temporary lookup failure |
        recipient address rejected: temporary lookup failure | server configuration problem | delivery agent
      `,
    },
    'delivery-program-failed': {
      sure: phrases`
        command died with status | can't create user output file | unable to create lock file |
        unknown mail transport error
      `,
    },
    'protocol-trouble': {
      sure: phrases`
        improper command pipelining | data command rejected: improper command pipelining |
        multi-recipient bounce
      `,
    },
  },
};

const exim: Family = {
  name: 'exim',
  phrases: {
    'no-such-address': { sure: phrases`recipient verify failed | unrouteable address` },
    'no-such-domain': {
      sure: phrases`
        all relevant mx records point to non-existent hosts | unrouteable mail domain |
        an mx or srv record indicated no smtp service … not exist
      `,
    },
    'domain-takes-no-mail': { sure: phrases`an mx or srv record indicated no smtp service` },
    'sender-unknown': {
      sure: phrases`could not complete sender verify`,
      code: phrases`sender verify failed | postmaster verification failed`,
    },
    'mail-loop': {
      sure: phrases`
        lowest numbered mx record points to local host | too many "received" headers - suspected mail loop |
        too many "received" headers
      `,
    },
    'time-over': {
      likely: phrases`
        retry time not reached for any host after a long failure period |
        all hosts have been failing for a long time | all hosts for … have been failing for a long time |
        have been failing for a long time and were last tried after this message arrived |
        delivery retry timeout exceeded | retry timeout exceeded | retry time not reached
      `,
    },
    'dns-trouble': { sure: phrases`host lookup did not complete | lowest numbered … lookup deferred` },
    'tls-trouble': {
      sure: phrases`
        a tls session is required, but the server did not offer tls support | a tls session is required
      `,
    },
    'not-standard': {
      sure: phrases`
        message has lines too long for transport | has lines too long for transport |
        maximum allowed line length is 998 octets
      `,
    },
    'too-fast': {
      sure: phrases`
        domain … has exceeded the max emails per hour | has exceeded the max defers and failures per hour |
        exceeded the max defers and failures per hour | has exceeded the max emails per hour
      `,
    },
    'relaying-denied': { sure: phrases`relay not permitted` },
    'no-connection': {
      sure: phrases`
        remote host closed connection in response to | smtp timeout while connected | smtp timeout after
      `,
    },
    spam: {
      sure: phrases`
        this message scored … spam points | scored … spam points | congratulations … spam points
      `,
    },
    'delivery-program-failed': {
      sure: phrases`
        child process of … transport returned | local delivery failed | transport returned …from command
      `,
    },
    'system-trouble': { sure: phrases`retry later … defer | internal problem` },
    'host-without-name': { sure: phrases`no reverse dns for` },
    'mailbox-full': { sure: phrases`mailbox is full | mailbox is full: retry timeout exceeded` },
  },
};

/** With the programs that filter for it (milters). */
const sendmail: Family = {
  name: 'sendmail',
  phrases: {
    'no-such-domain': {
      sure: phrases`
        host unknown (name server | host unknown | host name lookup failure … not found |
        name server: … host not found
      `,
    },
    'no-such-address': { sure: phrases`... user unknown | ... no such user` },
    'sender-unknown': {
      sure: phrases`
        domain of sender address | domain of sender address @ does not resolve |
        real domain name required for sender address | sender … real domain name required
      `,
    },
    'relaying-denied': {
      sure: phrases`
        relaying denied | relaying denied. proper authentication required |
        relaying denied. ip name lookup failed | relaying denied. ip name possibly forged
      `,
    },
    'mail-loop': { sure: phrases`local configuration error: mail loops back to me | too many hops` },
    'expansion-failed': { sure: phrases`aliasing/forwarding loop broken` },
    'time-over': {
      likely: phrases`
        could not be delivered for … days | could not be delivered for … hours |
        message will be deleted from queue | cannot send message for | cannot be delivered for
      `,
    },
    'delivery-program-failed': {
      sure: phrases`
        unknown mailer error | can't create output | local mailer not found | (reason: can't create
      `,
    },
    'system-trouble': {
      sure: phrases`
        local configuration error | data format error | please try again later (tempfail) |
        collect: … error | buffer overflow
      `,
    },
    'host-blocked': {
      sure: phrases`access denied … go away | rejected: … see http`,
      likely: phrases`command rejected`,
    },
    'too-many-connections': { sure: phrases`rejecting connections on daemon | due to load average` },
    'authentication-required': { sure: phrases`proper authentication required` },
  },
};

const qmail: Family = {
  name: 'qmail',
  phrases: {
    'no-such-address': {
      sure: phrases`
        sorry, no mailbox here by that name | sorry, badrcptto | sorry, user not found |
        sorry, no such user | user mail-box not found
      `,
    },
    'no-such-domain': {
      sure: phrases`
        sorry, i couldn't find any host named | sorry, i couldn't find any host by that name |
        sorry, i couldn't find a mail exchanger or ip address | i couldn't find any host named |
        although i'm listed as … host named
      `,
    },
    'no-connection': {
      sure: phrases`
        sorry, i wasn't able to establish an smtp connection | connected to … but connection died |
        connection died | i wasn't able to establish an smtp connection
      `,
    },
    'mail-loop': {
      sure: phrases`
        sorry. although i'm listed as a best-preference mx |
        this message is looping: it already has my delivered-to line | sorry, message has wrong owner … loop
      `,
    },
    'host-blocked': { sure: phrases`sorry, your ip | sorry, your host | but my name was rejected` },
    'sender-refused': {
      sure: phrases`
        sorry, your envelope sender is in my badmailfrom list |
        sorry, your envelope sender has been denied | sorry, your sender address
      `,
      hint: phrases`but sender was rejected`,
    },
    'sender-unknown': { sure: phrases`sorry, your envelope sender domain must exist` },
    'relaying-denied': {
      sure: phrases`sorry, that domain isn't in my list of allowed rcpthosts | sorry, relaying denied`,
    },
    'message-too-large': {
      sure: phrases`sorry, that message size exceeds my databytes limit | databytes limit`,
    },
    'mailbox-full': {
      sure: phrases`
        user is over quota | the users mailfolder is over the allowed quota |
        mailfolder is over the allowed quota | vdelivermail: user is over quota
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        vdelivermail: account is locked | account is locked email bounced | vdelivermail: user not active
      `,
    },
    'system-trouble': {
      sure: phrases`
        unable to open … qmail | qq temporary problem | qq … (#4.3.0) | unable to forward message |
        system resource
      `,
    },
    'delivery-program-failed': {
      sure: phrases`
        unable to chdir to maildir | unable to run … qmail | uh-oh: home directory is writable |
        temporary error on maildir delivery | child crashed
      `,
    },
    'not-standard': { sure: phrases`stray newlines | cr.yp.to/docs/smtplf.html` },
    spam: {
      sure: phrases`
        our system has detected … spam | qmail-scanner … spam | mail server permanently rejected message
      `,
    },
    'time-over': {
      likely: phrases`
        this message has been in the queue too long | message has been in the queue too long
      `,
    },
  },
};

const otherMailers: Family = {
  name: 'mailer',
  phrases: {
    'no-such-address': {
      sure: phrases`
        invalid recipient: @ | either there is no mailbox associated with this name |
        mailbox unknown. either there is no mailbox | user doesn't exist: @ | mailbox doesn't exist |
        unknown recipient or domain | not listed in domino directory |
        not listed in public name & address book | user not listed in | d101 unknown user |
        recipient undeliverable … unknown | user not found in … directory | no such user in … directory |
        mailbox does not exist | recipient unknown in local | unknown user; rejecting |
        invalid final delivery userid | unknown or illegal alias | alias in … unknown |
        unrecognised-or-name | unrecognized-or-name | unrecognised o/r name |
        unable-to-transfer … unrecognised | o/r name unrecogni* | err.nosuchuser | nosuchuser
      `,
    },
    'address-ambiguous': {
      sure: phrases`
        several matches found in domino directory | ambiguous-or-name | matches found in … directory
      `,
    },
    'no-such-domain': {
      sure: phrases`
        this domain's dns violates rfc 1035 | no mx found for domain | domain does not exist |
        no route found to domain | illegal host/domain name found | unknown host @ | ... unknown host |
        host unknown | dns lookup failure: host … not found | unable to resolve … host not found
      `,
    },
    'mailbox-full': {
      sure: phrases`
        quota exceeded (mailbox for user is full) | mailbox for user is full |
        message delivery failed … quota | router: database disk quota exceeded |
        database disk quota exceeded | user mailbox exceeds allowed size | mailbox over quota | disk quota |
        delivery would exceed … quota
      `,
    },
    'mailbox-busy': { sure: phrases`too many concurrent deliveries for user` },
    'mailbox-disabled': {
      sure: phrases`
        mail file … not found | user mail file cannot be opened | mailbox file … cannot be opened
      `,
    },
    'mail-loop': {
      sure: phrases`
        maximum hop count exceeded. message probably in a routing loop | maximum hop count exceeded |
        loop-detected
      `,
    },
    'time-over': {
      likely: phrases`
        return message period exceeded | maximum-time-expired | maximum time expired |
        delivery failed … attempts | envelope expired | could not deliver for the last |
        message has been enqueued and undeliverable for
      `,
    },
    'system-trouble': {
      sure: phrases`
        internal error occurred. refer to server log | requested action aborted … local problem |
        unable to route message | cannot route mail to user | temporary error on destination |
        mail rejected by antirelay | temporary mta failure
      `,
    },
    'no-connection': {
      sure: phrases`network error on destination mxs | unable to deliver … host down | 450 host down`,
    },
    'message-too-large': { sure: phrases`content-too-long | content too long` },
    'content-not-carried': {
      sure: phrases`
        conversion-with-loss-prohibited | implicit-conversion-not-performed |
        encoded-information-types-unsupported
      `,
    },
    spam: {
      sure: phrases`
        reject, id=… - spam | rejected, id=… - spam | rejected - spam | reject … spam |
        message content rejected, ube | ube, id= | spam message rejected | gtube pattern |
        message rejected … spamassassin | blocked by spamassassin
      `,
    },
    virus: {
      sure: phrases`
        reject, id=… - infected | rejected - virus | virus found … clamav | infected: * | clamav-milter |
        clamav detected
      `,
    },
    'attachment-refused': { sure: phrases`reject, id=… - banned | rejected - banned | banned:` },
    'not-standard': { sure: phrases`reject, id=… - bad header | bad_header | bad header section` },
    greylisted: {
      sure: phrases`
        greylisting in action | greylisted, see http | policyd … greylist* | milter-greylist
      `,
    },
    policy: { sure: phrases`cluebringer | policyd-weight | policyd` },
    'delivery-program-failed': {
      sure: phrases`
        deliver: … failed | error running … sieve | procmail: couldn't create | id: … no such user
      `,
      likely: phrases`maildrop:`,
    },
  },
};

export const mailers: readonly Family[] = [postfix, exim, sendmail, qmail, otherMailers];
