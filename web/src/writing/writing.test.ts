import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JmapClient } from '../jmap/client.ts';
import type { Invocation, Session } from '../jmap/protocol.ts';
import { Writing } from './writing.ts';

const session = {
  capabilities: {},
  accounts: {},
  primaryAccounts: { 'urn:ietf:params:jmap:mail': 'a1' },
  apiUrl: '/api',
} as unknown as Session;
const identity = { id: 'i1', name: 'Homer', email: 'homer@x.test', textSignature: '' };

/** A server that gives each new email the next id, and can be made to fail. */
function world() {
  const calls: Invocation[] = [];
  let n = 0;
  const server = { isDown: false, calls };
  const jmap = new JmapClient(session, async (_, init) => {
    if (server.isDown) throw new TypeError('network');
    const { methodCalls } = JSON.parse(String(init?.body)) as { methodCalls: Invocation[] };
    calls.push(...methodCalls);
    const answers = methodCalls.map(([name, args, id]) => {
      const created = Object.keys((args.create ?? {}) as object).map((each) => [each, { id: `e${++n}` }]);
      const list = [{ attachments: [{ blobId: `e${n}_2` }] }];
      return [name, { created: Object.fromEntries(created), list }, id];
    });
    return Response.json({ methodResponses: answers });
  });
  return { server, writing: new Writing(jmap, { drafts: 'd', sent: 's' }, identity) };
}

const sets = (calls: readonly Invocation[]) => calls.filter(([name]) => name === 'Email/set');
const destroyed = (calls: readonly Invocation[]) => sets(calls).map(([, { destroy }]) => destroy ?? null);

test('only what has changed is kept, each time in place of the last', async () => {
  const { server, writing } = world();
  await writing.keep();
  assert.equal(server.calls.length, 0);
  writing.change({ subject: 'a' });
  await writing.keep();
  await writing.keep();
  writing.change({ subject: 'ab' });
  await writing.keep();
  assert.deepEqual(destroyed(server.calls), [null, ['e1']]);
  assert.equal(writing.kept.value, 'kept');
});

test('two keepings at once do not leave two drafts', async () => {
  const { server, writing } = world();
  writing.change({ subject: 'a' });
  const first = writing.keep();
  writing.change({ subject: 'ab' });
  await Promise.all([first, writing.keep()]);
  writing.change({ subject: 'abc' });
  await writing.keep();
  assert.deepEqual(destroyed(server.calls).at(-1), [`e${sets(server.calls).length - 1}`]);
});

test('what is written while it is being kept is kept by the next', async () => {
  const { server, writing } = world();
  writing.change({ subject: 'a' });
  const keeping = writing.keep();
  await Promise.resolve();
  writing.change({ subject: 'ab' });
  await keeping;
  assert.equal(writing.kept.value, 'to-be-kept');
  await writing.keep();
  assert.equal(sets(server.calls).length, 2);
});

test('a server that does not answer loses nothing', async () => {
  const { server, writing } = world();
  server.isDown = true;
  writing.change({ subject: 'a' });
  await writing.keep();
  assert.equal(writing.kept.value, 'not-kept');
  await assert.rejects(writing.send());
  server.isDown = false;
  await writing.keep();
  assert.equal(writing.kept.value, 'kept');
  assert.equal(writing.draft.value.subject, 'a');
});

test('what is sent is no draft any more', async () => {
  const { server, writing } = world();
  writing.change({ subject: 'a' });
  await writing.keep();
  await writing.send();
  await writing.discard();
  assert.deepEqual(destroyed(server.calls).filter(Boolean), [['e1']]);
});

test('what hangs on a draft moves along with it', async () => {
  const { server, writing } = world();
  const cake = { blobId: 'u1', name: 'cake.png', type: 'image/png', size: 3 };
  writing.change({ attachments: [cake] });
  await writing.keep();
  assert.deepEqual(writing.draft.value.attachments, [{ ...cake, blobId: 'e1_2' }]);
  writing.change({ subject: 'a' });
  await writing.keep();
  const [, second] = sets(server.calls);
  assert.match(JSON.stringify(second?.[1].create), /"blobId":"e1_2"/);
  assert.equal(writing.draft.value.attachments[0]?.blobId, 'e2_2');
});
