import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import { dayMs, later } from '../base/instant.ts';
import { reply } from '../envelope/reply.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { Heard, RemoteNews } from '../queue/heard.ts';
import type { QueuedMessage, Recipient } from '../queue/message.ts';
import type { Transition } from '../queue/queue-store.ts';
import type { Outcome } from '../queue/recipient-state.ts';
import {
  address,
  id,
  lease,
  message,
  noon,
  recipient,
  relayed as relayedBy,
  relayIn,
} from '../queue/testing/samples.ts';
import { account, relayed } from '../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import { Suppressor } from './suppressor.ts';
import { report } from './testing/scripted-transport.ts';
import { TestQueue } from './testing/test-queue.ts';

const krusty = address('krusty@krustylu.test');
const failed = (status: StatusCode, text: string): Outcome => ({
  kind: 'failed',
  diagnostic: { at: noon, stage: 'rcpt', status, text: 'Refused.', reply: reply(550, status, text) },
  report: { as: id('report') },
});
const unknown = failed('5.1.1', 'No such user here');

async function world() {
  const { accounts, suppressions } = createMemoryStore();
  await accounts.addAccount(account('homer'), undefined);
  const log = recordingLog();
  const suppressor = new Suppressor({ log, store: suppressions, keptMs: 30 * dayMs });
  const one: Recipient = recipient({ address: krusty.text });
  const settled = (outcome: Outcome, about: QueuedMessage = message(), to: Recipient = one) => {
    const next: Transition['next'] = {
      kind: 'settled',
      at: noon,
      attempts: 1,
      outcome,
    } as Transition['next'];
    const transitions = [{ recipient: to.index, next, isDelayReported: false }];
    const claim = { message: about, destination: 'krustylu.test', recipients: [to], lease };
    return suppressor.settled(claim, { transitions });
  };
  const heard = (news: Partial<RemoteNews>, about = message()) => {
    const said: Heard = {
      about: about.queueId,
      recipients: [one.index],
      news: {
        at: noon,
        action: 'failed',
        status: '5.1.1',
        text: '550 5.1.1 User unknown',
        notice: id('n'),
        ...news,
      },
    };
    return suppressor.heard([said], [{ message: about, recipients: [one] }]);
  };
  return { accounts, suppressions, log, settled, heard, entry: () => suppressions.find('homer', krusty) };
}

describe('the queue manager', () => {
  it('remembers what its attempts have found out, until one succeeds', async () => {
    const queue = await TestQueue.open();
    const entry = () => queue.data.suppressions.find('homer', krusty);
    const diagnostic = { at: noon, stage: 'rcpt', status: '5.1.1', text: 'Refused.' } as const;
    const result = {
      kind: 'permanent',
      diagnostic: { ...diagnostic, reply: reply(550, '5.1.1', 'Unknown user') },
    } as const;
    queue.transport.script = (job) => report(job, result);
    await queue.send();
    await queue.clock.pass(0);
    assert.equal((await entry())?.cause, 'no-such-address');
    queue.transport.script = (job) => report(job, relayedBy(true));
    await queue.send();
    await queue.clock.pass(0);
    assert.equal(await entry(), undefined);
    await queue.manager.stop(0);
  });
});

describe('what is learnt of addresses', () => {
  it('is that nobody has them, from a failure of ours', async () => {
    const { settled, entry } = await world();
    await settled(unknown);
    assert.deepEqual(await entry(), {
      account: 'homer',
      address: krusty,
      cause: 'no-such-address',
      reason: '550 5.1.1 No such user here',
      about: 'the-message',
      at: noon,
      expiresAt: later(noon, 30 * dayMs),
      isAllowed: false,
    });
  });

  it('is nothing from policy, of the mail of others, or of members behind an alias', async () => {
    const { settled, entry } = await world();
    await settled(failed('5.7.1', 'Message rejected due to policy'));
    await settled(unknown, message({ origin: relayIn }));
    await settled(unknown, message(), recipient({ address: krusty.text, parent: 0 as Recipient['index'] }));
    assert.equal(await entry(), undefined);
  });

  it('is taken back by a success, but for what was allowed', async () => {
    const { settled, suppressions, entry } = await world();
    await settled(unknown);
    await settled(relayed);
    assert.equal(await entry(), undefined);
    await settled(unknown);
    const before = await entry();
    assert.ok(before);
    await suppressions.put({ ...before, isAllowed: true });
    await settled(relayed);
    await settled(unknown);
    assert.equal((await entry())?.isAllowed, true);
  });

  it('is what a genuine notice says of the very address', async () => {
    const { heard, entry } = await world();
    await heard({ action: 'delayed' });
    await heard({ status: '5.7.1', text: '550 5.7.1 Rejected by policy' });
    await heard({ address: 'bozo@elsewhere.test' });
    assert.equal(await entry(), undefined);
    await heard({ by: 'mx.krustylu.test' });
    assert.equal((await entry())?.cause, 'no-such-address');
  });

  it('has no end of terminals in it, and is no longer than needed', async () => {
    const { settled, entry } = await world();
    await settled(failed('5.1.1', `No such user \u001b[2J${'x'.repeat(1_000)}`));
    const { reason = '' } = (await entry()) ?? {};
    assert.match(reason, /^550 5\.1\.1 No such user \\x1B\[2Jx+…$/i);
    assert.ok(reason.length < 510);
  });

  it('does not undo a settlement where it cannot be written', async () => {
    const { suppressions, settled, log } = await world();
    suppressions.put = () => Promise.reject(new Error('the disk is full'));
    await settled(unknown);
    assert.match(log.lines.at(-1) ?? '', /^warn an address could not be suppressed .*the disk is full/);
  });
});
