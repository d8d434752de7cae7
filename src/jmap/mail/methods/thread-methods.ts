import type { ThreadId } from '../../../mailbox/email.ts';
import type { Capability } from '../../capability.ts';
import { MethodError } from '../../method-error.ts';
import { changesMethod } from '../../standard/changes.ts';
import { getMethod } from '../../standard/get.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { changesOf, stateOf } from './states.ts';

const properties = ['id', 'emailIds'];

const isThreadId = (id: string): id is ThreadId => /^T\d{1,15}$/.test(id);

/** Thread/get and Thread/changes (RFC 8621 §3). */
export const threadMethods = (world: MailWorld): Capability['methods'] => ({
  'Thread/get': getMethod({
    capability: mailUri,
    hasProperty: (name) => properties.includes(name),
    defaultProperties: properties,
    get: async ({ account, ids }) => {
      // All threads of an account are as many as its emails.
      if (!ids) throw new MethodError('requestTooLarge', 'name the threads that are wanted');
      await world.catchUp(account.id);
      const state = await stateOf('thread', account.id, world);
      const threads = await world.emails.threads(account.id, ids.filter(isThreadId));
      return { state, list: [...threads].map(([id, emailIds]) => ({ id, emailIds })) };
    },
  }),
  'Thread/changes': changesMethod({
    capability: mailUri,
    changes: async ({ account, ...request }) => {
      await world.catchUp(account.id);
      const changes = await changesOf('thread', { account: account.id, ...request }, world);
      if (!changes) return undefined;
      const { isCountsOnly: _, ...told } = changes;
      return told;
    },
  }),
});
