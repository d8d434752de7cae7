import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8, utf8 } from '../base/bytes.ts';
import { dayMs, hourMs, later, minuteMs, secondMs } from '../base/instant.ts';
import { sleep } from '../base/ports.ts';
import { parseReport } from '../dsn/parse/parse-report.ts';
import { address, host, notifyOf, permanent, relayed, transient } from '../queue/testing/samples.ts';
import type { DeliveryJob } from '../transports/transport.ts';
import { QueueManager } from './manager.ts';
import { report } from './testing/scripted-transport.ts';
import { collect, type Mail, secondsAfterNoon, TestQueue } from './testing/test-queue.ts';

describe('the queue manager', () => {
  it('relays what was accepted as soon as it is woken', async () => {
    const queue = await TestQueue.open();
    const id = await queue.send();
    await queue.clock.pass(0);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    assert.deepEqual(
      queue.transport.dials.map(({ at, recipients }) => [secondsAfterNoon(at), recipients]),
      [[0, ['krusty@krustylu.test']]],
    );
  });

  it('hands over the content without its Return-Path field, as often as it is asked for', async () => {
    const queue = await TestQueue.open();
    const texts: string[] = [];
    queue.transport.script = async (job) => {
      for (let i = 0; i < 2; i++) texts.push(utf8(await collect(job.content())));
      return report(job, relayed(true));
    };
    await queue.send({ text: 'Subject: A\r\n\r\nB\r\n' });
    await queue.clock.pass(0);
    assert.deepEqual(texts, Array(2).fill('Subject: A\r\n\r\nB\r\n'));
  });

  it('attempts what waits when it starts', async () => {
    const queue = new TestQueue();
    const id = await queue.send();
    await queue.manager.start();
    await queue.clock.pass(0);
    assert.deepEqual(await queue.standing(id), ['relayed']);
  });

  it('attempts recipients of one destination together, and of two apart', async () => {
    const queue = await TestQueue.open();
    await queue.send({ to: ['a@one.test', 'b@two.test', 'c@one.test'] });
    await queue.clock.pass(0);
    assert.deepEqual(
      queue.transport.dials.map(({ destination, recipients }) => [destination, recipients]).sort(),
      [
        ['one.test', ['a@one.test', 'c@one.test']],
        ['two.test', ['b@two.test']],
      ],
    );
  });

  it('puts the notice into the mailbox of the sender when a recipient is refused', async () => {
    const queue = await TestQueue.open();
    const id = await queue.send({ to: ['krustyclown@krustylu.test', 'melvin@krustylu.test'] });
    queue.transport.script = (job) =>
      report(job, ({ address }) => (address.localPart === 'melvin' ? relayed(true) : permanent));
    await queue.clock.pass(0);
    assert.deepEqual(await queue.standing(id), ['failed', 'relayed']);
    const [notice, ...others] = await queue.inbox('homer');
    assert.deepEqual(others, []);
    const [parsed] = parseReport(fromUtf8(notice ?? ''));
    assert.deepEqual(
      parsed?.recipients.map(({ finalRecipient, action, status }) => [
        finalRecipient.address,
        action,
        status,
      ]),
      [['krustyclown@krustylu.test', 'failed', '5.1.1']],
    );
    assert.deepEqual(await queue.inbox('postmaster'), []);
  });

  it('names the notice in the outcome, in the history and to the listener', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    const id = await queue.send();
    await queue.clock.pass(0);
    const [recipient] = await queue.recipients(id);
    assert(recipient?.state.kind === 'settled' && recipient.state.outcome.kind === 'failed');
    const { report: fate } = recipient.state.outcome;
    assert('as' in fate);
    const about = await queue.data.queue.find(fate.as);
    assert.deepEqual(about?.message.origin, { kind: 'report', about: id });
    const history = await queue.data.queue.history(id);
    assert.deepEqual(
      history.map(({ event }) => event.kind),
      ['attempt', 'report'],
    );
    assert.deepEqual(history[1]?.event, { kind: 'report', action: 'failed', as: fate.as });
    assert.deepEqual(
      queue.events.map(({ kind, queueId }) => [kind, queueId]),
      [
        ['attempt-begun', id],
        ['settled', id],
        ['report-written', id],
      ],
    );
  });

  it('tells the listener when a host has taken the connection', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = async (job) => {
      await sleep(queue.clock, later(queue.clock.now(), secondMs));
      job.onConnected(host);
      return report(job, relayed(true));
    };
    const id = await queue.send();
    await queue.clock.pass(secondMs);
    assert.deepEqual(
      queue.events.map(({ kind, queueId, at }) => [kind, queueId, secondsAfterNoon(at)]),
      [
        ['attempt-begun', id, 0],
        ['connected', id, 1],
        ['settled', id, 1],
      ],
    );
  });

  it('has the queue id in every line about a message', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    const id = await queue.send();
    await queue.clock.pass(0);
    assert.deepEqual(
      queue.logged.map(({ event }) => event),
      ['a recipient is settled', 'a report is written', 'an address is suppressed'],
    );
    for (const { fields } of queue.logged) assert.equal(fields.queueId, id);
    assert.equal(queue.logged[0]?.fields.reply, '550 5.1.1 No such user here');
  });

  it('sleeps while nothing is due', async () => {
    let questions = 0;
    const queue = await TestQueue.open({}, (store) => {
      const claimDue = store.claimDue.bind(store);
      store.claimDue = (request) => {
        questions++;
        return claimDue(request);
      };
      return store;
    });
    await queue.clock.pass(0);
    questions = 0;
    await queue.clock.pass(hourMs);
    assert(questions <= 61, `one question with each sweep, not ${questions}`);
  });
});

describe('a message that cannot be delivered', () => {
  it('is tried for five days, with word to the sender after four hours and at the end', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, transient);
    const id = await queue.send();
    await queue.clock.pass(4 * hourMs);
    assert.deepEqual(await queue.inbox('homer'), []);
    await queue.clock.pass(2 * hourMs);
    const [delay] = await queue.inbox('homer');
    const delayed = parseReport(fromUtf8(delay ?? ''))[0]?.recipients[0];
    assert.equal(delayed?.action, 'delayed');
    assert.equal(delayed.willRetryUntil, queue.clock.now() - 6 * hourMs + 5 * dayMs);

    await queue.clock.pass(5 * dayMs - 6 * hourMs - 1);
    assert.deepEqual(await queue.standing(id), ['waiting']);
    await queue.clock.pass(1);
    assert.deepEqual(await queue.standing(id), ['failed']);
    const inbox = await queue.inbox('homer');
    assert.equal(inbox.length, 2);
    const failed = parseReport(fromUtf8(inbox[1] ?? ''))[0]?.recipients[0];
    assert.equal(failed?.action, 'failed');
    assert.equal(failed.status, '4.4.1');
    assert.equal(failed.willRetryUntil, undefined);

    const dials = queue.transport.dials.length;
    await queue.clock.pass(10 * dayMs);
    assert.equal(queue.transport.dials.length, dials, 'and then never again');
  });

  it('is tried at growing intervals, the last time at its expiry', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, transient);
    await queue.send();
    await queue.clock.pass(6 * dayMs);
    const times = queue.transport.dials.map(({ at }) => secondsAfterNoon(at) / 60);
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    const ranges = [
      [5, 5.5],
      [10, 11],
      [20, 22],
      [40, 44],
    ];
    for (const [i, [from = 0, to = 0]] of ranges.entries()) {
      const pause = pauses[i] ?? 0;
      assert(pause >= from && pause <= to, `pause ${i}: ${pause}`);
    }
    const later = pauses.slice(4, -1);
    assert(later.every((pause) => pause >= 60 && pause <= 120));
    assert(new Set(later).size > later.length / 2, 'by chance, not by the clock');
    assert.equal(times.at(-1), 5 * 24 * 60);
    assert.deepEqual(
      queue.transport.dials.map(({ attempts }) => attempts[0]),
      [...times.keys()],
    );
  });

  it('is tried for two days if it is a report, and the postmaster hears of its failure, once', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) =>
      report(job, job.message.origin.kind === 'report' ? transient : permanent);
    const { addressees } = queue;
    addressees.set('homer@springfield.test', { kind: 'remote', destination: 'elsewhere.test' });
    await queue.send();
    await queue.clock.pass(2 * dayMs - 1);
    assert.deepEqual(await queue.inbox('postmaster'), []);
    await queue.clock.pass(1);
    const [copy, ...others] = await queue.inbox('postmaster');
    assert.deepEqual(others, []);
    assert.match(copy ?? '', /^Return-Path: <>\r\n/);
    assert.match(copy ?? '', /Final-Recipient: rfc822; ?homer@springfield\.test/);
    await queue.clock.pass(10 * dayMs);
    assert.equal((await queue.inbox('postmaster')).length, 1);
  });

  it('makes no copy of a copy for the postmaster', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    for (const name of ['homer', 'postmaster']) {
      queue.addressees.set(`${name}@springfield.test`, { kind: 'remote', destination: 'elsewhere.test' });
    }
    await queue.send();
    await queue.clock.pass(dayMs);
    // The message, the notice about it, and the postmaster's copy of that.
    assert.equal(queue.transport.dials.length, 3);
    assert.deepEqual(await queue.data.queue.statistics(), { waiting: 0, attempting: 0, held: 0 });
  });

  it('tells nobody but the postmaster if a stranger brought it in', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, permanent);
    const id = await queue.send({
      origin: { kind: 'relay-in' },
      notify: notifyOf('success', 'failure', 'delay'),
    });
    await queue.clock.pass(0);
    assert.equal(queue.transport.dials.length, 1);
    assert.deepEqual(await queue.inbox('homer'), []);
    assert.equal((await queue.inbox('postmaster')).length, 1);
    const history = await queue.data.queue.history(id);
    assert.deepEqual(
      history.map(({ event }) => event.kind),
      ['attempt', 'suppressed', 'report'],
    );
  });

  it('goes on to be delivered if the host comes back', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = (job) => report(job, transient);
    const id = await queue.send();
    await queue.clock.pass(dayMs);
    queue.transport.script = (job) => report(job, relayed(true));
    await queue.clock.pass(2 * hourMs);
    assert.deepEqual(await queue.standing(id), ['relayed']);
    const told = (await queue.inbox('homer')).map((notice) => /^Subject: (\w+)/m.exec(notice)?.[1]);
    assert.deepEqual(told, ['Delayed', 'Arrived'], 'the delay, and that it is over');
  });
});

describe('recipients that are at home here now', () => {
  it('go into their mailbox without a transport', async () => {
    const queue = await TestQueue.open();
    const id = await queue.send({ to: ['marge@springfield.test', 'krusty@krustylu.test'] });
    await queue.clock.pass(0);
    assert.deepEqual(await queue.standing(id), ['delivered', 'relayed']);
    assert.match((await queue.inbox('marge'))[0] ?? '', /^Return-Path: .*\r\nSubject: Hello/);
    assert.deepEqual(
      queue.transport.dials.map(({ destination }) => destination),
      ['krustylu.test'],
    );
  });

  it('are refused if there is nobody of that name, and the sender is told', async () => {
    const queue = await TestQueue.open();
    await queue.send({ to: ['nobody@springfield.test'] });
    await queue.clock.pass(0);
    assert.equal(queue.transport.dials.length, 0);
    assert.match((await queue.inbox('homer'))[0] ?? '', /Status: 5\.1\.1/);
  });

  it('are refused if they became an alias, which is expanded only at acceptance', async () => {
    const queue = await TestQueue.open();
    queue.addressees.set('friends@springfield.test', { kind: 'alias', targets: [] });
    await queue.send({ to: ['friends@springfield.test'] });
    await queue.clock.pass(0);
    assert.match((await queue.inbox('homer'))[0] ?? '', /Status: 5\.2\.4/);
  });

  it('get it if they became another name of one mailbox', async () => {
    const queue = await TestQueue.open();
    const target = {
      address: address('marge@springfield.test'),
      addressee: { kind: 'local', account: 'marge' },
    } as const;
    queue.addressees.set('mum@springfield.test', { kind: 'alias', targets: [target] });
    await queue.send({ to: ['mum@springfield.test'] });
    await queue.clock.pass(0);
    assert.equal((await queue.inbox('marge')).length, 1);
  });
});

describe('a report that has nowhere to go', () => {
  const openWithoutPostmaster = async () => {
    const queue = new TestQueue();
    await queue.addMailbox('homer');
    await queue.manager.start();
    queue.transport.script = (job) =>
      report(job, ({ address: to }) => (to.localPart === 'melvin' ? relayed(true) : permanent));
    const mail = { to: ['krustyclown@krustylu.test', 'melvin@krustylu.test'], origin: { kind: 'relay-in' } };
    return { queue, id: await queue.send(mail as Mail) };
  };

  it('does not undo what was done: nobody gets a second copy', async () => {
    const { queue, id } = await openWithoutPostmaster();
    await queue.clock.pass(hourMs);
    assert.deepEqual(await queue.standing(id), ['failed', 'relayed']);
    assert.equal(queue.transport.dials.length, 1);
  });

  it('waits for a postmaster', async () => {
    const { queue } = await openWithoutPostmaster();
    await queue.clock.pass(hourMs);
    await queue.addMailbox('postmaster');
    await queue.clock.pass(2 * hourMs);
    assert.match((await queue.inbox('postmaster'))[0] ?? '', /Final-Recipient: rfc822; krustyclown@/);
  });
});

describe('a report that cannot be written', () => {
  it('keeps back its own recipients, and the others are settled', async () => {
    const queue = await TestQueue.open();
    const { writeReports } = queue.world;
    let isBroken = true;
    const manager = new QueueManager({
      ...queue.world,
      writeReports: async (reports) => {
        if (isBroken && reports.length > 0) throw new TypeError('no such property');
        return await writeReports(reports);
      },
    });
    await queue.manager.stop(0);
    queue.transport.script = (job) =>
      report(job, ({ address: to }) => (to.localPart === 'melvin' ? relayed(true) : permanent));
    const id = await queue.send({ to: ['krustyclown@krustylu.test', 'melvin@krustylu.test'] });
    await manager.start();
    await queue.clock.pass(30 * minuteMs);
    assert.deepEqual(await queue.standing(id), ['attempting', 'relayed']);
    isBroken = false;
    await queue.clock.pass(30 * minuteMs);
    assert.deepEqual(await queue.standing(id), ['failed', 'relayed']);
    const timesToMelvin = queue.transport.dials.filter(({ recipients }) =>
      recipients.includes('melvin@krustylu.test'),
    );
    assert.equal(timesToMelvin.length, 1);
    assert.equal((await queue.inbox('homer')).length, 1);
    await manager.stop(0);
  });
});

describe('an attempt that breaks off by a fault of ours', () => {
  const failing: [string, (job: DeliveryJob) => ReturnType<typeof report>][] = [
    [
      'a transport that throws',
      () => {
        throw new TypeError('no such property');
      },
    ],
    ['a transport that forgets a recipient', () => ({ results: new Map(), destination: 'ok' })],
  ];
  for (const [what, script] of failing) {
    it(`is repeated: ${what}`, async () => {
      const queue = await TestQueue.open();
      queue.transport.script = script;
      const id = await queue.send();
      await queue.clock.pass(0);
      const [recipient] = await queue.recipients(id);
      assert(recipient?.state.kind === 'waiting');
      assert.equal(recipient.state.last?.status, '4.3.0');
      assert.equal(queue.complaints().length, what.includes('throws') ? 2 : 1);
      queue.transport.script = (job) => report(job, relayed(true));
      await queue.clock.pass(6 * minuteMs);
      assert.deepEqual(await queue.standing(id), ['relayed']);
    });
  }

  it('does not lose what was said of the others', async () => {
    const queue = await TestQueue.open();
    queue.transport.script = () => ({ results: new Map([[0, relayed(true)]]), destination: 'ok' });
    const id = await queue.send({ to: ['a@krustylu.test', 'b@krustylu.test'] });
    await queue.clock.pass(secondMs);
    assert.deepEqual(await queue.standing(id), ['relayed', 'waiting']);
  });
});
