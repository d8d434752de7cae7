import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant, secondMs } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { replyText } from '../../envelope/reply.ts';
import { Conversation, ConversationError } from './conversation.ts';
import { type Answers, doorNet } from './testing/door.ts';

const target = { ip: '127.0.0.1', port: 25, timeoutMs: 10 * secondMs };

async function begin(answers: Answers | 'refused') {
  const clock = new VirtualClock(instant(0));
  return { clock, talk: await Conversation.open(doorNet(answers).net, target, clock) };
}

describe('a conversation', () => {
  it('gets a reply to each line, whole', async () => {
    const { talk } = await begin((line) => (line === '' ? '220-hello\r\n220 there' : `250 2.0.0 ${line}`));
    assert.equal(replyText(await talk.reply()), '220 hello there');
    assert.equal(replyText(await talk.ask('NOOP')), '250 2.0.0 NOOP');
    talk.close();
  });

  it('says why it broke off', async () => {
    const because = (answers: Answers | 'refused') => async () => await (await begin(answers)).talk.reply();
    await assert.rejects(because('refused'), new ConversationError('connection refused'));
    await assert.rejects(
      because(() => undefined),
      new ConversationError('the server has closed the connection'),
    );
    await assert.rejects(
      because(() => 'HTTP/1.1 400'),
      /This is not a reply: HTTP/,
    );
  });

  it('waits for its time, and no longer', async () => {
    const { clock, talk } = await begin(() => '');
    const reply = talk.reply();
    const ended = assert.rejects(reply, new ConversationError('the server does not answer'));
    await clock.pass(10 * secondMs);
    await ended;
  });
});
