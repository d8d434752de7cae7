import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Verdict } from '../authentication/verdict.ts';
import { dayMs } from '../base/instant.ts';
import { springfield } from '../policy/testing/springfield.ts';
import type { MessageRecord } from '../queue/queue-store.ts';
import { StoreError } from '../queue/queue-store.ts';
import { defaultRetrySchedule } from '../queue/retry-schedule.ts';
import { address, noon } from '../queue/testing/samples.ts';
import { Answerer, type AnswererWorld, answersMax } from '../vacation/answerer.ts';
import type { Vacation } from '../vacation/vacation.ts';
import { queueAddressee } from './queue-addressee.ts';
import { TestReception } from './testing/test-reception.ts';

const homer = 'homer@springfield.test';

const away: Vacation = {
  isEnabled: true,
  fromDate: null,
  toDate: null,
  subject: null,
  textBody: 'At the lake.',
  htmlBody: null,
  from: null,
};

/** A reception in which everybody who comes is whom he says, and Homer is away. */
async function lakeside(change: Partial<AnswererWorld> = {}, vacation: Partial<Vacation> = {}) {
  const reception = await TestReception.open();
  const { store, log, world } = reception;
  const answerer = new Answerer({
    log,
    store: store.vacations,
    ours: springfield,
    directory: store.accounts,
    hostname: springfield.primary,
    nextQueueId: world.nextQueueId,
    sign: (id) => id,
    isTrusted: () => false,
    findAddressee: async (to) => {
      const local = await store.accounts.findAccount(to);
      return queueAddressee(
        to,
        local ? { kind: 'local', account: local } : { kind: 'remote' },
        world.destinationOf,
      );
    },
    nameOf: async (_, { localPart }) => (localPart === 'homer' ? 'Homer J.' : undefined),
    accountOf: async () => ({ language: 'de' }),
    defaultLanguage: 'en',
    schedule: defaultRetrySchedule,
    caps: { perAddressMax: 10, perDomainMax: 10, inAllMax: 10, postmasterMax: 10 },
    againMs: 7 * dayMs,
    ...change,
  });
  reception.world = { ...world, answerer, authentication: provenOf('church.test', 'bar.test') };
  await store.vacations.put(homer, { ...away, ...vacation });
  return reception;
}

function provenOf(...domains: readonly string[]) {
  const rules = { dmarc: 'mark', spfFail: 'mark', trustedSealers: [] } as const;
  const authenticate = async ({ reversePath }: { readonly reversePath: unknown }): Promise<Verdict> => {
    const { domain = '' } = reversePath as { readonly domain?: string };
    const result = domains.includes(domain) ? 'pass' : 'none';
    return {
      spf: { result, domain, identity: 'mailfrom' },
      dkim: [],
      arc: 'none',
      dmarc: { result: 'none' },
    };
  };
  return { authenticate, rules } as never;
}

const letter = (to = homer, fields = '') => `To: ${to}\r\nSubject: Hello\r\n${fields}\r\nAre you there?\r\n`;

const answersIn = async (reception: TestReception): Promise<readonly MessageRecord[]> =>
  (await reception.messages()).filter(({ message }) => message.origin.kind === 'answer');

const heardBy = async (reception: TestReception): Promise<readonly string[]> =>
  (await answersIn(reception)).map(({ recipients: [to] }) => to?.address.text ?? '');

describe('an account whose owner is away', () => {
  it('answers from the null path, to the reverse-path, once', async () => {
    const reception = await lakeside();
    await reception.visit().send('ned@church.test', homer, letter());
    await reception.visit().send('NED@church.test', homer, letter());
    await reception.visit().send('prvs=0123abcdef=ned@church.test', homer, letter());
    const [answer, second] = await answersIn(reception);
    assert.equal(second, undefined);
    assert(answer);
    assert.equal(answer.message.envelope.reversePath, 'null-path');
    const [to] = answer.recipients;
    assert.equal(to?.address.text, 'ned@church.test');
    assert.equal(to?.parameters.notify, 'never');
    const content = Buffer.from(await reception.content(answer)).toString();
    assert.match(content, /^From: "Homer J\." <homer@springfield\.test>\r$/m);
    assert.match(content, /^Subject: Auto: Hello\r$/m);
    assert.match(content, /^Auto-Submitted: auto-replied\r$/m);
    assert.match(content, /\r\n\r\nAt the lake\.\r\n$/);
    assert.equal((await reception.inbox('homer')).length, 3);
    assert.equal(reception.wakes, 1);
  });

  it('answers each sender, and again when the time is over', async () => {
    const reception = await lakeside();
    await reception.visit().send('ned@church.test', homer, letter());
    await reception.visit().send('moe@bar.test', homer, letter());
    await reception.clock.pass(7 * dayMs - 1);
    await reception.visit().send('ned@church.test', homer, letter());
    await reception.clock.pass(1);
    await reception.visit().send('ned@church.test', homer, letter());
    assert.deepEqual(await heardBy(reception), ['ned@church.test', 'moe@bar.test', 'ned@church.test']);
  });

  it('answers people of the house into their inbox, and not itself', async () => {
    const reception = await lakeside();
    await (await reception.visitOf('marge')).send('marge@springfield.test', homer, letter());
    await (await reception.visitOf('homer')).send(homer, homer, letter());
    const [mail, second] = await reception.inbox('marge');
    assert.match(mail?.content ?? '', /^Return-Path: <>\r\n.*At the lake/s);
    assert.equal(second, undefined);
    assert.deepEqual(await heardBy(reception), ['marge@springfield.test']);
  });

  it('does not answer two people who are both away for ever', async () => {
    const reception = await lakeside();
    await reception.store.vacations.put('marge@springfield.test', away);
    await (await reception.visitOf('marge')).send('marge@springfield.test', homer, letter());
    assert.deepEqual(await heardBy(reception), ['marge@springfield.test']);
  });

  it('answers nobody who is not proven, no program, and no list', async () => {
    const reception = await lakeside();
    await reception.visit().send('victim@elsewhere.test', homer, letter());
    await reception.visit().send('', homer, letter());
    await reception
      .visit()
      .send('ned@church.test', homer, letter(homer, 'Auto-Submitted: auto-generated\r\n'));
    await reception.visit().send('ned@church.test', homer, letter(homer, 'List-Id: <a.church.test>\r\n'));
    await reception.visit().send('noreply@church.test', homer, letter());
    assert.deepEqual(await heardBy(reception), []);
    assert.equal((await reception.inbox('homer')).length, 5);
  });

  it('answers only who names the person', async () => {
    const reception = await lakeside();
    await reception.alias('boss', homer);
    await reception.visit().send('ned@church.test', homer, letter('undisclosed-recipients:;'));
    assert.deepEqual(await heardBy(reception), []);
    await reception.visit().send('moe@bar.test', 'boss@springfield.test', letter('boss@springfield.test'));
    const [answer] = await answersIn(reception);
    assert(answer);
    assert.match(
      Buffer.from(await reception.content(answer)).toString(),
      /^From: boss@springfield\.test\r$/m,
    );
  });

  it('answers from its first moment to its last', async () => {
    const reception = await lakeside({}, { fromDate: (noon + 1) as never, toDate: (noon + 3) as never });
    for (const name of ['a', 'b', 'c', 'd']) {
      await reception.visit().send(`${name}@church.test`, homer, letter());
      await reception.clock.pass(1);
    }
    assert.deepEqual(await heardBy(reception), ['b@church.test', 'c@church.test']);
    await reception.store.vacations.put(homer, { ...away, isEnabled: false });
    await reception.visit().send('e@church.test', homer, letter());
    assert.equal((await heardBy(reception)).length, 2);
  });

  it('presents itself as its owner chose, as long as the address is his', async () => {
    const from = { name: 'Max Power', address: address('max@springfield.test') };
    const reception = await lakeside({}, { from });
    const fromOf = async (sender: string): Promise<string | undefined> => {
      await reception.visit().send(sender, homer, letter());
      const answer = (await answersIn(reception)).at(-1);
      assert(answer);
      return /^From: (.*)\r$/m.exec(Buffer.from(await reception.content(answer)).toString())?.[1];
    };
    assert.equal(await fromOf('a@church.test'), '"Homer J." <homer@springfield.test>');
    await reception.alias('max', homer);
    assert.equal(await fromOf('b@church.test'), 'Max Power <max@springfield.test>');
  });

  it('answers below the caps of notices, and loses no mail beyond them', async () => {
    const caps = { perAddressMax: 10, perDomainMax: 1, inAllMax: 10, postmasterMax: 10 };
    const reception = await lakeside({ caps });
    await reception.visit().send('ned@church.test', homer, letter());
    await reception.visit().send('todd@church.test', homer, letter());
    await (await reception.visitOf('marge')).send('marge@springfield.test', homer, letter());
    assert.deepEqual(await heardBy(reception), ['ned@church.test', 'marge@springfield.test']);
    assert.equal((await reception.inbox('homer')).length, 3);
  });

  it('takes a mail whose answer cannot be written', async () => {
    const store = {
      find: async () => {
        throw new StoreError('no');
      },
    };
    const reception = await lakeside({ store: store as never });
    assert.match(await reception.visit().send('ned@church.test', homer, letter()), /^250/);
    assert.equal((await reception.inbox('homer')).length, 1);
    assert.deepEqual(await heardBy(reception), []);
  });

  it('is one of so many, and no more', async () => {
    const reception = await lakeside({
      caps: { perAddressMax: 100, perDomainMax: 100, inAllMax: 100, postmasterMax: 1 },
    });
    const names = Array.from({ length: answersMax + 1 }, (_, i) => `worker${i}@springfield.test`);
    const { accounts, vacations } = reception.store;
    for (const name of names) {
      await accounts.addAccount({ id: name as never, address: address(name), createdAt: noon }, undefined);
      await vacations.put(name, away);
    }
    await reception.visit().send('ned@church.test', names, letter(names.join(', ')));
    assert.equal((await answersIn(reception)).length, answersMax);
  });
});
