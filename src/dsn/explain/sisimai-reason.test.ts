import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cause, SisimaiReason } from './causes.ts';
import { explain } from './explain.ts';
import type { AttemptFacts } from './explanation.ts';

describe('sisimaiReason', () => {
  const cases: readonly [AttemptFacts, Cause, SisimaiReason][] = [
    // When a user is unknown
    [{ text: '550 5.1.1 user unknown', stage: 'rcpt' }, 'no-such-address', 'userunknown'],
    [{ text: '550 user unknown', stage: 'rcpt' }, 'no-such-address', 'userunknown'],
    [{ text: '550 5.1.1 user unknown', stage: 'content' }, 'no-such-address', 'userunknown'],
    [{ text: '550 user unknown', stage: 'content' }, 'no-such-address', 'filtered'],
    [{ text: '550 user unknown', stage: 'data' }, 'no-such-address', 'filtered'],
    [{ text: '550 5.2.1 user unknown', stage: 'rcpt' }, 'no-such-address', 'userunknown'],
    [{ text: '550 5.2.1 user unknown' }, 'no-such-address', 'filtered'],
    [{ text: '550 5.0.0 user unknown' }, 'no-such-address', 'userunknown'],
    [{ text: '550 user unknown' }, 'no-such-address', 'filtered'],
    [{ text: 'user unknown' }, 'no-such-address', 'userunknown'],
    // A provider's own word for it
    [
      { text: "554 delivery error: dd This user doesn't have a yahoo.com account", stage: 'content' },
      'no-such-address',
      'userunknown',
    ],
    [{ text: '550 no such user', stage: 'mail' }, 'no-such-address', 'rejected'],
    [{ text: 'Unrouteable address' }, 'no-such-address', 'hostunknown'],
    // Who is refused before he has said anything
    [{ text: '554 Denied by policy', stage: 'greeting' }, 'policy', 'blocked'],
    [{ text: '554 Denied by policy', stage: 'content' }, 'policy', 'policyviolation'],
    [{ text: '421 too many connections', stage: 'greeting' }, 'too-many-connections', 'toomanyconn'],
    [{ text: '550 no PTR record', stage: 'greeting' }, 'host-without-name', 'requireptr'],
    [{ text: '553 sender.test: no such domain', stage: 'mail' }, 'no-such-domain', 'rejected'],
    [{ text: '553 recipient.test: no such domain', stage: 'rcpt' }, 'no-such-domain', 'hostunknown'],
    // Sizes
    [{ text: '552 5.3.4 message too large' }, 'message-too-large', 'mesgtoobig'],
    [{ text: '552 5.2.3 message size exceeds fixed limit' }, 'message-too-large', 'exceedlimit'],
    // The way there
    [{ text: 'connect to mx.test[192.0.2.9]:25: Connection timed out' }, 'no-connection', 'expired'],
    [{ text: 'connect to mx.test[192.0.2.9]:25: No route to host' }, 'no-connection', 'networkerror'],
    [{ text: 'unable to lookup DNS for recipient.test' }, 'dns-trouble', 'networkerror'],
    [
      { text: 'Message expired: unable to deliver in 840 minutes. Unable to lookup DNS' },
      'dns-trouble',
      'expired',
    ],
    [{ text: '554 too many hops' }, 'mail-loop', 'networkerror'],
    [{ text: 'mail for recipient.test loops back to myself' }, 'mail-loop', 'systemerror'],
    // Rates
    [{ text: 'receiving mail too quickly' }, 'mailbox-busy', 'speeding'],
    [{ text: 'sending rate too high; slow down' }, 'too-fast', 'speeding'],
    [
      { text: 'Domain example.org has exceeded the max emails per hour (101/100) allowed' },
      'too-fast',
      'toomanyconn',
    ],
    // What a local program says
    [{ text: 'could not open /var/spool/lists/incoming' }, 'system-trouble', 'systemerror'],
    [
      { text: 'could not open /var/spool/lists/incoming', isProgramOutput: true },
      'system-trouble',
      'mailererror',
    ],
    [{ text: 'something else', isProgramOutput: true }, 'delivery-program-failed', 'mailererror'],
    [{ text: 'quota exceeded', isProgramOutput: true }, 'mailbox-full', 'mailboxfull'],
    // What the content says, and how it is formed
    [{ text: '554 5.6.1 media not supported' }, 'content-refused', 'contenterror'],
    [{ text: '554 5.7.1 inappropriate content' }, 'content-refused', 'policyviolation'],
    // Codes, where the words tell nothing
    [{ text: '550 5.7.1 access denied' }, 'policy', 'securityerror'],
    [{ text: '550 5.7.1 denied by policy' }, 'policy', 'policyviolation'],
    [{ text: '550 5.7.1 no' }, 'undefined', 'securityerror'],
    [{ text: '550 5.2.0 no' }, 'undefined', 'filtered'],
    [{ text: '550 5.5.0 no' }, 'undefined', 'syntaxerror'],
    // Nothing known
    [{ text: '450 4.0.0 not now', isExpired: true }, 'time-over', 'onhold'],
    [{ status: '4.0.0', isExpired: true }, 'time-over', 'expired'],
    [{ status: '4.4.7', isExpired: true }, 'time-over', 'expired'],
    [{ status: '4.0.0' }, 'undefined', 'expired'],
    [{ text: 'not now' }, 'undefined', 'onhold'],
    [{ replyCode: 550 }, 'undefined', 'onhold'],
    [{}, 'undefined', 'undefined'],
  ];
  for (const [facts, cause, reason] of cases) {
    it(`is ${reason} of ${JSON.stringify(facts)}`, () => {
      const explanation = explain(facts);
      assert.deepEqual([explanation.cause, explanation.sisimaiReason], [cause, reason]);
    });
  }
});
