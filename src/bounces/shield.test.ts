import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Account } from '../accounts/accounts.ts';
import { countingRandom, recordingLog } from '../accounts/testing/doubles.ts';
import { mailboxAddress } from '../address/mailbox-address.ts';
import { type Bytes, concat, utf8 } from '../base/bytes.ts';
import { hourMs, later, minuteMs, secondMs } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { populate, springfield } from '../policy/testing/springfield.ts';
import { queueIdMaker } from '../queue/queue-id.ts';
import { defaultRetrySchedule } from '../queue/retry-schedule.ts';
import { createMemoryStore } from '../storage/memory/store.ts';
import type { UnprovenNotice } from './flood.ts';
import { Shield, type ShieldWorld } from './shield.ts';

const rules = { surgeFrom: 3, samplesPerHour: 1, quietMs: 6 * hourMs };

class Siege {
  readonly clock = new VirtualClock();
  readonly store = createMemoryStore();
  readonly log = recordingLog();
  readonly nextQueueId = queueIdMaker(this.clock, countingRandom());

  async begin(): Promise<void> {
    await populate(this.store.accounts, ['homer', 'marge']);
  }

  open(change: Partial<ShieldWorld> = {}): Promise<Shield> {
    const { clock, store, log, nextQueueId } = this;
    const manner = {
      hostname: 'mail.springfield.test',
      postmaster: mailboxAddress('postmaster', springfield.primary),
      defaultLanguage: 'en',
      schedule: defaultRetrySchedule,
    };
    return Shield.open({
      clock,
      log,
      store: store.bounces,
      queue: store.queue,
      mailboxes: store.mailboxes,
      accounts: store.accounts,
      nextQueueId,
      rules,
      manner,
      ...change,
    });
  }

  async account(name: string): Promise<Account> {
    const account = await this.store.accounts.findAccount(mailboxAddress(name, springfield.primary));
    assert(account);
    return account;
  }

  notice(change: Partial<UnprovenNotice> = {}): UnprovenNotice {
    return {
      at: this.clock.now(),
      verdict: 'cannot-be-proven',
      to: 'homer@springfield.test',
      host: 'mx.plant.test (192.0.2.1)',
      subject: 'Undeliverable: pills',
      ...change,
    };
  }

  async meet(shield: Shield, times: number, name = 'homer'): Promise<string> {
    const account = await this.account(name);
    let answers = '';
    for (let i = 0; i < times; i++) {
      const answer = await shield.meet(account, this.notice());
      answers += { usual: '.', sample: 's', flooded: 'x' }[answer];
    }
    return answers;
  }

  async inbox(name: string): Promise<readonly string[]> {
    const account = `${name}@springfield.test`;
    const texts: string[] = [];
    for (const { uid } of await this.store.mailboxes.listInbox(account)) {
      const pieces: Bytes[] = [];
      for await (const piece of (await this.store.mailboxes.readMessage(account, uid)) ?? [])
        pieces.push(piece);
      texts.push(utf8(concat(pieces)));
    }
    return texts;
  }
}

async function siege(): Promise<Siege> {
  const made = new Siege();
  await made.begin();
  return made;
}

describe('the shield', () => {
  it('writes one card to the person, when a surge begins', async () => {
    const it = await siege();
    const shield = await it.open();
    assert.equal(await it.meet(shield, 2), '..');
    assert.deepEqual(await it.inbox('homer'), []);
    assert.equal(await it.meet(shield, 20), `s${'x'.repeat(19)}`);
    const [card, ...more] = await it.inbox('homer');
    assert.deepEqual(more, []);
    assert.match(card ?? '', /^Return-Path: <>\r\n.*^Subject: Someone is forging your address\r$/ms);
    assert.match(it.log.lines.join('\n'), /^warn somebody forges an address: a surge of notices /m);
    assert.deepEqual(await it.inbox('marge'), [], 'it is none of hers');
    assert.equal(await it.meet(shield, 1, 'marge'), '.');
  });

  it('leaves the card as a message that can be traced', async () => {
    const it = await siege();
    await it.meet(await it.open(), 3);
    const [flood] = await it.store.bounces.listFloods();
    const id = flood?.surge?.card.queueId as ReturnType<typeof it.nextQueueId>;
    const record = await it.store.queue.find(id);
    assert.deepEqual(record?.message.origin, { kind: 'card' });
    assert.equal(record?.message.facts.subject, 'Someone is forging your address');
    assert.deepEqual(
      record?.recipients.map(({ state }) => state.kind),
      ['settled'],
    );
  });

  it('writes it in the language of the account', async () => {
    const it = await siege();
    const homer = await it.account('homer');
    await it.store.accounts.setLanguage(homer.id, 'de');
    await it.meet(await it.open(), 3);
    assert.match(
      (await it.inbox('homer'))[0] ?? '',
      /^Subject: Jemand =\?UTF-8\?Q\?f=C3=A4lscht\?= Ihre Adresse\r$/m,
    );
    assert.match((await it.inbox('homer'))[0] ?? '', /^Content-Language: de\r$/m);
  });

  it('goes on after a restart, and writes no second card', async () => {
    const it = await siege();
    const first = await it.open();
    await it.meet(first, 5);
    await first.close();
    const second = await it.open();
    assert.equal(await it.meet(second, 3), 'xxx');
    assert.equal((await it.inbox('homer')).length, 1);
    assert.equal(second.list()[0]?.notices, 8);
  });

  it('writes down what it counts every few seconds, so that a crash loses no more', async () => {
    const it = await siege();
    await it.meet(await it.open(), 5);
    assert.equal((await it.store.bounces.listFloods())[0]?.notices, 3, 'as of the beginning of the surge');
    await it.clock.pass(10 * secondMs);
    assert.equal((await it.store.bounces.listFloods())[0]?.notices, 5);
  });

  it('writes the card after a restart if it could not before', async () => {
    const it = await siege();
    const accept = () => Promise.reject(new Error('the disk is full'));
    const first = await it.open({ queue: { accept, find: async () => undefined } });
    assert.equal(await it.meet(first, 3), '..s');
    assert.match(it.log.lines.join('\n'), /error what is known of a surge .*the disk is full/);
    assert.deepEqual(await it.inbox('homer'), []);
    await first.close();
    await it.meet(await it.open(), 2);
    assert.equal((await it.inbox('homer')).length, 1);
  });

  it('writes no second one if it ended before the first was written down', async () => {
    const it = await siege();
    const { bounces } = it.store;
    let puts = 0;
    // What is put after the card is lost.
    const putFlood: ShieldWorld['store']['putFlood'] = async (flood) => {
      puts += 1;
      if (puts === 1) await bounces.putFlood(flood);
    };
    await it.meet(await it.open({ store: { ...unbound(bounces), putFlood } }), 3);
    assert.equal((await bounces.listFloods())[0]?.surge?.card.isWritten, false);
    await it.meet(await it.open(), 1);
    assert.equal((await it.inbox('homer')).length, 1);
    assert.equal((await bounces.listFloods())[0]?.surge?.card.isWritten, true);
  });

  it('writes one card though many notices come at once', async () => {
    const it = await siege();
    const shield = await it.open();
    const homer = await it.account('homer');
    await Promise.all(Array.from({ length: 30 }, () => shield.meet(homer, it.notice())));
    assert.equal((await it.inbox('homer')).length, 1);
  });

  it('forgets a surge that is over, and writes another card for the next', async () => {
    const it = await siege();
    const shield = await it.open();
    await it.meet(shield, 4);
    await it.clock.pass(rules.quietMs + minuteMs);
    assert.equal(await it.meet(shield, 3), '..s');
    assert.equal((await it.inbox('homer')).length, 2);
    await it.clock.pass(2 * rules.quietMs);
    await it.meet(shield, 1, 'marge');
    await shield.close();
    assert.deepEqual(
      (await it.store.bounces.listFloods()).map(({ account }) => account),
      [(await it.account('marge')).id],
    );
    assert.match(it.log.lines.join('\n'), /^info a surge of notices is over /m);
  });

  it('finds out by itself that a surge is over, after a restart too', async () => {
    for (const isRestarted of [false, true]) {
      const it = await siege();
      const shield = await it.open();
      await it.meet(shield, 4);
      await it.clock.pass(minuteMs);
      if (isRestarted) await shield.close();
      if (isRestarted) await it.open();
      await it.clock.pass(rules.quietMs - 11 * minuteMs);
      assert.equal((await it.store.bounces.listFloods()).length, 1);
      await it.clock.pass(20 * minuteMs);
      assert.deepEqual(await it.store.bounces.listFloods(), []);
      assert.match(it.log.lines.join('\n'), /^info a surge of notices is over .*"notices":4/m);
      assert.equal(it.clock.pending, 0, 'it looks no more');
    }
  });

  const subjects = async (it: Siege) =>
    (await it.inbox('homer')).map((mail) => /^Subject: (.*)\r$/m.exec(mail)?.[1]);
  const over = 'Your address is not being forged any more';

  it('puts into the place of the card that it is over', async () => {
    const it = await siege();
    await it.meet(await it.open(), 9);
    await it.clock.pass(rules.quietMs + 20 * minuteMs);
    assert.deepEqual(await subjects(it), [over]);
    assert.match((await it.inbox('homer'))[0] ?? '', /Notices so far: 9\r$/m);
  });

  it('leaves it at that if the person has put the card away', async () => {
    const it = await siege();
    await it.meet(await it.open(), 3);
    const account = 'homer@springfield.test';
    const [card] = await it.store.mailboxes.listInbox(account);
    assert(card);
    await it.store.mailboxes.expunge(account, [card.uid]);
    await it.clock.pass(rules.quietMs + 20 * minuteMs);
    assert.deepEqual(await it.inbox('homer'), []);
  });

  it('does so once, though the server ends in the middle of it', async () => {
    const it = await siege();
    const expunge = () => Promise.reject(new Error('the lights went out'));
    const { mailboxes } = it.store;
    const listInbox = (account: string) => mailboxes.listInbox(account);
    await it.meet(await it.open({ mailboxes: { listInbox, expunge } }), 3);
    await it.clock.pass(rules.quietMs + 20 * minuteMs);
    assert.deepEqual(await subjects(it), ['Someone is forging your address', over]);
    await it.open();
    await it.clock.pass(20 * minuteMs);
    assert.deepEqual(await subjects(it), [over]);
    assert.deepEqual(await it.store.bounces.listFloods(), []);
  });

  it('takes leave of a surge also when the next notice finds that it is over', async () => {
    const it = await siege();
    const first = await it.open();
    await it.meet(first, 3);
    await first.close();
    await it.clock.pass(rules.quietMs + minuteMs);
    await it.meet(await it.open(), 1);
    await it.clock.pass(secondMs);
    assert.deepEqual(await subjects(it), [over]);
  });

  it('shows what it knows, the latest first', async () => {
    const it = await siege();
    const shield = await it.open();
    await it.meet(shield, 1);
    await it.clock.pass(secondMs);
    await it.meet(shield, 1, 'marge');
    assert.deepEqual(
      shield.list().map(({ lastAt }) => lastAt),
      [it.clock.now(), later(it.clock.now(), -secondMs)],
    );
  });
});

const unbound = (store: Siege['store']['bounces']): ShieldWorld['store'] => ({
  listFloods: () => store.listFloods(),
  putFlood: (flood) => store.putFlood(flood),
  removeFlood: (account) => store.removeFlood(account),
});
