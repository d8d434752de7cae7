import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say, in English, of machines and of the lines between them. */
export const englishTransport: Family = {
  name: 'english-transport',
  phrases: {
    'system-full': {
      sure: phrases`
        no space left on device | insufficient system storage | insufficient disk space |
        insufficient disk storage | insufficient system resources | insufficient system space |
        insufficient space | insufficient storage space | disk full | disk is full | file system full |
        filesystem full | out of disk space | out of space | not enough disk space | not enough space on |
        low on disk space | mail system full | system storage exceeded | queue file write error |
        queue full | queue is full | spool is full | spool full | error writing message | system is full
      `,
      likely: phrases`no space left | insufficient storage | insufficient resources`,
      topic: phrases`disk | disk space | storage`,
    },
    'no-connection': {
      sure: phrases`
        error: timeout exceeded | server timeout | connection was reset | greeting not received |
        greeting was not received | connection was dropped | connection to … failed | connection refused |
        connection timed out | connection timeout | connect timeout | connect timed out | connection reset |
        connection dropped | connection lost | connection closed by | connection was closed |
        connection unexpectedly closed | connection closed unexpectedly | connection terminated |
        connection broken | connection aborted | connection error | connection failed | connection failure |
        connection attempt failed | connection was refused | connection could not be | lost connection |
        conversation with … timed out | broken pipe | no route to host | network is unreachable |
        network unreachable | host is down | host not responding | host did not respond | host or network |
        host … unreachable | operation timed out | socket error | socket timeout | timeout waiting for |
        timeout while | timeout during | read timeout | remote host closed connection |
        remote server closed | server did not respond | server is not responding | server not responding |
        server unreachable | did not accept our requests to connect | could not connect | couldn't connect |
        cannot connect | can't connect | can not connect | unable to connect | failed to connect |
        failed to establish | could not establish | unable to establish |
        wasn't able to establish an smtp connection | answer from host | no response from |
        unable to contact | unable to reach | cannot reach | could not reach | can not reach |
        could not contact | primary target ip address responded with |
        attempted failover to alternate host | unexpected eof | unexpected end of file |
        premature end of input | greeting timeout | no smtp greeting | session timeout | session timed out |
        host … timed out | not been able to reach | connexion refused
      `,
      likely: phrases`
        not reachable | timed out | unreachable | could not be reached | smtp connect | read error |
        write error | bad connection | i/o error | network error | timeout | bad route | no connection |
        connection closed | not responding
      `,
      topic: phrases`connection | connect | network`,
    },
    'dns-trouble': {
      sure: phrases`
        nameserver gave no answer | name server gave no answer | dns lookup … timed out |
        dns query … timed out | name service error | name service error … try again | name server error |
        name server failure | name server timeout | name server timed out |
        name server: … host not found … try again | temporary failure in name resolution | temporary dns |
        temporary name lookup | temporary resolver | dns error | dns failure | dns lookup failed |
        dns resolution | dns server failure | dns server returned | dns soft error looking up |
        dns timeout | dns problem | dns temporary | dns temporarily | domain lookup failed |
        hostname lookup | host lookup | lookup failure | malformed name server reply |
        malformed or unexpected name server reply | mx lookup |
        couldn't find any host by that name … temporar* | cname lookup failed | servfail |
        server failure … dns | directory server failure | dnssec | unable to resolve | could not resolve |
        couldn't resolve | cannot resolve | resolver error | no nameserver* |
        non-recoverable error in name | lookup timed out | dns query error
      `,
      topic: phrases`dns | name server | nameserver | resolver`,
    },
    'tls-trouble': {
      sure: phrases`
        did not announce starttls | did not offer starttls | did not advertise starttls |
        does not offer starttls | does not support starttls | not announce starttls |
        starttls is required but | tls handshake | tls negotiation | tls connection failed | tls failure |
        tls error | tls not available | tls is not available | tls currently unavailable |
        tls not supported | tls is not supported | ssl error | ssl handshake | ssl negotiation |
        ssl_connect | starttls failed | starttls failure | starttls … not available |
        starttls … not offered | starttls … not supported | starttls … temporarily unavailable |
        cannot start tls | could not start tls | cannot negotiate tls | could not negotiate tls |
        failed to negotiate | server certificate not | server certificate verif* |
        certificate verification failed | certificate verify failed | certificate … expired |
        certificate … not trusted | certificate … mismatch | certificate … does not match |
        untrusted certificate | self-signed certificate | self signed certificate | no matching dane |
        mta-sts | sts policy | handshake failed | handshake failure | encryption could not | tls-required |
        tls is required, but was not offered
      `,
      likely: phrases`cipher | dane | tlsa | tls session | tls connection | tls certificate`,
      topic: phrases`starttls | tls | ssl | certificate`,
    },
    'mail-loop': {
      sure: phrases`
        hop limit | hop limit reached | through too many hosts | looks like a loop | mail loop |
        mail for … loops back to myself | loops back | loop detected | loop back | loop found | looping |
        forwarding loop | routing loop | message loop | local configuration error … looping |
        message loops | mail loop … detected | too many hop | hop count | maximum hop | hops exceeded |
        exceeded hop | too many received | too many received headers | too many received: headers |
        received header* … too many | config error: mail loops | best-preference mx | points to itself |
        points back to | delivered-to line | already has my delivered-to | delivery loop | circular |
        maximum number of hops | unknown error … loop | has been forwarded too many times
      `,
      likely: phrases`loop | hops`,
    },
    'time-over': {
      likely: phrases`
        requeued too many times | too many attempts | in the time limit specified | time limit |
        has been in the queue for | will be retried | in the queue for | delivery expired |
        message expired | message has expired | message timed out | queue expired | queue … too long |
        queue timeout | retry limit | retry count exceeded | retries exceeded | retry expired |
        maximum retries | max retries | maximum time in queue | have been failing for a long time |
        could not be delivered within | not delivered within | unable to deliver … in … minutes |
        unable to deliver in | delivery failed … attempts | delivery delayed | delivery attempts … failed |
        too long in queue | undeliverable for | not been delivered yet | not yet been delivered |
        has not been delivered | was not delivered in time | expired in queue | timeout expired |
        delivery timeout | delivery timed out | not received their message within |
        reached the maximum time | message older than | has been delayed | was delayed | is delayed |
        message delayed | giving up | too old | still trying | will keep trying | warning message only |
        delivery attempts | could not be delivered for | timeout exceeded | time expired | expired after |
        unreachable for too long | unable to deliver … after … days | unable to deliver … after … hours |
        could not find a gateway for | it has not been collected after | have already made numerous attempts
      `,
    },
    'system-trouble': {
      sure: phrases`
        internal error | internal software error | internal failure | local problem | server error |
        server failure | server configuration error | server unavailable | server temporarily unavailable |
        system error | system failure | system incorrectly configured | system configuration error |
        system temporarily unavailable | system unavailable | system not available | configuration problem |
        misconfigured | misconfiguration | mail server temporarily rejected | database error |
        database … unavailable | db error | sql error | ldap … failed | ldap error | ldap lookup |
        ldap … unavailable | backend error | backend … unavailable | back-end error | out of memory |
        cannot allocate memory | not enough memory | resource temporarily unavailable |
        resources temporarily not available | resources unavailable | temporary system problem |
        temporary local error | temporary internal | temporary backend failure | temporary lookup |
        temporary message store | temporary recipient validation error | temporary verification |
        temporarily unable to process | temporarily not able | temporarily cannot |
        unable to process your mail | unable to process request | unable to verify address |
        could not verify recipient | recipient verification … temporarily | cannot verify recipient |
        verification in progress | callback setup failed | callout … defer* | server closed the connection |
        unexpected error | unexpected failure | unexpected exception | error in processing |
        processing error | could not process | failed to process | i/o problem | file i/o | cannot open |
        could not open | cannot create | could not create | cannot write | could not write |
        read-only file system | policy server | policy service | content filter … unavailable |
        scanner … fail* | scan fail* | unable to scan | could not be scanned | cannot scan |
        service unavailable; try later | service shutting down | service is down | under maintenance |
        could not load drd | mail server is temporarily | mailbox is temporarily unavailable |
        mailbox temporarily unavailable | temporarily unavailable mailbox | user temporarily unavailable |
        directory unavailable | other or undefined mail system | assertion failed | segmentation fault |
        because there is no mdb
      `,
      likely: phrases`
        exception | milter | not ready | requeue | storedrv | maintenance | transaction failed |
        system resources | requested action aborted | requested mail action aborted | configuration error |
        shutting down | mailbox server | mailbox store | fatal error | local error |
        temporarily unavailable | temporary error | temporary problem | temporary failure … later |
        service not available | service unavailable | service currently unavailable |
        closing transmission channel | operational problem | technical problem* | technical difficulties |
        undefined error
      `,
      hint: phrases`try later | try again | permission denied | not available`,
    },
    'delivery-program-failed': {
      sure: phrases`
        can't create … output file | exit status 75 | command failed | command time limit exceeded |
        command line usage error | cannot execute | child process | died with signal | exited with |
        exit value | broken pipe … pipe | dropmail | mail delivery agent | local delivery agent |
        local mailer … error | mailer error | deliver failed | x-unix; 255 | x-unix; 127 | prog mailer |
        process failed | user defined signal | temporary error … dovecot-lda |
        service unavailable … (mailer) | failed to read response template | filter … crashed |
        returned 127 | returned nonzero | non-zero exit | uncaught exception
      `,
      likely: phrases`
        procmail | no such file or directory | pipe to | mail.local | local delivery failed | local mailer |
        unable to run | exit code | exit status
      `,
      hint: phrases`command output`,
    },
    'protocol-trouble': {
      sure: phrases`
        command not recognized | command not recognised | command unrecognized | command unrecognised |
        command unknown | command not implemented | command not supported | command not allowed |
        command syntax | bad command | bad sequence | bad syntax | bad parameter | invalid command |
        invalid argument* | invalid parameter* | invalid syntax | illegal command | improper command |
        improper use of smtp | out of sequence | parameter not recognized | parameter not implemented |
        parameters not recognized | protocol error | syntax error in parameters | syntax error in command |
        synchronization error | smtp protocol violation | protocol synchronization | unrecognized command |
        unrecognised command | unrecognized parameter | unknown command | unsupported parameter |
        unimplemented command | need mail command | need rcpt | need mail before rcpt | helo first |
        say helo | no recipients specified | nested mail | mail first | rcpt first | unexpected response |
        unsupported command | line not terminated
      `,
      likely: phrases`pipelining | not implemented | out of order | syntax error`,
      hint: phrases`command rejected`,
    },
    'on-hold': {
      sure: phrases`
        on hold | held for | quarantined | quarantine | awaiting moderator | awaiting approval |
        moderator approval | pending review | under review
      `,
    },
  },
};
