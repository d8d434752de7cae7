import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import type { EmailId } from '../../../mailbox/email.ts';
import type { EmailFilter, EmailOrder } from '../../../mailbox/email-query.ts';
import type { MailboxId } from '../../../mailbox/mailbox.ts';
import type { Uid } from '../../../mailbox/mailbox-store.ts';
import type { MailState } from '../../../mailbox/modseq.ts';
import { acceptance } from '../../conformance/fixtures.ts';
import { addHomer, addMail, digestFor, homer, query } from '../../conformance/mail-fixtures.ts';
import { createMemoryStore } from '../../memory/store.ts';
import type { Store } from '../../store.ts';
import { assertBooksBalance } from '../testing/books.ts';
import { inProcessStore, openInProcess } from '../testing/in-process.ts';
import { temporaryFolders } from '../testing/temporary-folders.ts';

/** What a step knows of the steps before it. Ids are chosen by their place here: each store has numbers of its own. */
interface World {
  now: number;
  readonly emails: EmailId[];
  readonly mailboxes: MailboxId[];
}

/** One verb, done alike to each store. Answers what the store says. */
type Step = (store: Store, world: World) => Promise<unknown>;

const keyword = fc.constantFrom('$seen', '$flagged', '$draft', 'work');
const keywords = fc.uniqueArray(keyword, { maxLength: 3 });
/** Small, so that the same objects are met again and again. */
const place = fc.nat(8);
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
const words = fc.constantFrom('krusty', 'klown', 'Füße', 'krusty klown', '日本語');

const mail = fc.record({
  id: fc.option(fc.constantFrom('a@x', 'b@x', 'c@x'), { nil: undefined }),
  references: fc.subarray(['a@x', 'b@x', 'd@x']),
  subject: fc.constantFrom('Pie', 'Re: Pie', 'Apple'),
  body: words,
  sent: fc.nat(3),
  hasAttachment: fc.boolean(),
});

const add = fc.record({ mail, keywords, into: fc.uniqueArray(place, { minLength: 1, maxLength: 3 }) }).map(
  ({ mail: { id, ...template }, keywords: marks, into }): Step =>
    async (store, world) => {
      const mailboxes = [...new Set(into.map((each) => at(world.mailboxes, each)))];
      const named = {
        ...template,
        ...(id !== undefined && { id }),
        keywords: marks,
        mailboxes,
        received: world.now,
      };
      const added = await addMail(store, named).catch((error: Error) => error.message);
      if (added.startsWith('E')) world.emails.push(added as EmailId);
      return added;
    },
);

const deliver = mail.map(
  ({ id, ...template }): Step =>
    async ({ queue, emails }, world) => {
      const to = [{ address: 'homer@springfield.test', account: homer }];
      await queue.accept([acceptance({ number: world.now, to })]);
      const undigested = await emails.undigested(homer, 10);
      const digest = digestFor({ ...template, ...(id !== undefined && { id }) });
      await emails.putDigests(undigested.map((each) => ({ account: homer, id: each.id, digest })));
      world.emails.push(...undigested.map((each) => each.id));
      return undigested;
    },
);

const changeKeywords = fc.record({ which: place, add: keywords, remove: keywords }).map(
  ({ which, add: added, remove }): Step =>
    async ({ emails }, world) =>
      emails.changeEmail(homer, at(world.emails, which) ?? 'E0', { keywords: { add: added, remove } }),
);

const move = fc.record({ which: place, into: fc.uniqueArray(place, { maxLength: 3 }) }).map(
  ({ which, into }): Step =>
    async ({ emails }, world) => {
      const set = into.map((each) => at(world.mailboxes, each));
      return emails.changeEmail(homer, at(world.emails, which) ?? 'E0', { mailboxes: { set } });
    },
);

const destroy = place.map(
  (which): Step =>
    async ({ emails }, world) =>
      emails.destroyEmail(homer, at(world.emails, which) ?? 'E0'),
);

const expunge = fc.integer({ min: 1, max: 9 }).map(
  (uid): Step =>
    async ({ mailboxes }) =>
      mailboxes.expunge(homer, [uid as Uid]),
);

const arrangeMailboxes = fc
  .record({ which: place, name: fc.constantFrom('Inbox', 'Pies', 'Clowns'), verb: fc.nat(3), parent: place })
  .map(
    ({ which, name, verb, parent }): Step =>
      async ({ emails }, world) => {
        const [id, above] = [at(world.mailboxes, which), at(world.mailboxes, parent)];
        if (verb > 1) return emails.changeMailbox(homer, id, { name, parent: verb === 2 ? above : null });
        // The first six are refused.
        if (verb === 1) return emails.removeMailbox(homer, id, parent % 2 === 0).catch(() => 'refused');
        const added = await emails.addMailbox(homer, { name, parent: above });
        if (added.startsWith('M')) world.mailboxes.push(added as MailboxId);
        return added;
      },
  );

const steps = fc.array(
  fc.oneof(
    { arbitrary: add, weight: 3 },
    { arbitrary: deliver, weight: 2 },
    { arbitrary: changeKeywords, weight: 3 },
    { arbitrary: move, weight: 2 },
    destroy,
    expunge,
    arrangeMailboxes,
  ),
  { maxLength: 25, size: 'max' },
);

const orders: readonly EmailOrder[] = [
  { by: 'keyword-in-some-of-thread', keyword: '$flagged', isAscending: false },
  { by: 'subject', isAscending: true },
  { by: 'sent', isAscending: false },
];

const filters = (world: World): readonly EmailFilter[] => [
  { kind: 'in-mailbox', mailbox: at(world.mailboxes, world.now) },
  { kind: 'in-mailbox-other-than', mailboxes: world.mailboxes.slice(0, 1) },
  {
    kind: 'none',
    of: [
      { kind: 'keyword', keyword: '$seen' },
      { kind: 'attachment', has: true },
    ],
  },
  { kind: 'keyword-in-all-of-thread', keyword: '$seen' },
  { kind: 'text', fields: ['subject', 'body'], text: 'krus' },
  {
    kind: 'any',
    of: [
      { kind: 'text', fields: ['body'], text: '"日本"' },
      { kind: 'size-from', bytes: 100 },
    ],
  },
];

describe('mail in SQLite beside mail in memory', () => {
  const folders = temporaryFolders();
  after(folders.removeAll);

  it('answers the same to any sequence of verbs, tells of each change, and its books balance', async () => {
    const run = async (sequence: readonly Step[]) => {
      const folder = folders.make();
      const inProcess = openInProcess(folder);
      const store = await inProcessStore(folder, inProcess);
      try {
        assert.deepEqual(await play(store, sequence), await play(createMemoryStore(), sequence));
        assertBooksBalance(inProcess.database);
      } finally {
        await store.close();
      }
    };
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 30, interruptAfterTimeLimit: 60_000 });
  });
});

async function play(store: Store, sequence: readonly Step[]): Promise<unknown[]> {
  await addHomer(store);
  const mailboxes = (await store.emails.mailboxes(homer)).map(({ id }) => id);
  const world: World = { now: 0, emails: [], mailboxes };
  const name = namesOfIds();
  const answers: unknown[] = [];
  let before = await seen(store, world);
  for (const step of sequence) {
    world.now++;
    answers.push(name(await step(store, world)));
    const now = await seen(store, world);
    await assertAllIsTold(store, before, now);
    for (const filter of filters(world)) {
      const asked = query(filter, { sort: orders, collapseThreads: world.now % 2 === 0 });
      const found = await store.emails.query(homer, asked);
      answers.push(name(found && { ...found, state: 0 }));
    }
    answers.push(name([now.mailboxes, now.emails]));
    before = now;
  }
  return answers;
}

interface Seen {
  readonly state: MailState;
  readonly mailboxes: readonly { readonly id: string }[];
  readonly emails: readonly { readonly id: string }[];
}

async function seen({ emails }: Store, world: World): Promise<Seen> {
  const state = await emails.state(homer);
  const mailboxes = await emails.mailboxes(homer);
  const found = await emails.emails(homer, world.emails);
  assert.ok(state);
  return {
    state,
    mailboxes: mailboxes.map(({ uidValidity: _, modseq: __, countsModseq: ___, ...rest }) => rest),
    emails: found
      .map(({ modseq: _, ...rest }) => rest)
      .sort((a, b) => world.emails.indexOf(a.id) - world.emails.indexOf(b.id)),
  };
}

/** Who knew everything before and hears of the changes knows everything now. */
async function assertAllIsTold({ emails }: Store, before: Seen, now: Seen): Promise<void> {
  for (const kind of ['email', 'mailbox'] as const) {
    const [old, fresh] = kind === 'email' ? [before.emails, now.emails] : [before.mailboxes, now.mailboxes];
    const told = await emails.changes(homer, kind, before.state[kind], 1_000);
    assert.ok(told);
    const known = new Map(old.map((each) => [each.id, JSON.stringify(each)]));
    for (const each of fresh) {
      if (known.get(each.id) === JSON.stringify(each)) continue;
      const list = known.has(each.id) ? told.updated : told.created;
      assert.ok(list.includes(each.id), `${kind} ${JSON.stringify(each)} was ${known.get(each.id)}`);
    }
    const gone = old.map(({ id }) => id).filter((id) => !fresh.some((each) => each.id === id));
    assert.deepEqual([...told.destroyed].sort(), gone.sort());
  }
}

/** Ids by the order in which they are met: both stores meet the same ones. */
function namesOfIds(): (answer: unknown) => unknown {
  const names = new Map<string, string>();
  return (answer) =>
    JSON.parse(
      JSON.stringify(answer ?? null).replace(/"([EMT])\d+"/g, (id, kind: string) => {
        if (!names.has(id)) names.set(id, `"${kind}-${names.size}"`);
        return names.get(id) ?? id;
      }),
    );
}
