import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseMailboxAddress } from '../../address/mailbox-address.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { buildReport } from '../../dsn/build/build.ts';
import type { NoticeContent } from '../../dsn/notice/blocks.ts';
import { dnsName, finalRecipientOf, smtpDiagnostic } from '../../dsn/report.ts';
import type { Submission } from '../../outbox/outbox-store.ts';
import {
  acceptance,
  account,
  attemptEntry,
  claimOne,
  diagnostic,
  heard,
  queueId,
  relayed,
  settlement,
  t,
} from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import type { JsonObject } from '../json.ts';
import { homer, TestClient } from '../testing/client.ts';
import { newsCapability } from './news-capability.ts';
import { type NewsWorld, newsUri } from './world.ts';

function address(text: string) {
  const parsed = parseMailboxAddress(text, { utf8: true });
  assert.ok(parsed.ok);
  return parsed.value;
}

const krusty = address('krustyClown@krustylu.test');
const known = address('krustyKlown@krustylu.test');

const notice = buildReport(
  {
    reportingMta: dnsName('mail.springfield.test'),
    queueId: 'q00000001',
    recipients: [
      {
        finalRecipient: finalRecipientOf(krusty),
        action: 'failed',
        status: '5.1.1',
        remoteMta: dnsName('mx.krustylu.test'),
        diagnosticCode: smtpDiagnostic({ code: 550, status: '5.1.1', lines: ['no such person here'] }),
      },
    ],
    original: { message: fromUtf8('Subject: Birthday\r\nMessage-ID: <1@springfield.test>\r\n\r\n') },
  },
  { at: t(1_000), id: 'n1', to: homer.address, postmaster: address('postmaster@springfield.test') },
);

/** A mail to krustyClown and to Marge, who has it already; what became of it is left to the test. */
async function world(emails: Readonly<Record<string, Uint8Array>> = {}) {
  const store = createMemoryStore();
  await store.accounts.addAccount(account(homer.id), undefined);
  await store.accounts.addAccount(account('marge'), undefined);
  const to = [{ address: krusty.text }, { address: 'marge@springfield.test', account: 'marge' }];
  const origin = { kind: 'submission', account: homer.id } as const;
  const mail = acceptance({ number: 1, to, origin });
  const submission: Submission = {
    id: queueId(1),
    account: homer.id,
    identityId: 'i1',
    emailId: 'E1',
    threadId: 'T1',
    envelope: mail.message.envelope,
    recipients: mail.recipients.map(({ address: path, parameters }) => ({ path, ...parameters })),
    sendAt: t(0),
    announcedAt: t(0),
    phase: 'pending',
  };
  const { phase: _, ...fresh } = submission;
  await store.outbox.add(fresh, fromUtf8('x'));
  const news: NewsWorld = {
    outbox: store.outbox,
    queue: { ...bound(store.queue), reachedBy: async () => [known, homer.address] },
    readEmail: async (_owner, id) => emails[id] && { content: emails[id] },
    checkAddress: async (text) => ({ verdict: 'bad', reason: `no ${text}`, status: '5.1.2', didYouMean: [] }),
    postmaster: address('postmaster@springfield.test'),
  };
  const client = new TestClient([newsCapability(news)]);
  const call = (name: string, args: JsonObject) => client.call(name, { accountId: homer.id, ...args });
  const send = async () => {
    await store.outbox.claimDue(t(10), 10);
    await store.queue.accept([mail]);
    await store.outbox.markSent(queueId(1));
  };
  const delivery = async () => {
    const { list } = await call('Delivery/get', { ids: [queueId(1)] });
    return (list as JsonObject[])[0] as Record<string, JsonObject & JsonObject[]>;
  };
  return { store, call, send, delivery };
}

type Store = ReturnType<typeof createMemoryStore>;
const bound = (queue: Store['queue']) => ({
  find: queue.find.bind(queue),
  history: queue.history.bind(queue),
});

describe('Delivery/get', () => {
  it('tells of a mail that still waits for its time', async () => {
    const { delivery } = await world();
    const shown = await delivery();
    assert.deepEqual([shown.phase, shown.events], ['pending', []]);
    assert.deepEqual(
      shown.recipients?.map(({ address: to, state }) => [to, state]),
      [
        [krusty.text, 'waiting'],
        ['marge@springfield.test', 'waiting'],
      ],
    );
  });

  it('tells who has it, and when the next attempt is', async () => {
    const { store, send, delivery } = await world();
    await send();
    const history = [attemptEntry(queueId(1), 20)];
    await store.queue.commit(settlement(await claimOne(store), { due: 90_000 }, { history }));
    const { recipients, events } = await delivery();
    assert.deepEqual(
      recipients?.map(({ state }) => state),
      ['delayed', 'delivered'],
    );
    assert.equal(recipients?.[0]?.nextAttemptAt, '1970-01-01T00:01:30Z');
    const [event] = events ?? [];
    assert.deepEqual(event?.recipients, [krusty.text]);
    assert.deepEqual([event?.kind, event?.result, event?.host], ['attempt', 'transient', 'mx.krustylu.test']);
    assert.equal(event?.reply, '450 try later please');
  });

  it('explains a failure: why, who must act, what to do', async () => {
    const { store, send, delivery } = await world();
    await send();
    const refusal = {
      ...diagnostic,
      status: '5.1.1' as const,
      reply: { code: 550, status: '5.1.1' as const, lines: ['no such person'] },
    };
    const outcome = { kind: 'failed', diagnostic: refusal, report: { as: queueId(2) } } as const;
    await store.queue.commit(settlement(await claimOne(store), { outcome }));
    const failure = (await delivery()).recipients?.[0]?.failure as JsonObject;
    assert.deepEqual(
      [failure.cause, failure.owner, failure.permanence, failure.replyCode, failure.host],
      ['no-such-address', 'sender', 'permanent', 550, 'mx.krustylu.test'],
    );
    assert.deepEqual(failure.reply, ['no such person']);
    assert.ok(Array.isArray(failure.steps) && failure.steps.length > 0);
  });

  it('tells what other hosts say of it', async () => {
    const { store, send, delivery } = await world();
    await send();
    await store.queue.commit(settlement(await claimOne(store), { outcome: relayed }));
    const says = acceptance({ number: 2, from: '<>' });
    await store.queue.accept([{ ...says, heard: [heard(1, [0], 'failed')] }]);
    const { recipients, events } = await delivery();
    assert.deepEqual(
      [recipients?.[0]?.state, (recipients?.[0]?.heard as JsonObject | undefined)?.action],
      ['relayed', 'failed'],
    );
    assert.equal(events?.at(-1)?.kind, 'heard');
  });

  it('knows nothing of the mail of others', async () => {
    const { call } = await world();
    const { notFound, list } = await call('Delivery/get', { ids: ['q00000099'] });
    assert.deepEqual([notFound, list], [['q00000099'], []]);
  });
});

describe('Notice/get', () => {
  it('tells a notice for people, with what may have been meant', async () => {
    const { call } = await world({ E1: notice });
    const { list } = await call('Notice/get', { ids: ['E1'] });
    const [shown] = list as JsonObject[];
    assert.ok(shown);
    assert.deepEqual([shown.kind, shown.queueId, shown.subject], ['failure', 'q00000001', 'Birthday']);
    assert.equal(shown.verdict, null);
    const [recipient] = shown.recipients as JsonObject[];
    assert.deepEqual([recipient?.cause, recipient?.owner], ['no-such-address', 'sender']);
    assert.deepEqual(recipient?.didYouMean, [known.text]);
    const content = shown.content as unknown as NoticeContent;
    const kinds = content.blocks.map(({ kind }) => kind);
    for (const kind of ['addresses', 'who-must-act', 'steps', 'suggestion', 'folded'] as const)
      assert.ok(kinds.includes(kind), kind);
  });

  it('tells what was found of a notice of others', async () => {
    const filed = fromUtf8(
      `Evergreen-Notice: forged; kind=failure\r\n${Buffer.from(notice).toString('latin1')}`,
    );
    const { call } = await world({ E1: filed });
    const { list } = await call('Notice/get', { ids: ['E1'] });
    assert.equal((list as JsonObject[])[0]?.verdict, 'forged');
  });

  it('finds no notice in an ordinary mail', async () => {
    const { call } = await world({ E1: fromUtf8('Subject: Hi\r\n\r\nHello\r\n') });
    assert.deepEqual((await call('Notice/get', { ids: ['E1', 'E2'] })).notFound, ['E1', 'E2']);
  });
});

describe('Address/check', () => {
  it('says what is known of addresses', async () => {
    const { call } = await world();
    const { list } = await call('Address/check', { addresses: ['a@b.test'] });
    assert.deepEqual(list, [
      { address: 'a@b.test', verdict: 'bad', reason: 'no a@b.test', status: '5.1.2', didYouMean: [] },
    ]);
  });

  it('checks no more than so many at once', async () => {
    const { call } = await world();
    const addresses = Array.from({ length: 51 }, (_, i) => `a${i}@b.test`);
    assert.equal((await call('Address/check', { addresses })).type, 'invalidArguments');
    assert.equal(((await call('Address/check', { addresses: addresses.slice(1) })).list as []).length, 50);
  });

  it('is a capability of each account', async () => {
    const { call } = await world();
    assert.equal(
      (await call('Address/check', { accountId: 'nobody', addresses: [] })).type,
      'accountNotFound',
    );
    assert.equal(newsUri, 'urn:evergreen:jmap:news');
  });
});
