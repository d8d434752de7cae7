import { keywordsMax } from '../../mailbox/email.ts';
import { mailboxDepthMax, mailboxesMax } from '../../mailbox/mailbox.ts';
import type { Capability } from '../capability.ts';
import { emailChanges } from './methods/email-changes.ts';
import { emailGet } from './methods/email-get.ts';
import { emailCopy, emailImport } from './methods/email-import.ts';
import { emailParse } from './methods/email-parse.ts';
import { emailQueries } from './methods/email-queries.ts';
import { sortOptions } from './methods/email-query.ts';
import { emailSet } from './methods/email-set.ts';
import { mailboxMethods } from './methods/mailbox-methods.ts';
import { mailboxQueries } from './methods/mailbox-query.ts';
import { searchSnippets } from './methods/search-snippets.ts';
import { stateOf } from './methods/states.ts';
import { threadMethods } from './methods/thread-methods.ts';
import { type MailWorld, mailboxNameBytesMax, mailUri } from './world.ts';

/** Mailboxes, threads and emails (RFC 8621 §1.3.1). */
export const mailCapability = (world: MailWorld): Capability => ({
  uri: mailUri,
  ofServer: {},
  ofAccount: () => ({
    maxMailboxesPerEmail: mailboxesMax,
    maxMailboxDepth: mailboxDepthMax,
    maxSizeMailboxName: mailboxNameBytesMax,
    maxSizeAttachmentsPerEmail: world.limits.attachmentBytesMax,
    emailQuerySortOptions: sortOptions,
    mayCreateTopLevelMailbox: true,
    maxKeywordsPerEmail: keywordsMax,
  }),
  methods: {
    ...mailboxMethods(world),
    ...mailboxQueries(world),
    ...threadMethods(world),
    ...emailQueries(world),
    'Email/get': emailGet(world),
    'Email/changes': emailChanges(world),
    'Email/set': emailSet(world),
    'Email/import': emailImport(world),
    'Email/copy': emailCopy(world),
    'Email/parse': emailParse(world),
    'SearchSnippet/get': searchSnippets(world),
  },
  states: {
    Mailbox: (account) => stateOf('mailbox', account, world),
    Thread: (account) => stateOf('thread', account, world),
    Email: (account) => stateOf('email', account, world),
    // RFC 8621 §1.5: it changes when an email is added.
    EmailDelivery: (account) => latestEmail(account, world),
  },
});

/** The id of the email that was added last: ids grow, and none is given again. */
async function latestEmail(account: string, { emails }: MailWorld): Promise<string> {
  const window = { position: -1, limit: 1 };
  const found = await emails.query(account, { sort: [], collapseThreads: false, window, countsAll: false });
  return found?.ids[0] ?? 'none';
}
