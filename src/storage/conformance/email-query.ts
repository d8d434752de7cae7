import assert from 'node:assert/strict';
import type { EmailId } from '../../mailbox/email.ts';
import type { EmailFilter, EmailOrder } from '../../mailbox/email-query.ts';
import type { Store } from '../store.ts';
import { account, t } from './fixtures.ts';
import { addHomer, addMail, found, homer, mailboxOf, query } from './mail-fixtures.ts';
import type { Suite } from './suite.ts';

/** Three mails, the oldest first: a thread of two, and one of its own. */
async function threeMails(store: Store): Promise<readonly [EmailId, EmailId, EmailId]> {
  await addHomer(store);
  const archive = await mailboxOf(store, 'archive');
  return [
    await addMail(store, {
      id: 'a@x',
      subject: 'Pie',
      body: 'Füße and 日本語',
      from: 'bart@x.test',
      received: 10,
      sent: 3,
    }),
    await addMail(store, {
      ...{ id: 'b@x', subject: 'Re: Pie', references: ['a@x'], body: 'krusty clown', received: 20, sent: 1 },
      keywords: ['$seen'],
    }),
    await addMail(store, {
      ...{ subject: 'Apple', body: 'a longer body of the mail', from: 'abe@x.test', received: 30, sent: 2 },
      ...{ hasAttachment: true, mailboxes: [archive], keywords: ['$flagged', '$seen'] },
    }),
  ];
}

export const emailQuerySuite: Suite = {
  'finds by each condition': async (store) => {
    const [a, b, c] = await threeMails(store);
    const [inbox, archive] = [await mailboxOf(store, 'inbox'), await mailboxOf(store, 'archive')];
    const size = (await store.emails.emails(homer, [c]))[0]?.sizeBytes ?? 0;
    const cases: readonly (readonly [EmailFilter, readonly EmailId[]])[] = [
      [{ kind: 'in-mailbox', mailbox: inbox }, [b, a]],
      [{ kind: 'in-mailbox', mailbox: 'M999999' }, []],
      [{ kind: 'in-mailbox-other-than', mailboxes: [inbox] }, [c]],
      [{ kind: 'in-mailbox-other-than', mailboxes: [inbox, archive] }, []],
      [{ kind: 'before', at: t(20) }, [a]],
      [{ kind: 'after', at: t(20) }, [c, b]],
      [{ kind: 'size-from', bytes: size }, [c]],
      [{ kind: 'size-below', bytes: size }, [b, a]],
      [{ kind: 'keyword', keyword: '$seen' }, [c, b]],
      [{ kind: 'keyword', keyword: 'seen' }, []],
      [{ kind: 'keyword-in-all-of-thread', keyword: '$seen' }, [c]],
      [{ kind: 'keyword-in-some-of-thread', keyword: '$seen' }, [c, b, a]],
      [{ kind: 'attachment', has: true }, [c]],
      [{ kind: 'attachment', has: false }, [b, a]],
      [{ kind: 'header', name: 'x-test' }, [c, b, a]],
      [{ kind: 'header', name: 'Subject', value: 'APPLE' }, [c]],
      [{ kind: 'header', name: 'X-None' }, []],
      [{ kind: 'all', of: [] }, [c, b, a]],
      [{ kind: 'any', of: [] }, []],
      [{ kind: 'none', of: [] }, [c, b, a]],
      [
        {
          kind: 'all',
          of: [
            { kind: 'in-mailbox', mailbox: inbox },
            { kind: 'keyword', keyword: '$seen' },
          ],
        },
        [b],
      ],
      [
        {
          kind: 'any',
          of: [
            { kind: 'before', at: t(20) },
            { kind: 'in-mailbox', mailbox: archive },
          ],
        },
        [c, a],
      ],
      [{ kind: 'none', of: [{ kind: 'in-mailbox', mailbox: inbox }] }, [c]],
    ];
    for (const [filter, expected] of cases)
      assert.deepEqual(await found(store, filter), expected, JSON.stringify(filter));
    assert.deepEqual(await found(store), [c, b, a]);
  },

  'finds words': async (store) => {
    const [a, b, c] = await threeMails(store);
    const body = (text: string): EmailFilter => ({ kind: 'text', fields: ['body'], text });
    const cases: readonly (readonly [string, readonly EmailId[]])[] = [
      ['krusty', [b]],
      ['KRUST', [b]],
      ['rusty', []],
      ['clown krusty', [b]],
      ['"krusty clown"', [b]],
      ['"clown krusty"', []],
      ['"krust"', []],
      ['fusse', []],
      ['fuße', [a]],
      ['本', [a]],
      ['日本', [a]],
      ['本日', []],
      ['a', [c, a]],
      ['', [c, b, a]],
      ['* OR " AND (', [c, b, a].slice(0, 0)],
      ['-- !!', [c, b, a]],
    ];
    for (const [text, expected] of cases) assert.deepEqual(await found(store, body(text)), expected, text);
    assert.deepEqual(await found(store, { kind: 'text', fields: ['subject'], text: 'pie' }), [b, a]);
    assert.deepEqual(await found(store, { kind: 'text', fields: ['from', 'body'], text: 'abe' }), [c]);
  },

  'sorts by each order': async (store) => {
    const [a, b, c] = await threeMails(store);
    const cases: readonly (readonly [readonly EmailOrder[], readonly EmailId[]])[] = [
      [[{ by: 'received', isAscending: true }], [a, b, c]],
      [[{ by: 'sent', isAscending: true }], [b, c, a]],
      [[{ by: 'size', isAscending: false }], [c, a, b]],
      [[{ by: 'from', isAscending: true }], [c, a, b]],
      [[{ by: 'to', isAscending: false }], [c, b, a]],
      [
        [
          { by: 'subject', isAscending: true },
          { by: 'received', isAscending: false },
        ],
        [c, b, a],
      ],
      [[{ by: 'keyword', keyword: '$flagged', isAscending: false }], [c, b, a]],
      [
        [
          { by: 'keyword-in-all-of-thread', keyword: '$seen', isAscending: true },
          { by: 'received', isAscending: true },
        ],
        [a, b, c],
      ],
      [
        [
          { by: 'keyword-in-some-of-thread', keyword: '$flagged', isAscending: false },
          { by: 'received', isAscending: true },
        ],
        [c, a, b],
      ],
      [[], [a, b, c]],
    ];
    for (const [sort, expected] of cases)
      assert.deepEqual(await found(store, undefined, { sort }), expected, JSON.stringify(sort));
  },

  'answers a part of what is found': async (store) => {
    const [a, b, c] = await threeMails(store);
    const ask = async (window: Parameters<typeof query>[1]) =>
      store.emails.query(homer, query(undefined, window));
    const at = async (position: number, limit: number) => ask({ window: { position, limit } });
    assert.deepEqual((await at(1, 1))?.ids, [b]);
    assert.deepEqual((await at(-1, 5))?.ids, [a]);
    assert.deepEqual([(await at(-9, 5))?.ids, (await at(-9, 5))?.position], [[c, b, a], 0]);
    assert.deepEqual((await at(7, 5))?.ids, []);
    assert.deepEqual([(await at(0, 0))?.ids, (await at(0, 0))?.total], [[], 3]);
    const anchored = await ask({ window: { anchor: b, offset: -1, limit: 2 } });
    assert.deepEqual([anchored?.ids, anchored?.position], [[c, b], 0]);
    const behind = await ask({ window: { anchor: b, offset: 1, limit: 2 } });
    assert.deepEqual([behind?.ids, behind?.position], [[a], 2]);
    assert.equal(await ask({ window: { anchor: 'E999999', offset: 0, limit: 2 } }), undefined);
    assert.equal((await ask({ countsAll: false }))?.total, undefined);
  },

  'shows of each thread the first, where that is asked for': async (store) => {
    const [a, b, c] = await threeMails(store);
    const answer = await store.emails.query(homer, query(undefined, { collapseThreads: true }));
    assert.deepEqual([answer?.ids, answer?.total], [[c, b], 2]);
    const inbox = await mailboxOf(store, 'inbox');
    const filter: EmailFilter = { kind: 'in-mailbox', mailbox: inbox };
    const oldest = { collapseThreads: true, sort: [{ by: 'received', isAscending: true }] } as const;
    assert.deepEqual(await found(store, filter, oldest), [a]);
  },

  'finds nothing of others': async (store) => {
    await threeMails(store);
    await store.accounts.addAccount(account('marge'), undefined);
    const mine = await mailboxOf(store, 'inbox', 'marge');
    await addMail(store, { body: 'krusty', mailboxes: [mine] }, 'marge');
    const krusty: EmailFilter = { kind: 'text', fields: ['body'], text: 'krusty' };
    assert.equal((await found(store, krusty)).length, 1);
    assert.deepEqual(await found(store, { kind: 'in-mailbox', mailbox: mine }), []);
    assert.deepEqual((await store.emails.query('nobody', query()))?.ids, []);
  },

  'follows what becomes of an email': async (store) => {
    const [a, b, c] = await threeMails(store);
    const trash = await mailboxOf(store, 'trash');
    await store.emails.changeEmail(homer, b, { mailboxes: { set: [trash] }, keywords: { set: [] } });
    assert.deepEqual(await found(store, { kind: 'in-mailbox', mailbox: trash }), [b]);
    assert.deepEqual(await found(store, { kind: 'keyword', keyword: '$seen' }), [c]);
    await store.emails.destroyEmail(homer, b);
    assert.deepEqual(await found(store), [c, a]);
    assert.deepEqual(await found(store, { kind: 'text', fields: ['body'], text: 'krusty' }), []);
  },
};
