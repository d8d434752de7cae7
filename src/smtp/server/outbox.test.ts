import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latin1 } from '../../base/bytes.ts';
import { type Reply, reply } from '../../envelope/reply.ts';
import { Outbox } from './outbox.ts';

const shown = (outbox: Outbox) =>
  outbox.take().map((output) => (output.kind === 'send' ? latin1(output.bytes) : output.kind));

test('replies that nothing comes between leave in one piece', () => {
  const outbox = new Outbox();
  outbox.replyPlainly(reply(220, undefined, 'hello'));
  outbox.reply(reply(250, '2.0.0', 'one'));
  outbox.push({ kind: 'discard' });
  outbox.reply(reply(250, '2.0.0', 'two'));
  outbox.reply(reply(221, '2.0.0', 'three'));
  outbox.push({ kind: 'close', reason: 'quit' });
  assert.deepEqual(shown(outbox), [
    '220 hello\r\n250 2.0.0 one\r\n',
    'discard',
    '250 2.0.0 two\r\n221 2.0.0 three\r\n',
    'close',
  ]);
  assert.deepEqual(shown(outbox), []);
});

const statuses: readonly [Reply, string][] = [
  [reply(250, '2.1.0', 'x'), '250 2.1.0 x\r\n'],
  [reply(250, undefined, 'x'), '250 2.0.0 x\r\n'],
  [reply(451, undefined, 'x'), '451 4.0.0 x\r\n'],
  [reply(550, undefined, 'x'), '550 5.0.0 x\r\n'],
  [reply(450, '5.2.1', 'x'), '450 4.2.1 x\r\n'],
  [reply(354, '2.0.0', 'x'), '354 x\r\n'],
];
for (const [words, wire] of statuses) {
  test(`status of ${JSON.stringify(words)}`, () => {
    const outbox = new Outbox();
    outbox.reply(words);
    assert.deepEqual(shown(outbox), [wire]);
  });
}

test('a greeting has no status', () => {
  const outbox = new Outbox();
  outbox.replyPlainly(reply(554, '5.7.1', 'go away'));
  assert.deepEqual(shown(outbox), ['554 go away\r\n']);
});
