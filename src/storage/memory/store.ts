import { ChangeBell } from '../change-bell.ts';
import type { Store } from '../store.ts';
import { MemoryAccountStore } from './account-store.ts';
import { MemoryBounceStore } from './bounce-store.ts';
import { MemoryEmailStore } from './email-store.ts';
import { MemoryIdentityStore } from './identity-store.ts';
import { MemoryMailboxStore } from './mailbox-store.ts';
import { MemoryOutboxStore } from './outbox-store.ts';
import { MemoryPushStore } from './push-store.ts';
import { MemoryQueueStore } from './queue-store.ts';
import { memorySpool } from './spool.ts';
import { MemoryState } from './state.ts';
import { MemorySuppressionStore } from './suppression-store.ts';
import { MemoryTokenStore } from './token-store.ts';
import { MemoryUndeliverableStore } from './undeliverable-store.ts';
import { MemoryVacationStore } from './vacation-store.ts';

/** A store that forgets everything with the process: for tests and the simulator. */
export function createMemoryStore(): Store {
  const state = new MemoryState();
  const bell = new ChangeBell();
  return {
    queue: new MemoryQueueStore(state, bell),
    suppressions: new MemorySuppressionStore(state),
    vacations: new MemoryVacationStore(state, bell),
    undeliverable: new MemoryUndeliverableStore(state),
    mailboxes: new MemoryMailboxStore(state, bell),
    emails: new MemoryEmailStore(state, bell),
    accounts: new MemoryAccountStore(state),
    tokens: new MemoryTokenStore(state),
    pushSubscriptions: new MemoryPushStore(state),
    identities: new MemoryIdentityStore(state, bell),
    outbox: new MemoryOutboxStore(state, bell),
    bounces: new MemoryBounceStore(),
    spool: memorySpool,
    close: async () => {},
  };
}
