import * as v from 'valibot';
import type { AccountStore } from '../../accounts/accounts.ts';
import type { Bytes } from '../../base/bytes.ts';
import { concat, toBase64 } from '../../base/bytes.ts';
import { noticeFieldName, readNoticeField } from '../../dsn/correlate/notice-field.ts';
import type { MailboxEntry, MailboxStore, ReadMailbox } from '../../mailbox/mailbox-store.ts';
import { parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

export interface InboxOperationsWorld {
  readonly accounts: AccountStore;
  readonly mailboxes: MailboxStore;
}

/** Octets at the start of a message in which its header section is looked for when an inbox is listed. */
const headerPeekBytes = 32 * 1024;
/** Octets of a message that the operator is shown. */
const messageBytesMax = 10 * 1024 * 1024;

const mailbox = v.optional(v.picklist(['inbox', 'junk'] satisfies ReadMailbox[]), 'inbox');

/** `inbox ACCOUNT [N] [--junk]`: the list, or the N-th message of it; −1 is the last. */
export function inboxOperations(world: InboxOperationsWorld): Operations {
  return {
    'inbox.list': operation(v.strictObject({ address: addressArgument, mailbox }), async (args) => {
      const account = await accountId(args.address, world);
      const views: Awaited<ReturnType<typeof entryView>>[] = [];
      // One after the other: an inbox may be large.
      for (const entry of await world.mailboxes.listInbox(account, args.mailbox))
        views.push(await entryView({ account, mailbox: args.mailbox, entry }, views.length + 1, world));
      return views;
    }),
    'inbox.show': operation(
      v.strictObject({
        address: addressArgument,
        mailbox,
        number: v.pipe(v.number(), v.integer(), v.notValue(0, 'messages are counted from 1')),
      }),
      async ({ address, mailbox, number }) => {
        const account = await accountId(address, world);
        const entries = await world.mailboxes.listInbox(account, mailbox);
        const index = number < 0 ? entries.length + number : number - 1;
        const entry = entries[index];
        if (!entry) {
          const where = mailbox === 'junk' ? 'junk mailbox' : 'inbox';
          throw new OperationError(`the ${where} of ${address.text} has no message ${number}`);
        }
        const content = await read({ account, mailbox, entry }, messageBytesMax, world);
        return {
          number: index + 1,
          uid: entry.uid,
          queueId: entry.queueId,
          contentBase64: toBase64(content),
        };
      },
    ),
  };
}

async function accountId(
  address: Parameters<AccountStore['findAccount']>[0],
  { accounts }: InboxOperationsWorld,
): Promise<string> {
  const account = await accounts.findAccount(address);
  if (!account) throw new OperationError(`there is no account ${address.text}`);
  return account.id;
}

interface Place {
  readonly account: string;
  readonly mailbox: ReadMailbox;
  readonly entry: MailboxEntry;
}

async function entryView(place: Place, number: number, world: InboxOperationsWorld) {
  const { entry } = place;
  const header = parseHeader(await read(place, headerPeekBytes, world));
  const text = (name: string) => decodeWords(header.value(name) ?? '');
  const notice = readNoticeField(header.value(noticeFieldName) ?? '');
  return {
    number,
    uid: entry.uid,
    queueId: entry.queueId,
    receivedAt: new Date(entry.receivedAt).toISOString(),
    sizeBytes: entry.sizeBytes,
    from: text('From'),
    subject: text('Subject'),
    ...(notice !== undefined && { notice }),
  };
}

/** The first octets of a message, `bytesMax` of them if it has so many. */
async function read(
  { account, mailbox, entry }: Place,
  bytesMax: number,
  world: InboxOperationsWorld,
): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let length = 0;
  for await (const chunk of (await world.mailboxes.readMessage(account, entry.uid, mailbox)) ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytesMax) break;
  }
  return concat(chunks).subarray(0, bytesMax);
}
