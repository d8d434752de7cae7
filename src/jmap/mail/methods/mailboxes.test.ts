import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../json.ts';
import { TestMail } from '../testing/mail-world.ts';

const flat = (object: unknown, name: string) => ((object ?? {}) as JsonObject)[name] as JsonObject;
const create = async (mail: TestMail, record: JsonObject) => {
  const { created, notCreated } = await mail.call('Mailbox/set', { create: { m: record } });
  return flat(created ?? notCreated, 'm');
};

describe('mailboxes', () => {
  it('are there from the beginning, by their roles', () =>
    TestMail.each(async (mail) => {
      const { list } = await mail.call('Mailbox/get', { properties: ['name', 'role', 'myRights'] });
      const all = list as readonly JsonObject[];
      assert.deepEqual(all.map(({ role }) => role).sort(), [
        'archive',
        'drafts',
        'inbox',
        'junk',
        'sent',
        'trash',
      ]);
      const inbox = all.find(({ role }) => role === 'inbox');
      assert.deepEqual(
        [flat(inbox, 'myRights').mayRename, flat(inbox, 'myRights').mayDelete],
        [false, false],
      );
    }));

  it('are made, changed and destroyed', () =>
    TestMail.each(async (mail) => {
      const { state } = await mail.call('Mailbox/get', { ids: [] });
      const { created } = await mail.call('Mailbox/set', {
        create: { b: { name: 'b', parentId: '#a', sortOrder: 5 }, a: { name: 'a', isSubscribed: false } },
      });
      const [a, b] = [flat(created, 'a'), flat(created, 'b')];
      assert.deepEqual(
        [a.parentId, a.isSubscribed, a.totalEmails, b.parentId, b.sortOrder, b.isSubscribed],
        [null, false, 0, a.id, 5, true],
      );
      const changes = await mail.call('Mailbox/changes', { sinceState: state ?? '' });
      assert.deepEqual(
        [(changes.created as string[]).sort(), changes.updatedProperties],
        [[a.id, b.id].sort(), null],
      );
      const id = String(b.id);
      const patch = { name: 'c', parentId: null, totalEmails: 0 };
      assert.deepEqual((await mail.call('Mailbox/set', { update: { [id]: patch } })).updated, { [id]: null });
      const { list } = await mail.call('Mailbox/get', { ids: [id], properties: ['name', 'parentId'] });
      assert.deepEqual(list, [{ id, name: 'c', parentId: null }]);
      assert.deepEqual((await mail.call('Mailbox/set', { destroy: [id] })).destroyed, [id]);
    }));

  it('do not take what is wrong', () =>
    TestMail.each(async (mail) => {
      const { id } = await create(mail, { name: 'a' });
      const wrong = async (record: JsonObject) => {
        const { type, properties } = await create(mail, record);
        return properties ?? type;
      };
      for (const name of ['', 'a/b', 'a\nb', ' a', 'x'.repeat(256), 5])
        assert.deepEqual(await wrong({ name }), ['name']);
      assert.equal((await create(mail, { name: 'x'.repeat(255) })).role, null);
      assert.deepEqual(await wrong({}), ['name']);
      assert.deepEqual(await wrong({ name: 'a' }), ['name']);
      assert.deepEqual(await wrong({ name: 'b', parentId: 'M99' }), ['parentId']);
      assert.deepEqual(
        await wrong({ name: 'b', role: 'inbox', sortOrder: -1, isSubscribed: 1, totalEmails: 1 }),
        ['role', 'sortOrder', 'isSubscribed', 'totalEmails'],
      );
      const refused = async (target: unknown, patch: JsonObject) => {
        const { notUpdated } = await mail.call('Mailbox/set', { update: { [String(target)]: patch } });
        const { type, properties } = flat(notUpdated, String(target));
        return properties ?? type;
      };
      assert.deepEqual(await refused(id, { parentId: id ?? null }), ['parentId']);
      assert.deepEqual(await refused(id, { totalEmails: 7 }), ['totalEmails']);
      assert.equal(await refused('M99', { name: 'x' }), 'notFound');
      assert.equal(await refused(await mail.mailbox('inbox'), { name: 'x' }), 'forbidden');
    }));

  it('are not destroyed while something is in them', () =>
    TestMail.each(async (mail) => {
      const { id } = await create(mail, { name: 'a' });
      const child = await create(mail, { name: 'b', parentId: id ?? null });
      const destroy = async (target: unknown, more: JsonObject = {}) => {
        const { destroyed, notDestroyed } = await mail.call('Mailbox/set', {
          destroy: [String(target)],
          ...more,
        });
        return destroyed ? 'destroyed' : flat(notDestroyed, String(target)).type;
      };
      assert.equal(await destroy(id), 'mailboxHasChild');
      assert.equal(await destroy(child.id), 'destroyed');
      const email = await mail.create({ mailboxIds: { [String(id)]: true } });
      assert.equal(await destroy(id), 'mailboxHasEmail');
      assert.equal(await destroy(id, { onDestroyRemoveEmails: true }), 'destroyed');
      assert.deepEqual(await mail.email(String(email.id), ['id']), {});
      assert.equal(await destroy(await mail.mailbox('trash')), 'forbidden');
      assert.equal(await destroy('M99'), 'notFound');
    }));

  it('are found and sorted, as a tree too', () =>
    TestMail.each(async (mail) => {
      const top = await create(mail, { name: 'Zoo', sortOrder: 0 });
      await create(mail, { name: 'Ape', parentId: top.id ?? null, sortOrder: 9 });
      const find = async (args: JsonObject) => {
        const { ids } = await mail.call('Mailbox/query', args);
        const { list } = await mail.call('Mailbox/get', { ids: ids ?? [], properties: ['name'] });
        const names = new Map((list as readonly JsonObject[]).map(({ id, name }) => [id, name]));
        return (ids as string[]).map((id) => names.get(id)).join(' ');
      };
      const byName = [{ property: 'name' }];
      assert.equal(await find({ sort: byName, filter: { hasAnyRole: false } }), 'Ape Zoo');
      assert.equal(await find({ sort: byName, filter: { hasAnyRole: false }, sortAsTree: true }), 'Zoo Ape');
      assert.equal(await find({ filter: { parentId: top.id ?? null } }), 'Ape');
      assert.equal(await find({ filter: { name: 'PE' }, filterAsTree: true }), '');
      assert.equal(await find({ filter: { name: 'pe' } }), 'Ape');
      assert.equal(await find({ filter: { role: 'inbox', isSubscribed: true, parentId: null } }), 'Inbox');
      const { queryState } = await mail.call('Mailbox/query', { sort: byName });
      const made = await create(mail, { name: 'Aardvark' });
      const changes = await mail.call('Mailbox/queryChanges', {
        sort: byName,
        sinceQueryState: queryState ?? '',
      });
      assert.deepEqual([changes.removed, changes.added], [[], [{ id: made.id, index: 0 }]]);
    }));

  it('tell that only counts have changed', () =>
    TestMail.each(async (mail) => {
      const inbox = await mail.mailbox('inbox');
      const { state } = await mail.call('Mailbox/get', { ids: [] });
      await mail.deliver('Subject: x\n\nHi\n');
      const changes = await mail.call('Mailbox/changes', { sinceState: state ?? '' });
      assert.deepEqual(
        [changes.updated, changes.updatedProperties],
        [[inbox], ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads']],
      );
      const { list } = await mail.call('Mailbox/get', {
        ids: [inbox],
        properties: ['totalEmails', 'unreadThreads'],
      });
      assert.deepEqual(list, [{ id: inbox, totalEmails: 1, unreadThreads: 1 }]);
    }));
});
