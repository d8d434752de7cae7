import * as v from 'valibot';
import { parseMailDomain } from '../../address/domain.ts';
import { mailboxKey } from '../../address/mailbox-address.ts';
import type { Clock } from '../../base/ports.ts';
import type { QueueId, RecipientIndex } from '../../queue/message.ts';
import type { MessageRecord, OperatorEntry, QueueStore, Selection } from '../../queue/queue-store.ts';
import type { UndeliverableStore } from '../../queue/undeliverable.ts';
import {
  addressArgument,
  limitArgument,
  OperationError,
  type Operations,
  operation,
  queueIdArgument,
} from './operation.ts';
import { historyView, messageView } from './queue-view.ts';

export interface QueueOperationsWorld {
  readonly queue: QueueStore;
  readonly undeliverable: Pick<UndeliverableStore, 'counts'>;
  readonly clock: Clock;
  /** Something may have become due. */
  readonly wake: () => void;
  /** Destinations that were found dead a moment ago are to be dialled again. */
  readonly forgetDeaths: () => void;
  /** Settles what waits of one message by the operator's word. Answers how many recipients that were. */
  readonly settle: (
    id: QueueId,
    recipients: readonly RecipientIndex[] | 'all',
    verb: 'fail' | 'drop',
    who: string,
  ) => Promise<number>;
}

/** Messages that one `queue list` shows unless it is asked for more. */
const listLimit = 1_000;

const who = v.optional(v.string(), 'operator');
const recipients = v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))));
/** A domain in any form, or the name of a fixed next hop. */
const destination = v.pipe(
  v.string(),
  v.transform((text) => {
    const domain = parseMailDomain(text);
    return domain.ok ? domain.value : text;
  }),
);
const oneMessage = v.strictObject({ id: queueIdArgument, recipients, who });
const selection = v.strictObject({
  id: v.optional(queueIdArgument),
  recipients,
  destination: v.optional(destination),
  all: v.optional(v.boolean(), false),
  who,
});

/** `queue list|show|retry|hold|release|fail|drop` and `trace`. */
export function queueOperations(world: QueueOperationsWorld): Operations {
  return {
    'queue.list': operation(
      v.strictObject({
        all: v.optional(v.boolean(), false),
        destination: v.optional(destination),
        address: v.optional(addressArgument),
        after: v.optional(queueIdArgument),
        limit: v.optional(limitArgument, listLimit),
      }),
      async ({ all, destination, address, after, limit }) => {
        const records = await world.queue.list({
          which: all ? 'all' : 'queue',
          ...(destination !== undefined && { destination }),
          ...(address !== undefined && { address: mailboxKey(address) }),
          ...(after !== undefined && { after }),
          limit: limit + 1,
        });
        const messages = records.slice(0, limit).map(messageView);
        const isCut = records.length > limit;
        const filed = Object.values(await world.undeliverable.counts());
        const undeliverable = filed.reduce((sum, n) => sum + n, 0);
        return { messages, isCut, statistics: await world.queue.statistics(), undeliverable };
      },
    ),
    'queue.show': operation(v.strictObject({ id: queueIdArgument }), async ({ id }) =>
      messageView(await find(id, world)),
    ),
    trace: operation(v.strictObject({ id: queueIdArgument }), async ({ id }) => ({
      ...messageView(await find(id, world)),
      history: (await world.queue.history(id)).map(historyView),
    })),
    'queue.retry': operation(selection, async (args) => {
      const selected = await selectionOf(args, world);
      const entry = entryOf('retry', args, world);
      world.forgetDeaths();
      const changed = await world.queue.makeDue(selected, world.clock.now(), entry);
      world.wake();
      return { changed };
    }),
    'queue.hold': operation(selection, async (args) => {
      const selected = await selectionOf(args, world);
      return { changed: await world.queue.setHeld(selected, true, entryOf('hold', args, world)) };
    }),
    'queue.release': operation(selection, async (args) => {
      const selected = await selectionOf(args, world);
      const changed = await world.queue.setHeld(selected, false, entryOf('release', args, world));
      world.wake();
      return { changed };
    }),
    'queue.fail': operation(oneMessage, (args) => settle('fail', args, world)),
    'queue.drop': operation(oneMessage, (args) => settle('drop', args, world)),
  };
}

async function find(id: QueueId, world: QueueOperationsWorld): Promise<MessageRecord> {
  const record = await world.queue.find(id);
  if (!record) throw new OperationError(`there is no message ${id} (any more)`);
  return record;
}

async function settle(
  verb: 'fail' | 'drop',
  args: v.InferOutput<typeof oneMessage>,
  world: QueueOperationsWorld,
) {
  await find(args.id, world);
  const changed = await world.settle(args.id, args.recipients ?? 'all', verb, args.who);
  if (changed === 0) throw new OperationError(`nothing of message ${args.id} is waiting`);
  world.wake();
  return { changed };
}

async function selectionOf(
  { id, recipients, destination, all }: v.InferOutput<typeof selection>,
  world: QueueOperationsWorld,
): Promise<Selection> {
  const ways = [id !== undefined, destination !== undefined, all];
  if (ways.filter(Boolean).length !== 1)
    throw new OperationError('say which: a queue id, a destination or all, and only one of them');
  if (id !== undefined) {
    await find(id, world);
    return { queueId: id, recipients: recipients ?? 'all' };
  }
  if (recipients !== undefined) throw new OperationError('recipients are those of one message: say which');
  return destination === undefined ? 'all' : { destination };
}

function entryOf(
  verb: 'retry' | 'hold' | 'release',
  { who }: v.InferOutput<typeof selection>,
  world: QueueOperationsWorld,
): OperatorEntry {
  return { at: world.clock.now(), event: { kind: 'operator', verb, who } };
}
