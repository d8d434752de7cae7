import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../json.ts';
import { TestSubmissions } from './testing/submission-world.ts';

const blank = { name: '', replyTo: null, bcc: null, textSignature: '', htmlSignature: '' };
const listOf = async (world: TestSubmissions) =>
  (await world.call('Identity/get')).list as readonly (JsonObject & { readonly id: string })[];
const set = async (world: TestSubmissions, args: JsonObject) => await world.call('Identity/set', args);
const given = { email: 'homer+lists@springfield.test', name: 'Max Power' };

describe('identities', () => {
  it('are there for each address that leads to the account alone', async () => {
    const world = await TestSubmissions.open();
    const list = await listOf(world);
    assert.deepEqual(
      list.map(({ id, ...rest }) => rest),
      ['homer', 'simpson'].map((name) => ({ ...blank, email: `${name}@springfield.test`, mayDelete: false })),
    );
    const ids = [list[1]?.id ?? '', 'nobody'];
    const { list: found, notFound } = await world.call('Identity/get', { ids, properties: ['email'] });
    assert.deepEqual([found, notFound], [[{ id: ids[0], email: 'simpson@springfield.test' }], ['nobody']]);
  });

  it('are made, changed and destroyed', async () => {
    const world = await TestSubmissions.open();
    const { created } = await set(world, { create: { i: given } });
    const made = (created as JsonObject).i as JsonObject & { readonly id: string };
    assert.deepEqual(made, { ...blank, id: made.id, name: 'Max Power', mayDelete: true });
    const patch = { name: null, replyTo: [{ email: 'm@springfield.test' }], htmlSignature: '<b>M</b>' };
    assert.deepEqual((await set(world, { update: { [made.id]: patch } })).updated, { [made.id]: null });
    const changed = (await listOf(world)).find(({ id }) => id === made.id);
    const replyTo = [{ name: null, email: 'm@springfield.test' }];
    assert.deepEqual(changed, { ...made, email: given.email, name: '', replyTo, htmlSignature: '<b>M</b>' });
    assert.deepEqual((await set(world, { destroy: [made.id] })).destroyed, [made.id]);
    assert.equal((await listOf(world)).length, 2);
  });

  it('of an address are changed, and stay', async () => {
    const world = await TestSubmissions.open();
    const [own] = await listOf(world);
    const id = own?.id ?? '';
    await set(world, { update: { [id]: { textSignature: '-- \nHomer' } } });
    assert.equal((await listOf(world))[0]?.textSignature, '-- \nHomer');
    assert.deepEqual((await set(world, { destroy: [id] })).notDestroyed, {
      [id]: { type: 'forbidden', description: 'It belongs to an address of the account' },
    });
  });

  it('do not take what is wrong', async () => {
    const world = await TestSubmissions.open();
    const [own] = await listOf(world);
    const refused = async (record: JsonObject) => {
      const { notCreated } = await set(world, { create: { i: record } });
      const { type, properties } = (notCreated as JsonObject).i as JsonObject;
      return properties ?? type;
    };
    assert.equal(await refused({ email: 'marge@springfield.test' }), 'forbiddenFrom');
    assert.equal(await refused({ email: 'homer@elsewhere.test' }), 'forbiddenFrom');
    assert.deepEqual(await refused({ name: 'x' }), ['email']);
    assert.deepEqual(await refused({ email: 'homer' }), ['email']);
    const bad = { ...given, name: 5, replyTo: ['x'], bcc: [{ email: 'x' }], mayDelete: true, colour: 'red' };
    assert.deepEqual(await refused(bad), ['name', 'replyTo', 'bcc', 'mayDelete', 'colour']);
    const id = own?.id ?? '';
    const { notUpdated } = await set(world, {
      update: { [id]: { email: 'simpson@springfield.test' }, x: {} },
    });
    assert.deepEqual(notUpdated, {
      [id]: { type: 'invalidProperties', properties: ['email'], description: 'cannot be changed' },
      x: { type: 'notFound' },
    });
  });

  it('tell what changed', async () => {
    const world = await TestSubmissions.open();
    const { state } = await world.call('Identity/get');
    const [own] = await listOf(world);
    const { created, newState } = await set(world, {
      create: { i: given },
      update: { [own?.id ?? '']: { name: 'Homer' } },
    });
    const made = ((created as JsonObject).i as JsonObject).id;
    const changes = await world.call('Identity/changes', { sinceState: state ?? '' });
    assert.deepEqual(
      [changes.created, changes.updated, changes.destroyed, changes.newState],
      [[made], [own?.id], [], newState],
    );
    await world.store.accounts.removeAlias((await world.store.accounts.listAliases())[1]?.address as never);
    const { type } = await world.call('Identity/changes', { sinceState: state ?? '' });
    assert.equal(type, 'cannotCalculateChanges');
    assert.equal((await world.call('Identity/changes', { sinceState: 'x' })).type, 'cannotCalculateChanges');
  });
});
