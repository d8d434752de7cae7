/**
 * How fast a large account is read: `node bench/mailbox.ts [emails] [folder]`. Mails of four lengths, in threads of three, come in as any
 * mail does and are digested, in a process of its own, so that the memory of this one is that of a server that is asked. Then they are
 * asked for as a list, as a search and as a client that was away. Times are medians.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../src/base/instant.ts';
import type { Digest } from '../src/mailbox/digest.ts';
import type { EmailId } from '../src/mailbox/email.ts';
import type { EmailFilter, EmailOrder, EmailQuery } from '../src/mailbox/email-query.ts';
import type { EmailStore } from '../src/mailbox/email-store.ts';
import type { Mailbox, MailboxId, MailboxRole } from '../src/mailbox/mailbox.ts';
import type { Modseq } from '../src/mailbox/modseq.ts';
import { acceptance, account } from '../src/storage/conformance/fixtures.ts';
import { openSqliteStore } from '../src/storage/sqlite/store.ts';
import type { Store } from '../src/storage/store.ts';

const emails = Number(process.argv[2] ?? 50_000);
const owner = 'homer';
const neighbour = 'marge';
const page = 50;
const vocabulary = 30_000;
const wordsOfBody = [20, 60, 200, 800];
const repeats = 15;

/** Small numbers often, large ones seldom, as the words of a language are: always the same series. */
let seed = 1;
function chance(below: number): number {
  seed = (seed * 48_271) % 2_147_483_647;
  return Math.floor(below ** (seed / 2_147_483_647)) - 1;
}
const wordOf = (n: number): string => `w${n.toString(36)}${'aeiou'[n % 5]}`;
const words = (count: number): string =>
  Array.from({ length: count }, () => wordOf(chance(vocabulary))).join(' ');

function digestOf(n: number, body: string): Digest {
  const thread = n - (n % 3);
  const from = `${wordOf(chance(500))}@springfield.test`;
  const subject = `${n === thread ? '' : 'Re: '}${wordOf(thread)} ${wordOf(thread % 97)}`;
  const address = (email: string) => [{ name: null, email }];
  return {
    shown: {
      messageId: [`${n}@springfield.test`],
      inReplyTo: null,
      references: n === thread ? null : [`${thread}@springfield.test`],
      ...{ sender: null, from: address(from), to: address('homer@springfield.test') },
      ...{ cc: null, bcc: null, replyTo: null, subject, sentAt: null },
      hasAttachment: n % 11 === 0,
      preview: body.slice(0, 256),
    },
    sentAt: 1_000 + n,
    texts: { subject, from, to: 'homer@springfield.test', cc: '', bcc: '', body },
  };
}

async function fill({ queue, accounts, emails: store }: Store): Promise<void> {
  const batch = 100;
  for (const name of [owner, neighbour]) await accounts.addAccount(account(name), undefined);
  let [acceptMs, digestMs] = [0, 0];
  for (let first = 0; first < emails; first += batch) {
    const bodies = Array.from({ length: batch }, (_, i) => words(wordsOfBody[i % wordsOfBody.length] ?? 0));
    const acceptances = bodies.map((body, i) => {
      const name = (first + i) % 10 === 9 ? neighbour : owner;
      const to = [{ address: `${name}@springfield.test`, account: name }];
      return acceptance({ number: first + i + 1, to, body: Buffer.from(`Subject: x\r\n\r\n${body}`) });
    });
    const start = performance.now();
    await Promise.all(acceptances.map((each) => queue.accept([each])));
    const between = performance.now();
    const undigested = await store.undigested(undefined, batch);
    await store.putDigests(
      undigested.map(({ account, id }, i) => ({ account, id, digest: digestOf(first + i, bodies[i] ?? '') })),
    );
    acceptMs += between - start;
    digestMs += performance.now() - between;
  }
  print(`accept, ${batch} at once`, acceptMs / emails);
  print(`digests written, ${batch} at once`, digestMs / emails);
  await live(store);
}

/** Half of them are read, some flagged, a tenth is in the archive. */
async function live(store: EmailStore): Promise<void> {
  const archive = mailboxOf(await store.mailboxes(owner), 'archive');
  const all = await store.query(owner, { ...everything, window: { position: 0, limit: emails } });
  const ids = all?.ids ?? [];
  const start = performance.now();
  for (let first = 0; first < ids.length; first += 100) {
    await Promise.all(
      ids.slice(first, first + 100).map((id, i) => {
        const add = [...(i % 2 ? ['$seen'] : []), ...(i % 50 === 0 ? ['$flagged'] : [])];
        const mailboxes = i % 10 === 0 ? { mailboxes: { set: [archive] } } : {};
        return store.changeEmail(owner, id, { keywords: { add, remove: [] }, ...mailboxes });
      }),
    );
  }
  print('change of an email, 100 at once', (performance.now() - start) / ids.length);
}

const newest: readonly EmailOrder[] = [{ by: 'received', isAscending: false }];
const everything: EmailQuery = {
  sort: newest,
  collapseThreads: false,
  window: { position: 0, limit: page },
  countsAll: false,
};

const mailboxOf = (mailboxes: readonly Mailbox[], role: MailboxRole): MailboxId =>
  mailboxes.find((each) => each.role === role)?.id ?? 'M0';

async function ask({ emails: store }: Store): Promise<void> {
  const mailboxes = await store.mailboxes(owner);
  const [inbox, trash] = [mailboxOf(mailboxes, 'inbox'), mailboxOf(mailboxes, 'trash')];
  const inInbox: EmailFilter = { kind: 'in-mailbox', mailbox: inbox };
  const text = (sought: string): EmailFilter => ({
    kind: 'text',
    fields: ['subject', 'from', 'to', 'cc', 'bcc', 'body'],
    text: sought,
  });
  const both = (...of: EmailFilter[]): EmailFilter => ({ kind: 'all', of });
  const notTrash: EmailFilter = { kind: 'in-mailbox-other-than', mailboxes: [trash] };
  const unread: EmailFilter = { kind: 'none', of: [{ kind: 'keyword', keyword: '$seen' }] };
  const list = { filter: inInbox, collapseThreads: true, countsAll: true } as const;
  const [rare, common] = [wordOf(20_000), wordOf(3)];
  const questions: readonly (readonly [string, Partial<EmailQuery>])[] = [
    ['inbox, first page, by thread, counted', list],
    ['inbox, first page, by thread', { ...list, countsAll: false }],
    ['inbox, first page', { filter: inInbox }],
    [
      'inbox, page in the middle, by thread, counted',
      { ...list, window: { position: emails / 8, limit: page } },
    ],
    ['inbox, last page, by thread', { ...list, window: { position: -page, limit: page } }],
    ['all mail but the trash, by thread, counted', { ...list, filter: notTrash }],
    ['inbox, unread, by thread, counted', { ...list, filter: both(inInbox, unread) }],
    [
      'inbox, flagged, counted',
      { filter: both(inInbox, { kind: 'keyword', keyword: '$flagged' }), countsAll: true },
    ],
    [
      'inbox, with attachment, counted',
      { filter: both(inInbox, { kind: 'attachment', has: true }), countsAll: true },
    ],
    ['inbox, by subject', { filter: inInbox, sort: [{ by: 'subject', isAscending: true }] }],
    ['inbox, by sender', { filter: inInbox, sort: [{ by: 'from', isAscending: true }, ...newest] }],
    [
      'inbox, flagged threads first, by thread',
      {
        ...list,
        sort: [{ by: 'keyword-in-some-of-thread', keyword: '$flagged', isAscending: false }, ...newest],
      },
    ],
    ['search, a rare word, counted', { filter: text(rare), countsAll: true }],
    ['search, a common word, counted', { filter: text(common), countsAll: true }],
    ['search, a common word, by thread, counted', { ...list, filter: text(common) }],
    ['search, two words', { filter: text(`${common} ${wordOf(50)}`) }],
    ['search, two words as a phrase', { filter: text(`"${common} ${wordOf(5)}"`), countsAll: true }],
    ['search, beginnings of words, in the inbox', { filter: both(inInbox, text('w1')), countsAll: true }],
    ['search, a sender', { filter: { kind: 'text', fields: ['from'], text: wordOf(200) }, countsAll: true }],
    [
      'search, a header field (reads each mail)',
      { filter: { kind: 'header', name: 'List-Id' }, countsAll: true },
    ],
  ];
  await time('mailboxes, with all counts', () => store.mailboxes(owner));
  for (const [what, question] of questions)
    await time(what, async () => (await store.query(owner, { ...everything, ...question }))?.ids.length ?? 0);
  await timeTheRest(store);
}

async function timeTheRest(store: EmailStore): Promise<void> {
  const first = (await store.query(owner, everything))?.ids ?? [];
  const some = await store.emails(owner, first);
  await time(`get, ${page} emails`, () => store.emails(owner, first));
  await time(`get, ${page} threads`, () =>
    store.threads(
      owner,
      some.map(({ thread }) => thread),
    ),
  );
  const state = (await store.state(owner))?.email ?? 0;
  await time('changes, none', () => store.changes(owner, 'email', state as Modseq, 500));
  await time('changes, 500 of many', () => store.changes(owner, 'email', (state / 2) as Modseq, 500));
  await time('an email added', (n) =>
    store.addEmail(
      owner,
      { mailboxes: [some[0]?.mailboxes[0] ?? 'M0'], keywords: [], receivedAt: instant(2_000) },
      Buffer.from('Subject: x\r\n\r\nx'),
      digestOf(emails + n, words(60)),
    ),
  );
  await time('an email read', (n) =>
    store.changeEmail(owner, first[n] ?? ('E0' as EmailId), { keywords: { add: ['$seen'], remove: [] } }),
  );
  await time('an email destroyed', (n) => store.destroyEmail(owner, first[n] ?? ('E0' as EmailId)));
}

async function time(what: string, action: (n: number) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) {
    const start = performance.now();
    await action(n);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  print(what, times[repeats >> 1] ?? 0, times.at(-1));
}

function print(what: string, ms: number, worstMs?: number): void {
  const worst = worstMs === undefined ? '' : `, at worst ${worstMs.toFixed(1)} ms`;
  console.log(`${what.padEnd(50)}${ms.toFixed(2).padStart(9)} ms${worst}`);
}

async function withStore(folder: string, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openSqliteStore(folder);
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

async function main(parent: string): Promise<void> {
  const folder = mkdtempSync(join(parent, 'evergreen-bench-'));
  try {
    spawnSync(process.execPath, [import.meta.filename, `${emails}`, folder, 'fill'], { stdio: 'inherit' });
    await withStore(folder, ask);
    console.log(`memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, , , folder = tmpdir(), task] = process.argv;
if (task === 'fill') await withStore(folder, fill);
else await main(folder);
