import type { ThreadId } from '../../../mailbox/email.ts';
import type { Capability } from '../../capability.ts';
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
    get: async ({ account, ids }, { limits }) => {
      await world.catchUp(account.id);
      const state = await stateOf('thread', account.id, world);
      // One more than may be got at once shows that there are too many.
      const wanted =
        ids?.filter(isThreadId) ?? (await allThreads(account.id, limits.getObjectsMax + 1, world));
      const threads = await world.emails.threads(account.id, wanted);
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

async function allThreads(
  account: string,
  limit: number,
  { emails }: MailWorld,
): Promise<readonly ThreadId[]> {
  const window = { position: 0, limit };
  const found = await emails.query(account, { sort: [], collapseThreads: true, window, countsAll: false });
  return (await emails.emails(account, found?.ids ?? [])).map(({ thread }) => thread);
}
