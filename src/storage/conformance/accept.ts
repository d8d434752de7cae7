import assert from 'node:assert/strict';
import type { Domain } from '../../address/domain.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { InvariantError } from '../../base/invariant.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import { advance } from '../../queue/life-cycle.ts';
import type { QueuedMessage } from '../../queue/message.ts';
import { StoreError } from '../../queue/queue-store.ts';
import { heardEntriesMax, historyTextMax } from '../history-bounds.ts';
import {
  acceptance,
  account,
  attemptEntry,
  claimOne,
  claimRequest,
  collect,
  heard,
  queueId,
  relayed,
  settlement,
  t,
} from './fixtures.ts';
import type { Suite } from './suite.ts';

export const acceptSuite: Suite = {
  'finds an accepted message as it was': async ({ queue }) => {
    const accepted = acceptance({
      number: 1,
      origin: { kind: 'submission', account: 'a1' },
      to: [{ address: '"Krusty K"@krustylu.test' }, { address: 'mel@krustylu.test', held: true, due: 70 }],
    });
    await queue.accept([accepted]);
    const { message, recipients } = accepted;
    assert.deepEqual(await queue.find(queueId(1)), { message, recipients });
    assert.equal(await queue.find(queueId(2)), undefined);
  },

  'keeps what was handed through before its acceptance, and finds it by what a notice would name': async ({
    queue,
  }) => {
    const accepted = acceptance({ number: 1, to: [{ address: 'krusty@krustylu.test' }] });
    const settled = { kind: 'settled', at: t(5), outcome: relayed, isAttempt: true } as const;
    const recipients = accepted.recipients.map((each) => ({ ...each, state: advance(undefined, settled) }));
    const history = [attemptEntry(queueId(1), 5, 'handed through')];
    await queue.accept([{ ...accepted, recipients, history }]);
    assert.deepEqual(await queue.history(queueId(1)), history);
    assert.deepEqual(await queue.claimDue(claimRequest({ now: t(1_000) })), []);
    await assert.rejects(collect(queue.readContent(queueId(1), 0)), StoreError, 'nobody needs it any more');
    const found = await queue.findSent({ messageId: '<1@springfield.test>' }, 10);
    assert.deepEqual(found, [{ message: accepted.message, recipients }]);
  },

  'keeps what vouched for a message, for its next attempts too': async ({ queue }) => {
    const { message, ...rest } = acceptance({ number: 1, to: [{ address: 'krusty@krustylu.test' }] });
    const verdict: QueuedMessage['verdict'] = {
      spf: { result: 'fail', domain: 'tv.test', identity: 'helo', explanation: 'see http://tv.test/' },
      dkim: [
        { result: 'pass', domain: 'tv.test', selector: 's1' },
        { result: 'permerror', domain: '', selector: '' },
      ],
      arc: 'pass',
      seal: { domain: 'lists.test' as Domain, dmarc: 'pass', author: 'tv.test' },
      dmarc: { result: 'pass', policy: 'reject', domain: 'tv.test' },
    };
    await queue.accept([{ ...rest, message: { ...message, verdict } }]);
    assert.deepEqual((await queue.find(queueId(1)))?.message.verdict, verdict);
    const [claim] = await queue.claimDue(claimRequest());
    assert.deepEqual(claim?.message.verdict, verdict);
  },

  'keeps what is optional absent': async ({ queue }) => {
    const { message, ...rest } = acceptance({ number: 1, from: '<>' });
    const { arrival: _, ...bare } = message;
    const origin = { kind: 'report', about: queueId(9) } as const;
    const accepted = { ...rest, message: { ...bare, origin, facts: { is8bit: false, isHeaderUtf8: false } } };
    await queue.accept([accepted]);
    assert.deepEqual((await queue.find(queueId(1)))?.message, accepted.message);
  },

  'puts local recipients into their mailboxes and leaves the others in the queue': async (store) => {
    await store.accounts.addAccount(account('marge'), undefined);
    const to = [{ address: 'marge@springfield.test', account: 'marge' }, { address: 'krusty@krustylu.test' }];
    const accepted = acceptance({ number: 1, to });
    await store.queue.accept([accepted]);
    const [entry, ...others] = await store.mailboxes.listInbox('marge');
    const content = accepted.content.kind === 'bytes' ? accepted.content.bytes : undefined;
    assert.deepEqual(entry, {
      uid: 1,
      sizeBytes: content?.length,
      receivedAt: t(5),
      queueId: queueId(1),
    });
    assert.equal(others.length, 0);
    assert.deepEqual(await store.queue.statistics(), { waiting: 1, attempting: 0, held: 0 });
  },

  'keeps two recipients with equal addresses apart': async ({ queue }) => {
    const to = [{ address: 'krusty@krustylu.test' }, { address: 'krusty@krustylu.test' }];
    await queue.accept([acceptance({ number: 1, to })]);
    const [claim] = await queue.claimDue(claimRequest());
    assert.deepEqual(
      claim?.recipients.map(({ index }) => index),
      [0, 1],
    );
  },

  'accepts several messages together': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 }), acceptance({ number: 2 })]);
    assert.ok((await queue.find(queueId(1))) && (await queue.find(queueId(2))));
  },

  'accepts none of several if one cannot be accepted': async (store) => {
    await store.accounts.addAccount(account('marge'), undefined);
    const toMarge = { address: 'marge@springfield.test', account: 'marge' };
    const toNobody = { address: 'maggie@springfield.test', account: 'maggie' };
    const acceptances = [
      acceptance({ number: 1, to: [toMarge, { address: 'krusty@krustylu.test' }] }),
      acceptance({ number: 2, to: [toNobody] }),
    ];
    await assert.rejects(store.queue.accept(acceptances), StoreError);
    assert.equal(await store.queue.find(queueId(1)), undefined);
    assert.deepEqual(await store.mailboxes.listInbox('marge'), []);
    assert.deepEqual(await store.mailboxes.usage('marge'), { bytes: 0, messages: 0 });
    assert.deepEqual(await store.queue.statistics(), { waiting: 0, attempting: 0, held: 0 });
    assert.equal(await store.queue.nextDue({}), undefined);
  },

  'refuses a queue id that was used before': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1, body: fromUtf8('first') })]);
    const again = acceptance({ number: 1, body: fromUtf8('second') });
    await assert.rejects(queue.accept([again]), StoreError);
    await assert.rejects(queue.accept([acceptance({ number: 2 }), acceptance({ number: 2 })]), StoreError);
    const { returnPathBytes = 0 } = (await queue.find(queueId(1)))?.message ?? {};
    assert.deepEqual(
      Buffer.from(await collect(queue.readContent(queueId(1), returnPathBytes))).toString(),
      'first',
    );
  },

  'refuses what breaks a promise to the reader of the mail': async ({ queue }) => {
    const accepted = acceptance({ number: 1 });
    const unsettled = { ...accepted, deliveries: [{ account: 'marge', recipient: 0 }] };
    await assert.rejects(queue.accept([unsettled]), InvariantError);
    const wrongSize = { ...accepted, message: { ...accepted.message, sizeBytes: 1 } };
    await assert.rejects(queue.accept([wrongSize]), InvariantError);
    await assert.rejects(queue.accept([{ ...accepted, recipients: [] }]), InvariantError);
    assert.equal(await queue.find(queueId(1)), undefined);
  },

  'hears what a notice says of other messages, and keeps the weightier of it': async ({ queue }) => {
    const to = [{ address: 'krusty@krustylu.test' }, { address: 'mel@krustylu.test' }];
    await queue.accept([acceptance({ number: 1, to })]);
    const notice = (number: number, recipients: number[], action: RemoteNews['action']) => ({
      ...acceptance({ number, from: '<>' }),
      heard: [heard(1, recipients, action, number)],
    });
    await queue.accept([notice(2, [1], 'delayed')]);
    await queue.accept([notice(3, [0, 1, 9], 'failed')]);
    await queue.accept([notice(4, [1], 'delivered'), notice(5, [], 'failed')]);
    const { recipients = [] } = (await queue.find(queueId(1))) ?? {};
    assert.deepEqual(
      recipients.map((each) => each.heard),
      [heard(1, [], 'failed', 3).news, heard(1, [], 'failed', 3).news],
    );
    assert.deepEqual(
      recipients.map(({ state }) => state.kind),
      ['waiting', 'waiting'],
    );
    const said = (await queue.history(queueId(1))).map(({ at, recipients: about, event }) => [
      at,
      about,
      event,
    ]);
    assert.deepEqual(
      said,
      (
        [
          [2, [1], 'delayed'],
          [3, [0, 1, 9], 'failed'],
          [4, [1], 'delivered'],
          [5, [], 'failed'],
        ] as const
      ).map(([at, about, action]) => [t(at), about, { kind: 'heard', news: heard(1, [], action, at).news }]),
    );
  },

  'hears nothing of what it does not know, nor from what it does not accept': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    const notice = { ...acceptance({ number: 2, from: '<>' }), heard: [heard(9, [0], 'failed')] };
    await queue.accept([notice]);
    assert.deepEqual(await queue.history(queueId(9)), []);
    const again = { ...acceptance({ number: 2, from: '<>' }), heard: [heard(1, [0], 'failed')] };
    await assert.rejects(queue.accept([again]), StoreError);
    assert.deepEqual(await queue.history(queueId(1)), []);
    assert.equal((await queue.find(queueId(1)))?.recipients[0]?.heard, undefined);
  },

  'keeps what was heard through a claim and a settlement': async (store) => {
    await store.queue.accept([acceptance({ number: 1 })]);
    const claim = await claimOne(store);
    await store.queue.accept([
      { ...acceptance({ number: 2, from: '<>' }), heard: [heard(1, [0], 'failed')] },
    ]);
    assert.equal(await store.queue.commit(settlement(claim, { outcome: relayed })), 'committed');
    const [recipient] = (await store.queue.find(queueId(1)))?.recipients ?? [];
    assert.deepEqual(recipient?.heard, heard(1, [], 'failed').news);
    assert.ok(recipient?.state.kind === 'settled' && recipient.state.outcome.kind === 'relayed');
  },

  'keeps what was heard first, and the weightiest, of those who do not stop': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    const said = Array.from({ length: heardEntriesMax }, (_, i) => heard(1, [0], 'delayed', i + 2));
    await queue.accept([{ ...acceptance({ number: 2 }), heard: [...said, heard(1, [0], 'failed', 999)] }]);
    const history = await queue.history(queueId(1));
    assert.deepEqual(
      history.map(({ at }) => at),
      said.map(({ news }) => news.at),
    );
    assert.equal((await queue.find(queueId(1)))?.recipients[0]?.heard?.action, 'failed');
  },

  'keeps no more of what was heard than of other texts': async ({ queue }) => {
    await queue.accept([acceptance({ number: 1 })]);
    const long = 'x'.repeat(10_000);
    const { news, ...rest } = heard(1, [0], 'failed');
    const talkative = { ...rest, news: { ...news, by: long, address: long, text: long } };
    await queue.accept([{ ...acceptance({ number: 2 }), heard: [talkative] }]);
    const [recipient] = (await queue.find(queueId(1)))?.recipients ?? [];
    const { by = '', address: about = '', text = '' } = recipient?.heard ?? {};
    assert.deepEqual(
      [by, about, text].map((each) => each.length),
      [historyTextMax, historyTextMax, historyTextMax],
    );
    const [entry] = await queue.history(queueId(1));
    assert.deepEqual(entry?.event, { kind: 'heard', news: recipient?.heard });
  },

  'does not see later changes of what it was given': async ({ queue }) => {
    const body = new Uint8Array([72, 105, 13, 10]);
    const accepted = acceptance({ number: 1, body });
    await queue.accept([accepted]);
    if (accepted.content.kind === 'bytes') accepted.content.bytes.fill(0);
    const { returnPathBytes = 0 } = (await queue.find(queueId(1)))?.message ?? {};
    assert.deepEqual(new Uint8Array(await collect(queue.readContent(queueId(1), returnPathBytes))), body);
  },
};
