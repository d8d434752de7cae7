import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { coreUri } from './core-capability.ts';
import type { Json, JsonObject } from './json.ts';
import { MethodError } from './method-error.ts';
import { TestClient } from './testing/client.ts';
import { Todos, todoUri } from './testing/todos.ts';

const echo = (args: JsonObject, id = 'c0') => ['Core/echo', args, id];

describe('an API request', () => {
  it('is answered call by call, in order', async () => {
    const client = new TestClient([]);
    const methodCalls = [echo({ hello: true, high: 5 }, 'b3ff'), ['Core/oops', {}, 'x'], echo({}, 'b3ff')];
    assert.deepEqual(await client.send({ using: [coreUri], methodCalls, future: 'property' }), {
      methodResponses: [
        ['Core/echo', { hello: true, high: 5 }, 'b3ff'],
        ['error', { type: 'unknownMethod' }, 'x'],
        ['Core/echo', {}, 'b3ff'],
      ],
      sessionState: client.session.state,
    });
  });

  it('may refer to what earlier calls answered', async () => {
    const client = new TestClient([]);
    const reference = { resultOf: 'c0', name: 'Core/echo', path: '/list/*/id' };
    const responses = await client.calls(
      ['Core/echo', { list: [{ id: 'a' }, { id: 'b' }] }],
      ['Core/echo', { '#ids': reference }],
      ['Core/echo', { '#ids': { ...reference, resultOf: 'c7' } }],
    );
    assert.deepEqual(responses[1], ['Core/echo', { ids: ['a', 'b'] }, 'c1']);
    assert.equal(responses[2]?.[1].type, 'invalidResultReference');
  });

  it('brings creation ids along, and takes home those that came to them', async () => {
    const todos = new Todos();
    const client = new TestClient([todos.capability]);
    const set = ['Todo/set', { accountId: 'A1', create: { k: { title: 'x' } }, destroy: ['#old'] }, 'c0'];
    const request = { using: [todoUri], methodCalls: [set], createdIds: { old: 'T0' } };
    const { createdIds, methodResponses } = await client.send(request);
    assert.deepEqual(createdIds, { old: 'T0', k: 'T1' });
    assert.match(JSON.stringify(methodResponses), /"notDestroyed":\{"T0":\{"type":"notFound"\}\}/);
    const without = await client.send({ using: [todoUri], methodCalls: [] });
    assert.equal(without.createdIds, undefined);
  });

  it('is refused as a whole where it is no request', async () => {
    const client = new TestClient([], { limits: { callsMax: 2, requestBytesMax: 200 } });
    const using = [coreUri];
    const cases: readonly [Json | Uint8Array, type: string][] = [
      [fromUtf8('{"using":'), 'notJSON'],
      [fromUtf8('{"using":[],"using":[],"methodCalls":[]}'), 'notJSON'],
      [[], 'notRequest'],
      ['text', 'notRequest'],
      [{ using }, 'notRequest'],
      [{ methodCalls: [] }, 'notRequest'],
      [{ using: [5], methodCalls: [] }, 'notRequest'],
      [{ using, methodCalls: [['Core/echo', {}]] }, 'notRequest'],
      [{ using, methodCalls: [['Core/echo', {}, 'c0', 'more']] }, 'notRequest'],
      [{ using, methodCalls: [['Core/echo', [], 'c0']] }, 'notRequest'],
      [{ using, methodCalls: [['Core/echo', {}, 5]] }, 'notRequest'],
      [{ using, methodCalls: [], createdIds: { a: 5 } }, 'notRequest'],
      [{ using: ['https://example.com/foobar'], methodCalls: [] }, 'unknownCapability'],
    ];
    for (const [request, type] of cases) {
      const problem = await client.send(request);
      assert.deepEqual([problem.type, problem.status], [`urn:ietf:params:jmap:error:${type}`, 400]);
      assert.match(String(problem.detail), /^The .*\.$/);
    }
  });

  it('must say that it is JSON', async () => {
    const client = new TestClient([]);
    const request = { using: [coreUri], methodCalls: [] };
    for (const type of ['text/plain', '', 'application/jsonp'])
      assert.equal((await client.send(request, type)).type, 'urn:ietf:params:jmap:error:notJSON', type);
    for (const type of ['application/json', 'Application/JSON; charset=utf-8'])
      assert.deepEqual((await client.send(request, type)).methodResponses, [], type);
  });

  it('has so many calls, so many octets, and no more', async () => {
    const client = new TestClient([], { limits: { callsMax: 2, requestBytesMax: 120 } });
    const send = (methodCalls: Json, padding = '') => client.send({ using: [coreUri], methodCalls, padding });
    assert.ok((await send([echo({}), echo({})])).methodResponses);
    const tooMany = await send([echo({}), echo({}), echo({})]);
    assert.deepEqual([tooMany.type, tooMany.limit], ['urn:ietf:params:jmap:error:limit', 'maxSizeRequest']);
    const lean = new TestClient([], { limits: { callsMax: 2 } });
    const many = await lean.send({ using: [coreUri], methodCalls: [echo({}), echo({}), echo({})] });
    assert.deepEqual([many.type, many.limit], ['urn:ietf:params:jmap:error:limit', 'maxCallsInRequest']);
    const spare = 120 - JSON.stringify({ using: [coreUri], methodCalls: [], padding: '' }).length;
    assert.ok((await send([], 'x'.repeat(spare))).methodResponses);
    assert.equal((await send([], 'x'.repeat(spare + 1))).limit, 'maxSizeRequest');
  });
});

describe('a method that fails', () => {
  const capability = (fail: () => never) => ({
    uri: 'https://example.com/failing',
    ofServer: {},
    ofAccount: () => undefined,
    methods: { 'Foo/fail': async () => fail() },
  });

  it('tells the client what it did wrong', async () => {
    const client = new TestClient([
      capability(() => {
        throw new MethodError('forbidden', 'not on Sundays', { day: 'Sunday' });
      }),
    ]);
    const expected = { type: 'forbidden', description: 'not on Sundays', day: 'Sunday' };
    assert.deepEqual(await client.call('Foo/fail', {}), expected);
  });

  it('tells the log, and not the client, what we did wrong', async () => {
    const client = new TestClient([
      capability(() => {
        throw new Error('secret');
      }),
    ]);
    const [response, next] = await client.calls(['Foo/fail', {}], ['Core/echo', {}]);
    assert.equal(response?.[1].type, 'serverFail');
    assert.doesNotMatch(JSON.stringify(response), /secret/);
    assert.equal(client.errors.length, 1);
    assert.equal(next?.[0], 'Core/echo', 'the calls behind it are carried out');
  });
});
