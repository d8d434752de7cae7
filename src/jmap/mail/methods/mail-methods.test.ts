import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../../base/bytes.ts';
import { acceptance, account, t } from '../../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../../storage/memory/store.ts';
import type { JsonObject } from '../../json.ts';
import { homer, TestClient } from '../../testing/client.ts';
import { Digester } from '../digester.ts';
import { mailCapability } from '../mail-capability.ts';

type Shown = Record<string, unknown> & { readonly id: string };

/** An account with its six mailboxes, and a client of it. */
async function world(roomBytes = 1_000_000) {
  const store = createMemoryStore();
  await store.accounts.addAccount(account(homer.id), undefined);
  const log = { debug() {}, info() {}, warn() {}, error() {}, with: () => log };
  const digester = new Digester(store.emails, log);
  let chance = 0;
  const client = new TestClient([
    mailCapability({
      emails: store.emails,
      catchUp: (id) => digester.catchUp(id),
      roomOf: async () => roomBytes,
      random: { bytes: (n) => new Uint8Array(n).fill(++chance) },
      domain: homer.address.domain,
      limits: { messageBytesMax: 5_000, attachmentBytesMax: 3_000 },
    }),
  ]);
  const call = (name: string, args: JsonObject) => client.call(name, { accountId: homer.id, ...args });
  const { list } = await call('Mailbox/get', { ids: null });
  const mailboxes = new Map((list as Shown[]).map(({ id, role }) => [role as string, id]));
  const mailbox = (role: string) => mailboxes.get(role) ?? '';
  const create = async (email: JsonObject) => {
    const { created, notCreated } = await call('Email/set', { create: { e: email } });
    return {
      made: (created as Record<string, Shown> | null)?.e,
      refused: (notCreated as JsonObject | null)?.e as JsonObject,
    };
  };
  const draft = (more: JsonObject = {}): JsonObject => ({
    mailboxIds: { [mailbox('inbox')]: true },
    from: [{ name: 'Marge', email: 'marge@x.test' }],
    subject: 'Pie',
    bodyValues: { t: { value: 'It is ready.' } },
    textBody: [{ partId: 't', type: 'text/plain' }],
    ...more,
  });
  const state = async () => String((await call('Email/get', { ids: [] })).state);
  return { store, client, call, mailbox, create, draft, state };
}

describe('Email/set and Email/get', () => {
  it('creates a mail that is read as it was written', async () => {
    const { call, create, draft } = await world();
    const { made } = await create(draft({ keywords: { $SEEN: true } }));
    assert.ok(made);
    const { list } = await call('Email/get', {
      ids: [made.id],
      properties: [
        'subject',
        'from',
        'keywords',
        'preview',
        'textBody',
        'bodyValues',
        'hasAttachment',
        'blobId',
      ],
      fetchTextBodyValues: true,
    });
    const [email] = list as Shown[];
    assert.deepEqual([email?.subject, email?.preview, email?.hasAttachment], ['Pie', 'It is ready.', false]);
    assert.deepEqual(email?.keywords, { $seen: true });
    assert.deepEqual(email?.from, [{ name: 'Marge', email: 'marge@x.test' }]);
    const [value] = Object.values(email?.bodyValues as Record<string, { value: string }>);
    assert.equal(value?.value.trimEnd(), 'It is ready.');
    assert.equal(email?.blobId, made.blobId);
  });

  it('names everything that is wrong with a mail', async () => {
    const { create, draft } = await world();
    const wrong = await create(
      draft({ mailboxIds: {}, subject: 7, threadId: 'T1', keywords: { 'a b': true } }),
    );
    assert.equal(wrong.refused.type, 'invalidProperties');
    assert.deepEqual((wrong.refused.properties as string[]).toSorted(), [
      'keywords',
      'mailboxIds',
      'subject',
      'threadId',
    ]);
    const elsewhere = await create(draft({ mailboxIds: { M999999: true } }));
    assert.deepEqual(elsewhere.refused.properties, ['mailboxIds']);
    const blob = await create(draft({ attachments: [{ blobId: 'U99', type: 'image/png' }] }));
    assert.deepEqual([blob.refused.type, blob.refused.notFound], ['blobNotFound', ['U99']]);
    const large = await create(draft({ bodyValues: { t: { value: 'x'.repeat(6_000) } } }));
    assert.equal(large.refused.type, 'tooLarge');
  });

  it('stores nothing for which there is no room', async () => {
    const { create, draft, store } = await world(100);
    assert.equal((await create(draft())).refused.type, 'overQuota');
    assert.equal((await store.mailboxes.usage(homer.id)).messages, 0);
  });

  it('changes keywords and mailboxes by patches, and nothing else', async () => {
    const { call, create, draft, mailbox } = await world();
    const { made } = await create(draft());
    const id = made?.id ?? '';
    const update = async (patch: JsonObject) => {
      const { notUpdated } = await call('Email/set', { update: { [id]: patch } });
      return (notUpdated as Record<string, JsonObject> | null)?.[id];
    };
    assert.equal(
      await update({ 'keywords/$flagged': true, [`mailboxIds/${mailbox('archive')}`]: true }),
      undefined,
    );
    assert.equal(await update({ [`mailboxIds/${mailbox('inbox')}`]: null }), undefined);
    const { list } = await call('Email/get', { ids: [id], properties: ['keywords', 'mailboxIds'] });
    const [email] = list as Shown[];
    assert.deepEqual(
      [email?.keywords, email?.mailboxIds],
      [{ $flagged: true }, { [mailbox('archive')]: true }],
    );
    assert.deepEqual((await update({ mailboxIds: {} }))?.properties, ['mailboxIds']);
    assert.deepEqual((await update({ subject: 'Cake' }))?.properties, ['subject']);
    assert.equal((await update({ 'keywords/a b': true }))?.type, 'invalidProperties');
  });

  it('takes a whole mail back as it is, with another keyword (RFC 8620 §5.3)', async () => {
    const { call, create, draft } = await world();
    const { made } = await create(draft());
    const id = made?.id ?? '';
    const properties = [
      'id',
      'blobId',
      'threadId',
      'mailboxIds',
      'size',
      'receivedAt',
      'from',
      'subject',
      'sentAt',
    ];
    const { list } = await call('Email/get', { ids: [id], properties: [...properties, 'header:From:asRaw'] });
    const [whole = { id }] = list as readonly JsonObject[];
    const update = async (patch: JsonObject) => {
      const { notUpdated } = await call('Email/set', { update: { [id]: patch } });
      return (notUpdated as Record<string, JsonObject> | null)?.[id];
    };
    assert.equal(await update({ ...whole, keywords: { $answered: true } }), undefined);
    const { list: after } = await call('Email/get', { ids: [id], properties: ['keywords'] });
    assert.deepEqual((after as Shown[])[0]?.keywords, { $answered: true });
    const { properties: wrong } =
      (await update({ ...whole, size: 1, threadId: 'T99', nonsense: null })) ?? {};
    assert.deepEqual((wrong as string[]).toSorted(), ['nonsense', 'size', 'threadId']);
  });

  it('refuses patches that go into each other, or into what is not there (RFC 8620 §5.3)', async () => {
    const { call, create, draft, mailbox } = await world();
    const { made } = await create(draft());
    const id = made?.id ?? '';
    const inbox = mailbox('inbox');
    for (const patch of [
      { keywords: {}, 'keywords/$seen': true },
      { mailboxIds: { [inbox]: true }, [`mailboxIds/${inbox}`]: null },
      { 'keywords/$seen/deep': true },
      { 'from/0/email': 'ann@x.test' },
    ] satisfies JsonObject[]) {
      const { notUpdated } = await call('Email/set', { update: { [id]: patch } });
      const refused = (notUpdated as Record<string, JsonObject> | null)?.[id];
      assert.equal(refused?.type, 'invalidPatch', JSON.stringify(patch));
    }
  });

  it('destroys, and tells of it', async () => {
    const { call, create, draft, state } = await world();
    const { made } = await create(draft());
    const before = await state();
    const { destroyed, notDestroyed } = await call('Email/set', { destroy: [made?.id ?? '', 'E99'] });
    assert.deepEqual([destroyed, Object.keys(notDestroyed as object)], [[made?.id], ['E99']]);
    const changes = await call('Email/changes', { sinceState: before });
    assert.deepEqual([changes.created, changes.destroyed], [[], [made?.id]]);
    assert.equal((await call('Email/changes', { sinceState: 'never' })).type, 'cannotCalculateChanges');
  });
});

describe('Email/query', () => {
  it('finds what came in at once, and the words in it', async () => {
    const { call, store, mailbox } = await world();
    const body = fromUtf8('Subject: Birthday\r\nFrom: bart@x.test\r\n\r\nBring the pies\r\n');
    const to = [{ address: 'homer@springfield.test', account: homer.id }];
    await store.queue.accept([acceptance({ number: 1, to, body })]);
    const found = await call('Email/query', {
      filter: { inMailbox: mailbox('inbox') },
      calculateTotal: true,
    });
    assert.equal(found.total, 1);
    const ids = found.ids as string[];
    assert.deepEqual((await call('Email/query', { filter: { text: 'pies' } })).ids, ids);
    assert.deepEqual((await call('Email/query', { filter: { text: 'cakes' } })).ids, []);
    const { list } = await call('SearchSnippet/get', { filter: { text: 'pies' }, emailIds: ids });
    assert.deepEqual(list, [{ emailId: ids[0], subject: null, preview: 'Bring the <mark>pies</mark>' }]);
  });

  it('tells how a query has changed', async () => {
    const { call, create, draft } = await world();
    const first = (await create(draft())).made?.id;
    const { queryState } = await call('Email/query', {});
    const second = (await create(draft({ subject: 'Cake', receivedAt: '2030-01-01T00:00:00Z' }))).made?.id;
    const changes = await call('Email/queryChanges', { sinceQueryState: queryState ?? '' });
    assert.deepEqual([changes.removed, changes.added], [[], [{ id: second, index: 0 }]]);
    assert.notEqual(first, second);
  });

  it('refuses what it does not know', async () => {
    const { call } = await world();
    assert.equal((await call('Email/query', { filter: { smell: 'good' } })).type, 'unsupportedFilter');
    assert.equal((await call('Email/query', { sort: [{ property: 'smell' }] })).type, 'unsupportedSort');
  });
});

describe('Thread, import, copy and parse', () => {
  it('keeps answers together', async () => {
    const { call, create, draft } = await world();
    const first = (await create(draft({ messageId: ['a@x'] }))).made;
    const answer = (await create(draft({ subject: 'Re: Pie', inReplyTo: ['a@x'] }))).made;
    assert.equal(answer?.threadId, first?.threadId);
    const { list } = await call('Thread/get', { ids: [String(first?.threadId)] });
    assert.deepEqual((list as Shown[])[0]?.emailIds, [first?.id, answer?.id]);
    assert.equal(((await call('Thread/get', { ids: null })).list as readonly unknown[]).length, 1);
  });

  it('imports what was uploaded, if it is a message', async () => {
    const { call, store, mailbox } = await world();
    const good = await store.emails.keepUpload(
      homer.id,
      fromUtf8('Subject: Old\r\n\r\nHi\r\n'),
      'message/rfc822',
      t(0),
    );
    const bad = await store.emails.keepUpload(homer.id, new Uint8Array(50), 'image/png', t(0));
    const mailboxIds = { [mailbox('archive')]: true };
    const { created, notCreated } = await call('Email/import', {
      emails: {
        a: { blobId: good, mailboxIds, receivedAt: '2020-01-01T00:00:00Z' },
        b: { blobId: bad, mailboxIds },
        c: { blobId: 'U99', mailboxIds },
      },
    });
    assert.deepEqual(Object.keys(created as object), ['a']);
    const refused = notCreated as Record<string, JsonObject>;
    assert.deepEqual([refused.b?.type, refused.c?.properties], ['invalidEmail', ['blobId']]);
    const parsed = await call('Email/parse', { blobIds: [good, 'U99'], properties: ['subject', 'size'] });
    assert.deepEqual(parsed.parsed, { [good]: { subject: 'Old', size: 20 } });
    assert.deepEqual(parsed.notFound, ['U99']);
  });
});

describe('Mailbox', () => {
  it('is created, moved and removed', async () => {
    const { call, create, draft } = await world();
    const { created } = await call('Mailbox/set', {
      create: { a: { name: 'Work' }, b: { name: 'Plant', parentId: '#a' } },
    });
    const { a, b } = created as Record<string, Shown>;
    assert.ok(a && b);
    const { list } = await call('Mailbox/query', { filter: { parentId: a.id } }).then(({ ids }) =>
      call('Mailbox/get', { ids: ids as string[], properties: ['name', 'parentId', 'totalEmails'] }),
    );
    assert.deepEqual(list, [{ id: b.id, name: 'Plant', parentId: a.id, totalEmails: 0 }]);
    await create(draft({ mailboxIds: { [b.id]: true } }));
    const set = async (args: JsonObject) =>
      (await call('Mailbox/set', args)).notDestroyed as Record<string, JsonObject>;
    assert.equal((await set({ destroy: [a.id] }))[a.id]?.type, 'mailboxHasChild');
    assert.equal((await set({ destroy: [b.id] }))[b.id]?.type, 'mailboxHasEmail');
    assert.equal(await set({ destroy: [b.id], onDestroyRemoveEmails: true }), null);
    assert.equal(await set({ destroy: [a.id] }), null);
  });

  it('keeps its name and place in order', async () => {
    const { call, mailbox } = await world();
    const refuse = async (record: JsonObject) => {
      const { notCreated } = await call('Mailbox/set', { create: { a: record } });
      return (notCreated as Record<string, JsonObject> | null)?.a?.properties;
    };
    assert.deepEqual(await refuse({ name: ' ' }), ['name']);
    assert.deepEqual(await refuse({ name: 'é'.repeat(128) }), ['name']);
    assert.deepEqual(await refuse({ name: 'Inbox' }), ['name']);
    assert.deepEqual(await refuse({ name: 'x', role: 'inbox' }), ['role']);
    assert.deepEqual(await refuse({ name: 'x', parentId: 'M99' }), ['parentId']);
    assert.deepEqual(await refuse({ name: 'x', sortOrder: -1 }), ['sortOrder']);
    const { notDestroyed } = await call('Mailbox/set', { destroy: [mailbox('inbox')] });
    assert.equal((notDestroyed as Record<string, JsonObject>)[mailbox('inbox')]?.type, 'forbidden');
  });

  it('tells when nothing but its counts has changed', async () => {
    const { call, create, draft, mailbox } = await world();
    const { state } = await call('Mailbox/get', { ids: [] });
    await create(draft());
    const changes = await call('Mailbox/changes', { sinceState: state ?? '' });
    assert.deepEqual(changes.updated, [mailbox('inbox')]);
    assert.deepEqual(changes.updatedProperties, [
      'totalEmails',
      'unreadEmails',
      'totalThreads',
      'unreadThreads',
    ]);
  });

  it('is listed as a tree', async () => {
    const { call } = await world();
    const { created } = await call('Mailbox/set', {
      create: {
        a: { name: 'A', sortOrder: 1 },
        b: { name: 'B', sortOrder: 0 },
        c: { name: 'C', parentId: '#a' },
      },
    });
    const { a, b, c } = created as Record<string, Shown>;
    const { ids } = await call('Mailbox/query', {
      filter: { hasAnyRole: false },
      sort: [{ property: 'sortOrder' }],
      sortAsTree: true,
    });
    assert.deepEqual(ids, [b?.id, a?.id, c?.id]);
  });
});
