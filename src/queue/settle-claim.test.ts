import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvariantError } from '../base/invariant.ts';
import { reply } from '../envelope/reply.ts';
import type { AttemptResult } from './attempt-result.ts';
import type { Recipient, RecipientIndex } from './message.ts';
import { settleByOperator, settleClaim } from './settle-claim.ts';
import {
  claimOf,
  context,
  delivered,
  host,
  message,
  noon,
  notifyOf,
  permanent,
  recipient,
  refusal,
  relayed,
  transient,
  trouble,
} from './testing/samples.ts';

const three = [recipient({ index: 0 }), recipient({ index: 2 }), recipient({ index: 5 })];
const resultsOf = (...results: AttemptResult[]) =>
  new Map<RecipientIndex, AttemptResult>(three.map(({ index }, i) => [index, results[i] ?? transient]));
const settleThree = (...results: AttemptResult[]) =>
  settleClaim(claimOf(message(), three), resultsOf(...results), context());

describe('settling a claim', () => {
  it('settles each recipient by its own result', () => {
    const { transitions, notices } = settleThree(relayed(true), permanent, transient);
    assert.deepEqual(
      transitions.map(({ recipient: index, next }) => [
        index,
        next.kind === 'settled' ? next.outcome.kind : next.kind,
      ]),
      [
        [0, 'relayed'],
        [2, 'failed'],
        [5, 'waiting'],
      ],
    );
    assert.deepEqual(
      notices.map((notice) => [notice.recipient.index, notice.action]),
      [[2, 'failed']],
    );
  });

  it('takes silence about a recipient for a fault of ours', () => {
    const results = resultsOf();
    results.delete(2);
    assert.throws(
      () => settleClaim(claimOf(message(), three), results, context()),
      (thrown: unknown) => thrown instanceof InvariantError && thrown.message.includes('recipient 2'),
    );
  });

  it('lets those that are deferred come due together', () => {
    const { transitions } = settleClaim(
      claimOf(message(), three),
      resultsOf(transient, transient, transient),
      context({ chance: 0.7 }),
    );
    const due = transitions.map(({ next }) => (next.kind === 'waiting' ? next.due : undefined));
    assert.equal(new Set(due).size, 1);
    assert.notEqual(due[0], undefined);
  });

  it('puts the message into each mailbox once', () => {
    const toBart: AttemptResult = { kind: 'delivered', account: 'bart' };
    const { deliveries } = settleThree(delivered, toBart, delivered);
    assert.deepEqual(deliveries, [
      { account: 'marge', recipient: 0 },
      { account: 'bart', recipient: 2 },
    ]);
  });
});

describe('the history of a claim', () => {
  it('has one entry for those that met the same', () => {
    const { history } = settleThree(permanent, transient, permanent);
    assert.deepEqual(history, [
      {
        at: noon,
        queueId: 'the-message',
        recipients: [0, 5],
        event: {
          kind: 'attempt',
          result: 'permanent',
          detail: { text: refusal.text, diagnostic: refusal, remote: host, tls: refusal.tls },
        },
      },
      {
        at: noon,
        queueId: 'the-message',
        recipients: [2],
        event: {
          kind: 'attempt',
          result: 'transient',
          detail: { text: trouble.text, diagnostic: trouble, remote: host },
        },
      },
    ]);
  });

  it('tells who took the message, over which TLS', () => {
    const result: AttemptResult = {
      kind: 'relayed',
      by: host,
      reply: reply(250, '2.6.0', 'ok', 'queued\u001b[2J as 7'),
      dsnPassedOn: true,
      tls: 'TLSv1.3',
    };
    const [first] = settleThree(result, delivered, transient).history;
    assert.deepEqual(first?.event, {
      kind: 'attempt',
      result: 'relayed',
      detail: {
        text: 'Relayed to mx.krustylu.test: 250 2.6.0 ok queued\\x1b[2J as 7',
        remote: host,
        tls: 'TLSv1.3',
      },
    });
  });

  it('keeps no more of a reply than a line', () => {
    const chatty: AttemptResult = {
      kind: 'relayed',
      by: host,
      reply: reply(250, undefined, 'x'.repeat(5000)),
      dsnPassedOn: false,
    };
    const [first] = settleThree(chatty, chatty, chatty).history;
    assert(first?.event.kind === 'attempt');
    assert(first.event.detail.text.length < 600);
  });

  it('tells into whose mailbox it went', () => {
    const [first] = settleThree(delivered, delivered, delivered).history;
    assert(first?.event.kind === 'attempt');
    assert.equal(first.event.detail.text, 'Delivered to the mailbox of marge.');
    assert.deepEqual(first.recipients, [0, 2, 5]);
  });

  it('records each silence with its reason, behind the attempts', () => {
    const quiet = recipient({ index: 1, notify: 'never' });
    const claim = claimOf(message(), [quiet]);
    const { history } = settleClaim(claim, new Map([[1, permanent]]), context());
    assert.deepEqual(history.map(({ event, recipients }) => [event, recipients]).at(-1), [
      { kind: 'suppressed', reason: 'not-asked-for' },
      [1],
    ]);
    assert.equal(history.length, 2);
  });
});

describe("the operator's word on a claim", () => {
  const recipients: Recipient[] = [
    recipient({ index: 0 }),
    recipient({ index: 1, notify: notifyOf('success') }),
  ];
  const say = (verb: 'fail' | 'drop') =>
    settleByOperator(claimOf(message(), recipients), verb, 'frink', context());

  it('fails it: who wants to know of failures is told', () => {
    const { transitions, notices, history, deliveries } = say('fail');
    assert.deepEqual(
      transitions.map(({ next }) => next.kind),
      ['settled', 'settled'],
    );
    assert.deepEqual(
      notices.map((notice) => [notice.recipient.index, notice.action]),
      [[0, 'failed']],
    );
    assert.deepEqual(deliveries, []);
    assert.deepEqual(
      history.map(({ event, recipients: who }) => [event, who]),
      [
        [{ kind: 'operator', verb: 'fail', who: 'frink' }, [0, 1]],
        [{ kind: 'suppressed', reason: 'not-asked-for' }, [1]],
      ],
    );
  });

  it('says in the notice that it was the operator', () => {
    const [notice] = say('fail').notices;
    assert(notice?.action === 'failed');
    assert.match(notice.diagnostic.text, /operator/);
    assert.equal(notice.diagnostic.status, '5.0.0');
    assert.equal(notice.diagnostic.remote, undefined);
  });

  it('drops it: nobody is told, and the history knows who did it', () => {
    const { notices, history, transitions } = say('drop');
    assert.deepEqual(notices, []);
    assert.deepEqual(
      history.map(({ event }) => event),
      [{ kind: 'operator', verb: 'drop', who: 'frink' }],
    );
    for (const { next } of transitions) {
      assert(next.kind === 'settled' && next.outcome.kind === 'failed');
      assert.deepEqual(next.outcome.report, { suppressed: 'dropped-by-operator' });
    }
  });
});
