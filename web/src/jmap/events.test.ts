import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listen, type Source } from './events.ts';

function world() {
  const heard: string[] = [];
  const listeners = new Map<string, (event: { readonly data: string }) => void>();
  const source: Source = {
    addEventListener: (name, listener) => listeners.set(name, listener),
    close: () => heard.push('closed'),
  };
  const happen = (name: string, data = '') => listeners.get(name)?.({ data });
  const stop = listen(source, 'a1', {
    onChange: (types) => heard.push([...types].join(' ')),
    onGap: () => heard.push('gap'),
    onLine: (isUp) => heard.push(isUp ? 'up' : 'down'),
  });
  const say = (changed: unknown) => happen('state', JSON.stringify({ '@type': 'StateChange', changed }));
  return { heard, happen, stop, say };
}

test('only types whose state is new are told', () => {
  const { heard, say } = world();
  say({ a1: { Email: '1', Mailbox: '1' } });
  say({ a1: { Email: '2', Mailbox: '1' } });
  say({ a1: { Email: '2' } });
  say({ other: { Email: '9' } });
  assert.deepEqual(heard, ['Email Mailbox', 'Email']);
});

test('a line that was down for a while is a gap', () => {
  const { heard, happen, stop } = world();
  happen('open');
  happen('error');
  happen('open');
  stop();
  assert.deepEqual(heard, ['up', 'down', 'up', 'gap', 'closed']);
});
