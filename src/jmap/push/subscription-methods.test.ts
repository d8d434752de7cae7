import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { describe, it } from 'node:test';
import type { PushSubscription } from '../../accounts/push-subscriptions.ts';
import { countingRandom } from '../../accounts/testing/doubles.ts';
import { hourMs } from '../../base/instant.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { coreCapability } from '../core-capability.ts';
import type { JsonObject } from '../json.ts';
import { homer, TestClient } from '../testing/client.ts';
import { subscriptionMs } from './subscription.ts';
import { creationLimits, pushMethods, subscriptionsMax } from './subscription-methods.ts';

const keys = {
  p256dh: createECDH('prime256v1').generateKeys().toString('base64url'),
  auth: Buffer.alloc(16).toString('base64url'),
};
const wanted = { deviceClientId: 'a889-ffea-910', url: 'https://push.example/x' };

async function begin() {
  const { accounts, pushSubscriptions: store } = createMemoryStore();
  await accounts.addAccount(homer, undefined);
  const verified: PushSubscription[] = [];
  const methods = pushMethods({ store, random: countingRandom(), verify: (each) => verified.push(each) });
  const client = new TestClient([], { push: methods });
  const set = (args: JsonObject) => client.call('PushSubscription/set', args);
  const get = (args: JsonObject = {}) => client.call('PushSubscription/get', args);
  const create = async (record: JsonObject) => {
    const { created, notCreated } = await set({ create: { k: record } });
    return ((created ?? notCreated) as { k: JsonObject }).k;
  };
  return { client, store, verified, set, get, create };
}

describe('a push subscription', () => {
  it('is made, and sent a code before anything else', async () => {
    const { create, get, verified } = await begin();
    const made = await create({ ...wanted, keys, types: ['Email'] });
    const { id = '' } = made as { id?: string };
    assert.deepEqual(made, { id, expires: '2026-11-30T12:00:00Z' });
    assert.deepEqual(
      verified.map((each) => [each.id, each.url, each.isVerified, each.keys]),
      [[id, wanted.url, false, keys]],
    );
    assert.match(verified[0]?.verificationCode ?? '', /^[A-Za-z0-9_-]{32}$/);
    assert.deepEqual(await get(), {
      list: [
        {
          id,
          deviceClientId: wanted.deviceClientId,
          verificationCode: null,
          expires: '2026-11-30T12:00:00Z',
          types: ['Email'],
        },
      ],
      notFound: [],
    });
  });

  it('is verified by its code, and by no other', async () => {
    const { create, get, set, verified, store } = await begin();
    const { id } = (await create(wanted)) as { id: string };
    const code = verified[0]?.verificationCode ?? '';
    const wrong = await set({ update: { [id]: { verificationCode: 'guess' } } });
    assert.deepEqual(wrong.notUpdated, {
      [id]: {
        type: 'invalidProperties',
        properties: ['verificationCode'],
        description: 'it is another code',
      },
    });
    assert.equal((await store.listSubscriptions(homer.id))[0]?.isVerified, false);
    const right = await set({ update: { [id]: { verificationCode: code, types: ['Email'] } } });
    assert.deepEqual(right.updated, { [id]: null });
    assert.equal((await store.listSubscriptions(homer.id))[0]?.isVerified, true);
    const { list } = await get({ ids: [id, 'x'], properties: ['verificationCode', 'types'] });
    assert.deepEqual(list, [{ id, verificationCode: code, types: ['Email'] }]);
  });

  it('lasts as long as it was asked to, up to a week', async () => {
    const { create, set, get, client } = await begin();
    const short = (await create({ ...wanted, expires: '2026-11-23T13:00:00Z' })) as {
      id: string;
      expires: string;
    };
    assert.equal(short.expires, '2026-11-23T13:00:00Z');
    const long = (await create({ ...wanted, expires: '2030-01-01T00:00:00Z' })) as {
      id: string;
      expires: string;
    };
    assert.equal(Date.parse(long.expires) - client.clock.now(), subscriptionMs);
    const { updated } = await set({ update: { [short.id]: { expires: '2030-01-01T00:00:00Z' } } });
    assert.deepEqual(updated, { [short.id]: { expires: long.expires } });
    await client.clock.pass(subscriptionMs);
    assert.deepEqual((await get()).list, []);
  });

  it('is destroyed', async () => {
    const { create, set, get } = await begin();
    const { id } = (await create(wanted)) as { id: string };
    assert.deepEqual(await set({ destroy: [id, 'x'] }), {
      created: null,
      updated: null,
      destroyed: [id],
      notCreated: null,
      notUpdated: null,
      notDestroyed: { x: { type: 'notFound' } },
    });
    assert.deepEqual((await get({ ids: [id] })).notFound, [id]);
  });

  it('is seen by the credentials that made it alone', async () => {
    const { create, set, get, client } = await begin();
    const { id } = (await create(wanted)) as { id: string };
    client.credential = 'token x';
    assert.deepEqual((await get()).list, []);
    assert.deepEqual((await set({ destroy: [id] })).notDestroyed, { [id]: { type: 'notFound' } });
    client.credential = 'password';
    assert.equal(((await get()).list as unknown[]).length, 1);
  });

  it('is refused where something is wrong with it', async () => {
    const { create, set, get } = await begin();
    const cases: readonly [JsonObject, property: string][] = [
      [{ url: wanted.url }, 'deviceClientId'],
      [{ ...wanted, url: 'http://push.example/' }, 'url'],
      [{ ...wanted, url: 'https://' }, 'url'],
      [{ ...wanted, url: `https://push.example/${'x'.repeat(2_000)}` }, 'url'],
      [{ ...wanted, keys: { p256dh: 'short', auth: keys.auth } }, 'keys'],
      [{ ...wanted, keys: { p256dh: keys.p256dh } }, 'keys'],
      [{ ...wanted, verificationCode: 'x' }, 'verificationCode'],
      [{ ...wanted, expires: 'tomorrow' }, 'expires'],
      [{ ...wanted, expires: '2026-13-40T00:00:00Z' }, 'expires'],
      [{ ...wanted, types: 'Email' }, 'types'],
      [{ ...wanted, id: 'x' }, 'id'],
    ];
    for (const [record, property] of cases) {
      const { type, properties } = await create(record);
      assert.deepEqual(
        [type, properties],
        ['invalidProperties', [property]],
        JSON.stringify(record).slice(0, 90),
      );
    }
    const { id } = (await create(wanted)) as { id: string };
    const update = async (patch: JsonObject) => (await set({ update: { [id]: patch } })).notUpdated;
    assert.deepEqual(await update({ url: wanted.url, deviceClientId: wanted.deviceClientId, id }), null);
    for (const patch of [
      { url: 'https://other.example/' },
      { keys },
      { deviceClientId: 'y' },
      { colour: 'red' },
    ])
      assert.match(JSON.stringify(await update(patch)), /"invalidProperties"/, JSON.stringify(patch));
    assert.match(JSON.stringify(await update({ 'keys/auth': 'x' })), /"invalidPatch"/);
    assert.equal((await get({ properties: ['url'] })).type, 'forbidden');
    assert.equal((await get({ properties: ['keys'] })).type, 'forbidden');
    assert.equal((await get({ properties: ['colour'] })).type, 'invalidArguments');
    assert.equal((await get({ accountId: homer.id })).type, 'invalidArguments');
    assert.equal((await set({ ifInState: 'x' })).type, 'invalidArguments');
  });

  it('is one of so many, made so often', async () => {
    const { create, set, client } = await begin();
    const made: string[] = [];
    for (let i = 0; i < subscriptionsMax; i++) made.push(String((await create(wanted)).id));
    assert.equal((await create(wanted)).type, 'overQuota');
    await set({ destroy: made.slice(0, 2) });
    assert.equal((await create(wanted)).type, 'rateLimit');
    await client.clock.pass(creationLimits.forgottenEveryMs);
    assert.equal((await create(wanted)).type, undefined);
    assert.ok(creationLimits.forgottenEveryMs < hourMs);
  });
});

describe('the methods of the core', () => {
  it('are there without any pushing', () => {
    const { limits } = new TestClient([]);
    const blobs = { find: async () => undefined, keep: async () => undefined };
    assert.deepEqual(Object.keys(coreCapability(limits, blobs).methods), ['Core/echo', 'Blob/copy']);
  });
});
