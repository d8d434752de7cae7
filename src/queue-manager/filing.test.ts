import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import { NULL_PATH } from '../address/path.ts';
import { latin1 } from '../base/bytes.ts';
import { dayMs, minuteMs } from '../base/instant.ts';
import { StoreError } from '../queue/queue-store.ts';
import { settleClaim } from '../queue/settle-claim.ts';
import { claimOf, context, message, noon, permanent, recipient, refusal } from '../queue/testing/samples.ts';
import { filedHeaderBytesMax } from '../queue/undeliverable.ts';
import { fileUntold } from './filing.ts';
import { report } from './testing/scripted-transport.ts';
import { type Mail, TestQueue } from './testing/test-queue.ts';

const relayIn = { kind: 'relay-in' } as const;

async function failing(mail: Mail) {
  const queue = await TestQueue.open();
  queue.transport.script = (job) => report(job, permanent);
  const id = await queue.send(mail);
  await queue.clock.pass(0);
  return { queue, id, filed: await queue.data.undeliverable.ofMessage(id) };
}

describe('a failure that nobody may be told of', () => {
  it('is filed with all that the postmaster has to know', async () => {
    const { queue, filed, id } = await failing({ origin: relayIn });
    const [filing, ...others] = filed;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [filing?.reason, filing?.at, filing?.message.queueId],
      ['return-path-unproven', queue.clock.now(), id],
    );
    assert.deepEqual(
      filing?.recipients.map(({ address, diagnostic }) => [address.text, diagnostic]),
      [['krusty@krustylu.test', refusal]],
    );
    assert.equal(
      latin1(filing?.header ?? new Uint8Array()),
      'Return-Path: <the-sender>\r\nSubject: Hello\r\n',
    );
  });

  it('is filed with the alias that the sender knows', async () => {
    const family = 'family@springfield.test';
    const aliases = { [family]: ['bart@one.test'] };
    const { filed } = await failing({ from: NULL_PATH, to: [family], aliases });
    assert.deepEqual(
      filed.map(({ reason, recipients }) => [reason, recipients.map(({ alias }) => alias?.text)]),
      [['null-reverse-path', [family]]],
    );
  });

  it('is filed even if its content has gone', async () => {
    const log = recordingLog();
    const store = {
      find: async () => undefined,
      readContent: () => {
        throw new StoreError('gone');
      },
    };
    const claim = claimOf(message({ origin: { kind: 'relay-in' } }), [recipient()]);
    const decision = settleClaim(claim, new Map([[0, permanent]]), context({ message: claim.message }));
    const [filing] = await fileUntold({ store, log }, claim, decision, noon);
    assert.equal(filing?.recipients.length, 1);
    assert.equal(filing?.header.length, 0);
    assert.ok(log.lines.some((line) => line.includes('filed without its header')));
  });

  it('is filed with so much of its header, to the octet', async () => {
    const text = `X: ${'x'.repeat(2 * filedHeaderBytesMax)}\r\n\r\n`;
    const { filed } = await failing({ origin: relayIn, text });
    assert.equal(filed[0]?.header.length, filedHeaderBytesMax);
  });

  it('is kept for its time', async () => {
    const { queue, id } = await failing({ origin: relayIn });
    await queue.clock.pass(20 * dayMs);
    assert.equal((await queue.data.undeliverable.ofMessage(id)).length, 1);
    await queue.clock.pass(2 * minuteMs);
    assert.deepEqual(await queue.data.undeliverable.ofMessage(id), []);
  });
});

describe('a failure that its sender is told of', () => {
  it('is not filed', async () => {
    const { queue, filed } = await failing({});
    assert.deepEqual(filed, []);
    assert.deepEqual(await queue.data.undeliverable.counts(), {});
  });
});
