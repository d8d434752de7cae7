import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, JmapClient } from './client.ts';
import { OfflineError, RefusedError, SignedOutError } from './failures.ts';
import type { Invocation, Session } from './protocol.ts';

const session: Session = {
  capabilities: { 'urn:ietf:params:jmap:core': {}, 'urn:ietf:params:jmap:mail': {} },
  accounts: { a1: { name: 'homer', isPersonal: true } },
  primaryAccounts: { 'urn:ietf:params:jmap:mail': 'a1' },
  username: 'homer@springfield.test',
  apiUrl: '/jmap/api',
  downloadUrl: '/jmap/download/{accountId}/{blobId}/{name}?type={type}',
  uploadUrl: '/jmap/upload/{accountId}',
  eventSourceUrl: '/jmap/events?types={types}&closeafter={closeafter}&ping={ping}',
  state: 's1',
};

/** A server that answers each request with what `answer` makes of its calls. */
function client(answer: (calls: readonly Invocation[]) => Response | Promise<Response>): JmapClient {
  return new JmapClient(session, async (_, init) => {
    const { methodCalls } = JSON.parse(String(init?.body)) as { methodCalls: Invocation[] };
    return answer(methodCalls);
  });
}

const responses = (...methodResponses: readonly unknown[]) => Response.json({ methodResponses });

test('each call gets its own answer, and a later one can point into an earlier one', async () => {
  const seen: Invocation[] = [];
  const jmap = client((calls) => {
    seen.push(...calls);
    return responses(['Email/query', { ids: ['e1'] }, 'c0'], ['Email/get', { list: [{ id: 'e1' }] }, 'c1']);
  });
  const [query, got] = await jmap.request((batch) => {
    const ids = batch.call<{ ids: string[] }>('Email/query');
    const emails = batch.call<{ list: unknown[] }>('Email/get', { '#ids': ids.ref('/ids') });
    return Promise.all([ids.answer, emails.answer]);
  });
  assert.deepEqual(query.ids, ['e1']);
  assert.deepEqual(got.list, [{ id: 'e1' }]);
  assert.deepEqual(seen[1]?.[1], {
    accountId: 'a1',
    '#ids': { resultOf: 'c0', name: 'Email/query', path: '/ids' },
  });
});

test('an error of one call leaves the others alone', async () => {
  const jmap = client(() =>
    responses(
      ['error', { type: 'invalidArguments', description: 'no such sort' }, 'c0'],
      ['Core/echo', { x: 1 }, 'c1'],
    ),
  );
  const [bad, good] = await jmap.request((batch) =>
    Promise.allSettled([batch.call('Email/query').answer, batch.call('Core/echo').answer]),
  );
  assert.ok(bad.status === 'rejected' && bad.reason instanceof RefusedError);
  assert.equal(bad.reason.type, 'invalidArguments');
  assert.deepEqual(good, { status: 'fulfilled', value: { x: 1 } });
});

test('of several answers to one call the first is its own', async () => {
  const jmap = client(() =>
    responses(['EmailSubmission/set', { created: {} }, 'c0'], ['Email/set', { updated: {} }, 'c0']),
  );
  assert.deepEqual(await jmap.call('EmailSubmission/set'), { created: {} });
});

test('a call that the server forgets does not wait for ever', async () => {
  await assert.rejects(
    client(() => responses()).call('Email/get'),
    (error: unknown) => error instanceof RefusedError && error.type === 'serverFail',
  );
});

test('the end of the session, a dead line and a refused request are told apart', async () => {
  const failing = (answer: () => Response | Promise<Response>) => client(answer).call('Core/echo');
  await assert.rejects(
    failing(() => new Response(null, { status: 401 })),
    SignedOutError,
  );
  await assert.rejects(
    failing(() => Promise.reject(new TypeError('network'))),
    OfflineError,
  );
  await assert.rejects(
    failing(() =>
      Response.json({ type: 'urn:ietf:params:jmap:error:limit', detail: 'too large' }, { status: 400 }),
    ),
    (error: unknown) => error instanceof RefusedError && error.type === 'urn:ietf:params:jmap:error:limit',
  );
});

test('values cannot break out of the URLs that they are put into', () => {
  assert.equal(
    fill('/d/{name}?type={type}', { name: '../a b?x', type: 'text/plain' }),
    '/d/..%2Fa%20b%3Fx?type=text%2Fplain',
  );
  assert.equal(
    new JmapClient(session).downloadUrl('b/1', 'é.pdf', 'application/pdf'),
    '/jmap/download/a1/b%2F1/%C3%A9.pdf?type=application%2Fpdf',
  );
});
