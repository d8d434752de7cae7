import { acceptSuite } from './accept.ts';
import { accountSuite } from './account-store.ts';
import { bounceSuite } from './bounce-store.ts';
import { capSuite } from './caps.ts';
import { claimSuite } from './claim.ts';
import { commitSuite } from './commit.ts';
import { emailQuerySuite } from './email-query.ts';
import { emailSuite } from './email-store.ts';
import { identitySuite } from './identity-store.ts';
import { leaseSuite } from './lease.ts';
import { listSuite } from './list.ts';
import { mailboxSuite } from './mailbox-store.ts';
import { mailboxesSuite } from './mailboxes.ts';
import { operatorSuite } from './operator.ts';
import { outboxSuite } from './outbox-store.ts';
import { pushSuite } from './push-store.ts';
import { suppressionSuite } from './suppression-store.ts';
import { tokenSuite } from './token-store.ts';
import { undeliverableSuite } from './undeliverable.ts';
import { vacationSuite } from './vacation-store.ts';

/** What the ports promise, whatever stands behind them. */
export const storeSuites = {
  'queue, accept': acceptSuite,
  'queue, claims': claimSuite,
  'queue, leases': leaseSuite,
  'queue, commit': commitSuite,
  'queue, caps and last words': capSuite,
  'queue, operator': operatorSuite,
  'queue, lists and contents': listSuite,
  undeliverable: undeliverableSuite,
  'inbox of POP3': mailboxSuite,
  mailboxes: mailboxesSuite,
  emails: emailSuite,
  'emails, queries': emailQuerySuite,
  accounts: accountSuite,
  'access tokens': tokenSuite,
  'push subscriptions': pushSuite,
  outbox: outboxSuite,
  bounces: bounceSuite,
  identities: identitySuite,
  suppressions: suppressionSuite,
  vacations: vacationSuite,
};
