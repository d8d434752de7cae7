import { changesMethod } from '../../standard/changes.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { changesOf } from './states.ts';

/** Email/changes (RFC 8621 §4.3). */
export const emailChanges = (world: MailWorld) =>
  changesMethod({
    capability: mailUri,
    changes: async ({ account, ...request }) => {
      await world.catchUp(account.id);
      const changes = await changesOf('email', { account: account.id, ...request }, world);
      if (!changes) return undefined;
      const { isCountsOnly: _, ...told } = changes;
      return told;
    },
  });
