import * as v from 'valibot';
import type { Account } from '../../accounts/accounts.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import { senderKey } from '../../queue/message.ts';
import { accountOf, readArguments } from '../arguments.ts';
import type { Capability, Method, MethodContext } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { getMethod } from '../standard/get.ts';
import { deliveryOf } from './delivery.ts';
import { noticeOf } from './notice.ts';
import { type NewsWorld, newsUri } from './world.ts';

/** Addresses that are checked by one call: each may cost questions to the DNS. */
const checkedMax = 50;
/** Recipients settled last among which a suggestion is looked for. */
const reachedMax = 500;

const deliveryProperties = [
  'id',
  'emailId',
  'phase',
  'sendAt',
  'resendOf',
  'resends',
  'recipients',
  'events',
];
const noticeProperties = [
  'id',
  'kind',
  'verdict',
  'queueId',
  'messageId',
  'subject',
  'content',
  'recipients',
];

/** What became of a mail, told for people: see docs/jmap.md. */
export const newsCapability = (world: NewsWorld): Capability => ({
  uri: newsUri,
  ofServer: {},
  ofAccount: (_account: Account) => ({ maxAddressesInCheck: checkedMax }),
  methods: {
    'Delivery/get': deliveryGet(world),
    'Notice/get': noticeGet(world),
    'Address/check': addressCheck(world),
  },
});

const deliveryGet = (world: NewsWorld): Method =>
  getMethod({
    capability: newsUri,
    hasProperty: (name) => deliveryProperties.includes(name),
    defaultProperties: deliveryProperties,
    get: async ({ account, ids }, { limits }) => {
      const all = await world.outbox.find(account.id, ids as readonly QueueId[] | undefined);
      const wanted = all.slice(0, limits.getObjectsMax);
      return { state: 'live', list: await Promise.all(wanted.map((each) => delivery(each, world))) };
    },
  });

async function delivery(submission: Submission, { queue, outbox }: NewsWorld): Promise<JsonObject> {
  const { id, account, phase } = submission;
  const [record, history, resends] = await Promise.all([
    phase === 'sent' ? queue.find(id) : undefined,
    phase === 'sent' ? queue.history(id) : [],
    outbox.repeatsOf(account, id),
  ]);
  return deliveryOf(submission, record, history, resends);
}

const noticeGet = (world: NewsWorld): Method =>
  getMethod({
    capability: newsUri,
    hasProperty: (name) => noticeProperties.includes(name),
    defaultProperties: noticeProperties,
    get: async ({ account, ids = [] }, context) => {
      const reader = await readerFor(account.id, world, context);
      const list: JsonObject[] = [];
      // One after the other: each is read whole.
      for (const id of ids) {
        const email = await world.readEmail(account.id, id);
        const notice = email && noticeOf(email, reader);
        if (notice) list.push({ id, ...notice });
      }
      return { state: 'live', list };
    },
  });

async function readerFor(account: Account['id'], world: NewsWorld, { languages, clock }: MethodContext) {
  const sender = senderKey({
    origin: { kind: 'submission', account },
    envelope: { reversePath: 'null-path' },
  });
  const reached = await world.queue.reachedBy(sender, reachedMax);
  return { languages, at: clock.now(), postmaster: world.postmaster.text, reached };
}

const addressCheck =
  (world: NewsWorld): Method =>
  async (args, context) => {
    const entries = {
      accountId: v.string(),
      addresses: v.pipe(v.array(v.string()), v.maxLength(checkedMax)),
    };
    const { accountId, addresses } = readArguments(entries, args);
    const account = accountOf(context, accountId, newsUri);
    const list = await Promise.all(
      addresses.map(async (address) => ({ address, ...(await world.checkAddress(address)) })),
    );
    return {
      accountId: account.id,
      list: list.map((each) => ({ ...each, didYouMean: [...each.didYouMean] })),
    };
  };
