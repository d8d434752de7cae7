import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { invariant } from '../base/invariant.ts';
import { eventStreamsMax } from './limits.ts';
import { basic, homer, startHttp } from './testing/test-server.ts';

type Server = Awaited<ReturnType<typeof startHttp>>;

const all = '?types=*&closeafter=no&ping=0';

async function listen(server: Server, query = all, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await fetch(`${server.url}/jmap/events${query}`, {
    headers: { authorization: basic, ...headers },
    signal: abort.signal,
  });
  const reader = response.body?.getReader();
  invariant(reader, 'a response has a body');
  let text = '';
  /** What has come, once it matches; undefined if the stream ends before. */
  const until = async (pattern: RegExp): Promise<string | undefined> => {
    while (!pattern.test(text)) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += new TextDecoder().decode(value);
    }
    const found = text;
    text = '';
    return found;
  };
  return { response, until, close: () => abort.abort() };
}

const eventually = async (condition: () => boolean) => {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(condition());
};

describe('the event source', () => {
  it('tells of a change within a second, and what was missed', async () => {
    const server = await startHttp();
    const stream = await listen(server);
    assert.equal(stream.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    await stream.until(/\n\n/);
    const start = performance.now();
    server.todos.add(homer.id, { title: 'eat' });
    server.tell('marge');
    server.tell(homer.id);
    const event = (await stream.until(/\n\n/)) ?? '';
    assert.ok(performance.now() - start < 1_000);
    assert.match(
      event,
      /^event: state\nid: (.+)\ndata: \{"@type":"StateChange","changed":\{"homer":\{"Todo":"1"\}\}\}\n\n$/,
    );
    stream.close();
    await eventually(() => server.listeners.size === 0);

    server.todos.add(homer.id, { title: 'sleep' });
    const id = /^id: (.+)$/m.exec(event)?.[1] ?? '';
    const again = await listen(server, all, { 'last-event-id': id });
    assert.match((await again.until(/\n\n/)) ?? '', /"Todo":"2"/);
    again.close();
    await server.close();
  });

  it('ends the answer after a state, if that was asked for', async () => {
    const server = await startHttp();
    const stream = await listen(server, '?types=Todo&closeafter=state&ping=300');
    await stream.until(/\n\n/);
    server.todos.add(homer.id, { title: 'eat' });
    server.tell(homer.id);
    await stream.until(/event: state/);
    assert.equal(await stream.until(/never/), undefined);
    await server.close();
  });

  it('is for those who are signed in, and ask for what there is', async () => {
    const server = await startHttp();
    assert.equal((await fetch(`${server.url}/jmap/events${all}`)).status, 401);
    for (const query of [
      '',
      '?types=*',
      '?types=*&closeafter=maybe&ping=0',
      '?types=*&closeafter=no&ping=x',
    ]) {
      const { response } = await listen(server, query);
      assert.deepEqual(
        [response.status, response.headers.get('content-type')],
        [400, 'application/problem+json'],
      );
    }
    await server.close();
  });

  it('has so many streams for an account, and no more', async () => {
    const server = await startHttp();
    const streams = await Promise.all(Array.from({ length: eventStreamsMax }, () => listen(server)));
    assert.deepEqual(new Set(streams.map(({ response }) => response.status)), new Set([200]));
    assert.equal((await listen(server)).response.status, 429);
    streams[0]?.close();
    await eventually(() => server.listeners.size === eventStreamsMax - 1);
    assert.equal((await listen(server)).response.status, 200);
    for (const stream of streams) stream.close();
    await server.close();
  });

  it('ends when the server stops', async () => {
    const server = await startHttp();
    const stream = await listen(server);
    await stream.until(/\n\n/);
    const start = performance.now();
    await server.listener.close(10_000);
    assert.ok(performance.now() - start < 2_000);
    assert.equal(await stream.until(/never/), undefined);
  });
});
