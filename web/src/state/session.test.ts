import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { OfflineError } from '../jmap/failures.ts';
import { resume, sessionState } from './session.ts';

const answering = (t: TestContext, answer: () => Promise<Response>): void => {
  sessionState.value = { kind: 'unknown' };
  t.mock.method(globalThis, 'fetch', answer);
};

describe('resume', () => {
  it('shows the sign-in when the cookie is no good', async (t) => {
    answering(t, async () => new Response(null, { status: 401 }));
    await resume();
    assert.equal(sessionState.value.kind, 'signed-out');
  });

  it('shows the sign-in, not an empty page, when nobody answers', async (t) => {
    answering(t, () => Promise.reject(new TypeError('fetch failed')));
    await assert.rejects(resume(), OfflineError);
    assert.equal(sessionState.value.kind, 'signed-out');
  });

  it('shows the sign-in when the server is out of order', async (t) => {
    answering(t, async () => new Response('Bad Gateway', { status: 502 }));
    await assert.rejects(resume(), OfflineError);
    assert.equal(sessionState.value.kind, 'signed-out');
  });
});
