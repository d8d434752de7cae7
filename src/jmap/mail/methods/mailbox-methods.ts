import * as v from 'valibot';
import { err, ok } from '../../../base/result.ts';
import type { Mailbox, MailboxChanges } from '../../../mailbox/mailbox.ts';
import type { Capability } from '../../capability.ts';
import { invalidProperties, setError } from '../../set-error.ts';
import { changesMethod } from '../../standard/changes.ts';
import { getMethod } from '../../standard/get.ts';
import { oneByOne } from '../../standard/one-by-one.ts';
import { setMethod } from '../../standard/set.ts';
import { type MailWorld, mailUri } from '../world.ts';
import { isMailboxId } from './email-values.ts';
import {
  countProperties,
  mailboxError,
  mailboxProperties,
  readMailbox,
  showMailbox,
} from './mailbox-values.ts';
import { changesOf, stateOf } from './states.ts';

/** Mailbox/get, /changes and /set (RFC 8621 §2). */
export const mailboxMethods = (world: MailWorld): Capability['methods'] => ({
  'Mailbox/get': getMethod({
    capability: mailUri,
    hasProperty: (name) => mailboxProperties.includes(name),
    defaultProperties: mailboxProperties,
    get: async ({ account, ids }) => {
      await world.catchUp(account.id);
      const state = await stateOf('mailbox', account.id, world);
      const all = await world.emails.mailboxes(account.id);
      return { state, list: all.filter(({ id }) => !ids || ids.includes(id)).map(showMailbox) };
    },
  }),
  'Mailbox/changes': changesMethod({
    capability: mailUri,
    changes: async ({ account, ...request }) => {
      await world.catchUp(account.id);
      const changes = await changesOf('mailbox', { account: account.id, ...request }, world);
      if (!changes) return undefined;
      const { isCountsOnly, ...told } = changes;
      // RFC 8621 §2.2
      const isOnly = isCountsOnly && told.updated.length > 0;
      return { ...told, extra: { updatedProperties: isOnly ? countProperties : null } };
    },
  }),
  'Mailbox/set': setMethod({
    capability: mailUri,
    extra: { onDestroyRemoveEmails: v.optional(v.boolean(), false) },
    state: (account) => stateOf('mailbox', account.id, world),
    apply: oneByOne({
      create: async (record, { account }, { createdIds }) => {
        const changes = readMailbox(record, undefined, createdIds);
        if (!changes.ok) return changes;
        const { name } = changes.value;
        if (name === undefined) return err(invalidProperties(['name'], 'a mailbox needs a name'));
        const id = await world.emails.addMailbox(account.id, { ...changes.value, name });
        if (!isMailboxId(id)) return err(mailboxError(id));
        const made = await find(account.id, id, world);
        const { name: _, ...set } = made ? showMailbox(made) : {};
        return ok({ ...set, id });
      },
      update: async (id, patch, { account }, { createdIds }) => {
        const before = await find(account.id, id, world);
        if (!before) return err(setError('notFound'));
        const changes = readMailbox(patch, before, createdIds);
        if (!changes.ok) return changes;
        if (before.role === 'inbox' && isMoved(before, changes.value))
          return err(setError('forbidden', 'The inbox keeps its name and its place'));
        const done = await world.emails.changeMailbox(account.id, before.id, changes.value);
        return done === 'changed' ? ok(null) : err(mailboxError(done));
      },
      destroy: async (id, { account, extra }) => {
        const before = await find(account.id, id, world);
        if (!before) return setError('notFound');
        if (before.role !== undefined) return setError('forbidden', 'mailboxes with a task stay');
        const done = await world.emails.removeMailbox(account.id, before.id, extra.onDestroyRemoveEmails);
        return done === 'removed' ? undefined : mailboxError(done);
      },
    }),
  }),
});

const isMoved = (before: Mailbox, { name = before.name, parent }: MailboxChanges): boolean =>
  name !== before.name || (parent !== undefined && parent !== (before.parent ?? null));

const find = async (account: string, id: string, { emails }: MailWorld): Promise<Mailbox | undefined> =>
  (await emails.mailboxes(account)).find((mailbox) => mailbox.id === id);
