import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say of an address, in English. */
export const englishAddresses: Family = {
  name: 'english-address',
  phrases: {
    'no-such-address': {
      sure: phrases`
        we have no user | no user with this name | no user of that name | address … could not be found |
        addresses were unknown | address was unknown | does not know the recipient | mailbox … isn't valid |
        address isn't valid | address … isn't valid | isn't valid or was moved |
        was not known at this address | recipient has been deleted | not appear to be valid |
        recipient undeliverable | not listed in the domino directory |
        address you tried could not be reached | no longer has an account | not one of our users |
        mailbox … does not exist here | user unknown | unknown user | user is unknown | user not known |
        user … not found | username not found | no such user | no such mailbox | no such recipient |
        no such address | no such account | no such person | no such local user | no such virtual user |
        no such email address | no such mail drop | no mailbox here by that name | no mailbox by that name |
        no mailbox found | no mailbox for | no account by that name | no users here by that name |
        no one here by that name | no user by that name | no local mailbox | no valid recipient* |
        no valid rcpt | mail-box not found | unknown mailbox | mailbox … does not exist |
        mailbox … not found | mailbox … unknown | nonexistent mailbox | non-existent mailbox |
        unknown recipient* | unrecognized recipient | unrecognised recipient | recipient … not found |
        recipient … unknown | recipient doesn't exist | recipient … does not exist | recipient not exist* |
        recipient … not exist* | recipient is not recognized | recipient not recognized |
        recipient is not local | recipient is not valid | recipient not valid | recipient is invalid |
        recipient address is invalid | recipient … is not a valid |
        recipient email address is possibly incorrect | nonexistent recipient | non-existent recipient |
        non-existent user | nonexistent user | not a valid user | not a valid mailbox |
        not a valid email address | not a known user | not a known recipient | not a registered user |
        not a local user | not a recognized user | is not a valid email account | not a valid account |
        invalid recipient* | invalid mailbox | invalid account | invalid email address | invalid address |
        invalid local address | invalid rcpt | bad destination mailbox address | bad recipient |
        bad_recipient | bad rcpt | badrcptto | user … does not exist | user … doesn't exist |
        user not exist* | user invalid | user unkown | user unknow | unknow user | unkown user |
        account doesn't exist | account … does not exist | account not found | account unknown |
        account not exist | email address … does not exist | email address is invalid |
        email address could not be found | email address couldn't be found | email address is not valid |
        e-mail address is invalid | address doesn't exist | address … does not exist | address not found |
        address unknown | address not known | address not recognized | address is unknown |
        address is not known | address not present in directory | unknown address | unknown account |
        unknown email address | unknown e-mail address | unknown local part | unknown local-part |
        unknown localpart | unknown virtual mailbox | unknown local user | unroutable mailbox |
        rcpt @ does not exist | rcpt does not exist | rcpt not found |
        the name was not found at the remote site | not our user | not my user | not in our database |
        is not on this system | name not found | person not at this | addressee unknown |
        can not find the recipient | cannot find the recipient | could not find recipient |
        couldn't find recipient | failed to find user | unable to find recipient | unable to find user |
        unable to locate user | not able to find user | we do not have a mailbox |
        does not have an account here | doesn't have an account here | does not have a mailbox |
        no account with this address | recipient verification failed | unverified address … user unknown |
        this user doesn't have a | no longer exists | user has no mailbox | delivery to nonexistent |
        is not known at this | is not known here | not known at this site | you may have mistyped |
        there is no user | there is no one by that name | there is no such | no matching recipient |
        not a valid member | alias not found | no forwarding address | addresses failed … not exist |
        mail receiving disabled … does not exist | unknown to address | unknown or illegal user |
        recipients unknown | recipient … not listed in | no recipients accepted … unknown |
        user not listed | does not exist here | does not exist on this system |
        does not exist on this server | not found in directory | not in directory | account is not valid |
        account is unavailable … no such | mailaddress is administrative* unknown |
        unable to deliver to unknown | not a member of domain | wrong recipient* | user path no exist |
        recipient validation | recipient verify
      `,
      likely: phrases`
        recipient … could not be found | user … could not be found | mailbox … could not be found |
        has rejected address | rejected address | server has rejected address |
        recipient address rejected: access denied | not a registered | did not match any |
        did not exactly match | wrong address | undeliverable address | address is undeliverable |
        address undeliverable | unroutable address | address rejected by … not found | address invalid |
        address is not valid | recipient rejected | recipient refused | rejected recipient |
        incorrect address | mailbox unavailable … not found | recipient address error | couldn't be found |
        no such object | is not a mailbox | local delivery failed … no such | no recipients were found |
        unknown destination | bad address | not exist | user not local
      `,
      hint: phrases`
        could not be found | recipient address rejected | mailbox unavailable | mailbox not available |
        mailbox is unavailable | all recipient addresses rejected : access denied | recipient unavailable |
        unable to deliver to | rcpt to … denied | unable to deliver message to
      `,
    },
    'no-such-domain': {
      sure: phrases`
        dns records for … could not be found | could not be found in domain name service |
        could not be found in dns | destination computer could not be found |
        recipient's domain … could not be found | no a, aaaa or mx | no a, aaaa, or mx record | no a or mx |
        no mx or aaaa | neither mx nor a | host unknown or unreachable | domain name … could not be found |
        domain … could not be found | domain … cannot be found | domain … was not found | no mx or a |
        remote domain doesnt exist | unknown host | unknown domain | domain not found | no such domain |
        domain doesn't exist | domain … does not exist | domain name not found | domain not exist |
        recipient domain does not exist | non-existent domain | no such host | nxdomain |
        couldn't find any host | couldn't find a mail exchanger or ip address | could not find a host |
        host … not found | host name is unknown | bad destination host | bad destination system |
        dns hard error looking up | mx lookup failed … domain | no mx or a record* | no a, aaaa, or mx |
        domain has no mx | domain of recipient address not found | recipient domain not found |
        recipient domain … not found | domain must resolve | unroutable mail domain | unroutable domain |
        unrouteable domain | cannot find your domain … recipient | bad domain name |
        invalid destination domain | no dns information was found | mx record* … non-existent |
        address … is not resolvable | domain couldn't be found | domain could not be found |
        cannot resolve your … recipient domain | name or service not known | name does not resolve |
        nodename nor servname provided | no mail exchanger for domain | no mail hosts for domain |
        unable to find mx for | host/domain … unknown
      `,
      likely: phrases`
        no mx for | no mx record | no mx records | no mail server for | no mail servers for |
        domain … not found | domain invalid | invalid domain name | domain is not valid | bad host name |
        no address associated with hostname | the account or domain may not exist | domain unknown
      `,
      topic: phrases`mx record | mx records | no mx`,
    },
    'address-malformed': {
      sure: phrases`
        invalid syntax for recipient | syntax for recipient | recipient address syntax | recipient syntax |
        bad destination mailbox address syntax | malformed address | malformed recipient |
        address is malformed | invalid address syntax | invalid address format | invalid recipient syntax |
        invalid format for | invalid email format | address syntax | bad recipient address syntax |
        syntax error in recipient | syntax error in mailbox address | syntax error in address |
        mailbox address is not syntactically | mailbox name not allowed | local part … too long |
        illegal address | illegal alias | badly formed address | not a valid rfc-5321 address |
        is not a valid rfc 5321 address | user address required | missing or malformed local part |
        unqualified address | domain missing or malformed | domain part … missing | bad localpart |
        non-ascii characters in address | nested route | restricted characters in address | must have an @ |
        missing domain
      `,
    },
    'address-ambiguous': {
      sure: phrases`
        destination mailbox address ambiguous | ambiguous recipient | ambiguous address | ambiguous user |
        address is ambiguous | name is ambiguous | matches more than one | multiple matches | not unique
      `,
    },
    'address-moved': {
      sure: phrases`
        has moved | has been moved | recipient no longer on server | has been replaced by | has changed to |
        please use my new address | new email address is | address has changed |
        user not local; please try | please try forwarding | no longer in use … please use |
        please use … instead
      `,
      likely: phrases`no longer in use | user moved | mailbox moved`,
    },
    'domain-takes-no-mail': {
      sure: phrases`
        isn't accepting messages now | isn't accepting messages | not accepting any messages | null mx |
        nullmx | does not accept mail | doesn't accept mail | does not accept email | accepts no mail |
        does not receive mail | domain … does not accept mail | smtp service not available here |
        system not accepting network messages | system not accepting messages | mail not accepted here |
        no smtp service here | not accepting mail for this domain | mail receiving disabled |
        domain is not accepting mail
      `,
      likely: phrases`
        not accepting mail | not accepting messages | no longer accept* | smtp protocol is disabled
      `,
    },
    'address-suppressed': {
      sure: phrases`
        was suppressed | has been suppressed | address was suppressed | marked as inactive |
        suppression list | is suppressed | suppressed address | previously bounced |
        bounced too many times | on our bounce list | previous hard bounce | address has bounced before |
        reached maximum bounces
      `,
    },
  },
};
