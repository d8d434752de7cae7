import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { TestMail } from '../testing/mail-world.ts';

const letter = (subject: string, more = '') =>
  `From: Ann <ann@x.test>\nTo: homer@springfield.test\nSubject: ${subject}\nDate: Tue, 10 Jul 2018 11:03:11 +1000\nMessage-ID: <${subject.replace(/\W/g, '')}@x.test>\n${more}\nHello from ${subject}.\n`;
const flat = (object: unknown, name: string) => ((object ?? {}) as JsonObject)[name] as JsonObject;

describe('Email/get', () => {
  it('shows what came in, from the list and from the content', () =>
    TestMail.each(async (mail) => {
      await mail.deliver(letter('one'));
      const [id = ''] = await mail.emails();
      const inbox = await mail.mailbox('inbox');
      const email = await mail.email(id, [
        'mailboxIds',
        'keywords',
        'subject',
        'from',
        'sentAt',
        'preview',
        'size',
        'blobId',
        'threadId',
        'header:Subject:asRaw',
        'bodyValues',
        'textBody',
      ]);
      assert.deepEqual(email.mailboxIds, { [inbox]: true });
      assert.deepEqual(
        [email.keywords, email.subject, email.sentAt],
        [{}, 'one', '2018-07-10T11:03:11+10:00'],
      );
      assert.deepEqual(email.from, [{ name: 'Ann', email: 'ann@x.test' }]);
      assert.equal(email.preview, 'Hello from one.');
      assert.equal(email['header:Subject:asRaw'], ' one');
      assert.equal((email.textBody as readonly JsonObject[])[0]?.blobId, `${id}_1`);
      const values = {
        ids: [id],
        properties: ['bodyValues'],
        fetchTextBodyValues: true,
        maxBodyValueBytes: 5,
      };
      const { list } = await mail.call('Email/get', values);
      assert.deepEqual((list as readonly JsonObject[])[0]?.bodyValues, {
        '1': { value: 'Hello', isEncodingProblem: false, isTruncated: true },
      });
      const whole = await mail.email(id, ['size']);
      const content = await mail.store.emails.readEmail('A1', id as never, 0);
      let size = 0;
      for await (const piece of content ?? []) size += piece.length;
      assert.equal(whole.size, size);
    }));

  it('has the usual properties, and knows which there are not', () =>
    TestMail.each(async (mail) => {
      await mail.deliver(letter('one'));
      const { list, notFound } = await mail.call('Email/get', { ids: null });
      const [email] = list as readonly JsonObject[];
      assert.equal(Object.keys(email ?? {}).length, 24);
      assert.deepEqual(notFound, []);
      for (const properties of [['header:From:asDate'], ['colour'], ['header:']])
        assert.equal((await mail.call('Email/get', { ids: [], properties })).type, 'invalidArguments');
      const bad = { ids: [], bodyProperties: ['subject'] };
      assert.equal((await mail.call('Email/get', bad)).type, 'invalidArguments');
      assert.deepEqual((await mail.call('Email/get', { ids: ['E99', 'x'] })).notFound, ['E99', 'x']);
    }));
});

describe('Email/set', () => {
  it('creates a draft, changes it and destroys it', () =>
    TestMail.each(async (mail) => {
      const { state } = await mail.call('Email/get', { ids: [] });
      const created = await mail.create({
        subject: 'Grüße',
        keywords: { $Draft: true },
        textBody: [{ partId: 't' }],
        bodyValues: { t: { value: 'Hi' } },
        receivedAt: '2026-01-02T03:04:05Z',
      });
      const id = String(created.id);
      assert.deepEqual(Object.keys(created).sort(), ['blobId', 'id', 'size', 'threadId']);
      const shown = await mail.email(id, [
        'subject',
        'keywords',
        'receivedAt',
        'preview',
        'size',
        'messageId',
      ]);
      assert.deepEqual(shown.keywords, { $draft: true });
      assert.deepEqual(
        [shown.subject, shown.receivedAt, shown.preview, shown.size],
        ['Grüße', '2026-01-02T03:04:05Z', 'Hi', created.size],
      );
      const [drafts, trash] = [await mail.mailbox('drafts'), await mail.mailbox('trash')];
      const move = {
        'keywords/$draft': null,
        'keywords/$seen': true,
        [`mailboxIds/${drafts}`]: null,
        [`mailboxIds/${trash}`]: true,
      };
      assert.deepEqual((await mail.call('Email/set', { update: { [id]: move } })).updated, { [id]: null });
      const moved = await mail.email(id, ['mailboxIds', 'keywords']);
      assert.deepEqual([moved.mailboxIds, moved.keywords], [{ [trash]: true }, { $seen: true }]);
      await mail.call('Email/set', {
        update: { [id]: { keywords: { a: true }, mailboxIds: { [drafts]: true } } },
      });
      const anew = await mail.email(id, ['mailboxIds', 'keywords']);
      assert.deepEqual([anew.mailboxIds, anew.keywords], [{ [drafts]: true }, { a: true }]);
      const changes = await mail.call('Email/changes', { sinceState: state ?? '' });
      assert.deepEqual([changes.created, changes.updated], [[id], []]);
      const { destroyed, notDestroyed } = await mail.call('Email/set', { destroy: [id, 'E99', 'x'] });
      assert.deepEqual(destroyed, [id]);
      assert.deepEqual(Object.keys(notDestroyed as object), ['E99', 'x']);
    }));

  it('refuses what is wrong, by its names', () =>
    TestMail.each(async (mail) => {
      const wrong = async (record: JsonObject) => {
        const { type, properties, notFound, maxSize } = await mail.create(record);
        return [type, properties ?? notFound ?? maxSize];
      };
      assert.deepEqual(await wrong({ mailboxIds: {}, subject: 5 }), [
        'invalidProperties',
        ['mailboxIds', 'subject'],
      ]);
      assert.deepEqual(await wrong({ mailboxIds: { M99: true } }), ['invalidProperties', ['mailboxIds']]);
      assert.deepEqual(await wrong({ keywords: { 'a b': true } }), ['invalidProperties', ['keywords']]);
      assert.deepEqual(await wrong({ keywords: { a: false }, receivedAt: 'now' }), [
        'invalidProperties',
        ['keywords', 'receivedAt'],
      ]);
      const attachments = ['U99', 'E98', 'U99'].map((blobId) => ({ blobId }));
      assert.deepEqual(await wrong({ attachments }), ['blobNotFound', ['U99', 'E98']]);
      const blobId = await mail.upload('x'.repeat(50_001));
      assert.deepEqual(await wrong({ attachments: [{ blobId }] }), ['tooLarge', 50_000]);
      const bodyValues = { t: { value: 'x '.repeat(60_000) } };
      assert.deepEqual(await wrong({ textBody: [{ partId: 't' }], bodyValues }), ['tooLarge', 100_000]);
      mail.room = 10;
      assert.deepEqual(await wrong({}), ['overQuota', undefined]);
      mail.room = 100_000;
      const { id } = await mail.create({});
      const refused = async (patch: JsonObject) => {
        const { notUpdated } = await mail.call('Email/set', { update: { [String(id)]: patch } });
        return flat(notUpdated, String(id))?.properties;
      };
      assert.deepEqual(await refused({ subject: 'x' }), ['subject']);
      assert.deepEqual(await refused({ 'keywords/$seen': false }), ['keywords/$seen']);
      assert.deepEqual(await refused({ 'keywords/a b': true }), ['keywords']);
      assert.deepEqual(await refused({ mailboxIds: {} }), ['mailboxIds']);
      assert.deepEqual(await refused({ 'mailboxIds/M99': true }), ['mailboxIds']);
    }));

  it('attaches a file that was uploaded, and a part of another mail', () =>
    TestMail.each(async (mail) => {
      const file = await mail.upload('%PDF', 'application/pdf');
      const first = await mail.create({
        attachments: [{ blobId: file, type: 'application/pdf', name: 'a.pdf' }],
      });
      const { attachments } = await mail.email(String(first.id), ['attachments']);
      const [part] = attachments as readonly JsonObject[];
      const second = await mail.create({
        attachments: [
          { blobId: part?.blobId ?? null, type: 'application/pdf' },
          { blobId: first.blobId ?? null, type: 'message/rfc822' },
        ],
      });
      const shown = (await mail.email(String(second.id), ['attachments']))
        .attachments as readonly JsonObject[];
      assert.deepEqual(
        shown.map(({ size, type }) => [size, type]),
        [
          [4, 'application/pdf'],
          [first.size, 'message/rfc822'],
        ],
      );
      const message = String(shown[1]?.blobId);
      const { parsed } = await mail.call('Email/parse', { blobIds: [message] });
      const inner = (flat(parsed, message).attachments as readonly JsonObject[])[0];
      assert.deepEqual([inner?.size, inner?.name, inner?.blobId], [4, 'a.pdf', `${message}_1`]);
    }));
});

describe('Email/query and its kin', () => {
  const three = async (mail: TestMail) => {
    for (const subject of ['apples', 'bananas and pears', 'cherries']) await mail.deliver(letter(subject));
    const ids = await mail.emails({ sort: [{ property: 'subject' }] });
    return { a: ids[0] ?? '', b: ids[1] ?? '', c: ids[2] ?? '' };
  };

  it('finds by every condition, in any order', () =>
    TestMail.each(async (mail) => {
      const { a, b, c } = await three(mail);
      const inbox = await mail.mailbox('inbox');
      await mail.call('Email/set', { update: { [b]: { 'keywords/$flagged': true } } });
      const find = async (filter: JsonObject) =>
        (await mail.emails({ filter, sort: [{ property: 'subject' }] }))
          .map((id) => ({ [a]: 'a', [b]: 'b', [c]: 'c' })[id])
          .join('');
      assert.equal(await find({}), 'abc');
      assert.equal(await find({ inMailbox: inbox }), 'abc');
      assert.equal(await find({ inMailbox: 'nowhere' }), '');
      assert.equal(await find({ inMailboxOtherThan: [inbox] }), '');
      assert.equal(await find({ hasKeyword: '$FLAGGED' }), 'b');
      assert.equal(await find({ notKeyword: '$flagged' }), 'ac');
      assert.equal(await find({ someInThreadHaveKeyword: '$flagged' }), 'b');
      assert.equal(await find({ noneInThreadHaveKeyword: '$flagged' }), 'ac');
      assert.equal(await find({ text: 'banana' }), 'b');
      assert.equal(await find({ subject: 'cherries' }), 'c');
      assert.equal(await find({ body: '"from apples"' }), 'a');
      assert.equal(await find({ from: 'ann', to: 'homer' }), 'abc');
      assert.equal(await find({ header: ['Message-ID', 'apples'] }), 'a');
      assert.equal(await find({ header: ['X-None'] }), '');
      assert.equal(await find({ hasAttachment: true }), '');
      assert.equal(await find({ minSize: 1, maxSize: 100_000 }), 'abc');
      assert.equal(await find({ before: '1971-01-01T00:00:00Z' }), 'abc');
      assert.equal(await find({ after: '1971-01-01T00:00:00Z' }), '');
      assert.equal(
        await find({ operator: 'OR', conditions: [{ subject: 'apples' }, { subject: 'cherries' }] }),
        'ac',
      );
      assert.equal(await find({ operator: 'NOT', conditions: [{ subject: 'apples' }] }), 'bc');
      const { type } = await mail.call('Email/query', { filter: { colour: 'red' } });
      assert.equal(type, 'unsupportedFilter');
      const flagged = await mail.emails({
        sort: [{ property: 'hasKeyword', keyword: '$flagged', isAscending: false }],
      });
      assert.equal(flagged[0], b);
      const counted = await mail.call('Email/query', { calculateTotal: true, limit: 1, position: 1 });
      assert.deepEqual([counted.total, counted.position, (counted.ids as string[]).length], [3, 1, 1]);
      const from = { anchor: b, anchorOffset: 1, sort: [{ property: 'subject' }] };
      assert.deepEqual(await mail.emails(from), [c]);
      assert.equal((await mail.call('Email/query', { anchor: 'E99' })).type, 'anchorNotFound');
    }));

  it('tells how a query changes', () =>
    TestMail.each(async (mail) => {
      const { a, b } = await three(mail);
      const query = { filter: { notKeyword: '$seen' }, sort: [{ property: 'subject' }] };
      const { queryState, canCalculateChanges } = await mail.call('Email/query', query);
      assert.equal(canCalculateChanges, true);
      await mail.call('Email/set', { update: { [a]: { 'keywords/$seen': true } }, destroy: [b] });
      await mail.deliver(letter('avocados'));
      const { removed, added, total } = await mail.call('Email/queryChanges', {
        ...query,
        sinceQueryState: queryState ?? '',
        calculateTotal: true,
      });
      assert.deepEqual((removed as string[]).sort(), [a, b].sort());
      assert.deepEqual(
        (added as readonly JsonObject[]).map(({ index }) => index),
        [0],
      );
      assert.equal(total, 2);
      const collapsed = { ...query, collapseThreads: true, sinceQueryState: queryState ?? '' };
      assert.equal((await mail.call('Email/queryChanges', collapsed)).type, 'cannotCalculateChanges');
      assert.equal(
        (await mail.call('Email/queryChanges', { ...query, sinceQueryState: 'x' })).type,
        'cannotCalculateChanges',
      );
    }));

  it('marks what was found', () =>
    TestMail.each(async (mail) => {
      const { a, b } = await three(mail);
      const { list, notFound } = await mail.call('SearchSnippet/get', {
        filter: { text: 'apple' },
        emailIds: [a, b, 'E99'],
      });
      const byId = new Map((list as readonly JsonObject[]).map((each) => [each.emailId, each]));
      assert.deepEqual(byId.get(a), {
        emailId: a,
        subject: '<mark>apples</mark>',
        preview: 'Hello from <mark>apples</mark>.',
      });
      assert.deepEqual(byId.get(b), { emailId: b, subject: null, preview: null });
      assert.deepEqual(notFound, ['E99']);
    }));

  it('puts answers into threads', () =>
    TestMail.each(async (mail) => {
      await mail.deliver(letter('one'));
      const { state } = await mail.call('Thread/get', { ids: [] });
      await mail.deliver(letter('Re: one', 'In-Reply-To: <one@x.test>\n'));
      const { list } = await mail.call('Thread/get', { ids: null });
      const [thread, second] = list as readonly JsonObject[];
      assert.equal((thread?.emailIds as string[] | undefined)?.length, 2);
      assert.equal(second, undefined);
      assert.equal((await mail.emails({ collapseThreads: true })).length, 1);
      const changes = await mail.call('Thread/changes', { sinceState: state ?? '' });
      assert.deepEqual(changes.updated, [thread?.id]);
    }));
});

describe('EmailDelivery', () => {
  it('has another state when a mail has come in, and only then', () =>
    TestMail.each(async (mail) => {
      const state = () => mail.delivered();
      assert.equal(await state(), 'none');
      for (let count = 0; count < 12; count++) await mail.deliver(letter(`mail ${count}`));
      const [latest = ''] = await mail.emails();
      const before = await state();
      await mail.call('Email/set', { update: { [latest]: { 'keywords/$seen': true } } });
      assert.equal(await state(), before);
      await mail.deliver(letter('another'));
      await mail.emails();
      assert.notEqual(await state(), before);
    }));
});

describe('Email/import and Email/parse', () => {
  it('make emails of uploads, or only read them', () =>
    TestMail.each(async (mail) => {
      const good = await mail.upload(
        'Received: by x; Tue, 10 Jul 2018 01:03:11 +0000\r\nSubject: x\r\n\r\nHi',
      );
      const bad = await mail.upload('no header here');
      const mailboxIds = { [await mail.mailbox('archive')]: true };
      const { created, notCreated } = await mail.call('Email/import', {
        emails: {
          a: { blobId: good, mailboxIds, keywords: { $seen: true } },
          b: { blobId: bad, mailboxIds },
          c: { blobId: 'U99', mailboxIds: {}, colour: 'red' },
        },
      });
      const { id } = flat(created, 'a');
      const shown = await mail.email(String(id), ['receivedAt', 'keywords', 'subject']);
      assert.deepEqual(
        [shown.receivedAt, shown.keywords, shown.subject],
        ['2018-07-10T01:03:11Z', { $seen: true }, 'x'],
      );
      assert.equal(flat(notCreated, 'b').type, 'invalidEmail');
      assert.deepEqual(flat(notCreated, 'c').properties, ['colour', 'blobId', 'mailboxIds']);
      const mismatch = { ifInState: 'x', emails: {} };
      assert.equal((await mail.call('Email/import', mismatch)).type, 'stateMismatch');
      const { parsed, notParsable, notFound } = await mail.call('Email/parse', {
        blobIds: [good, bad, 'U99'],
        properties: ['subject', 'id', 'preview'],
      });
      assert.deepEqual(flat(parsed, good), { subject: 'x', id: null, preview: 'Hi' });
      assert.deepEqual([notParsable, notFound], [[bad], ['U99']]);
    }));
});
