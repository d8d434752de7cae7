import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordingLog } from '../accounts/testing/doubles.ts';
import type { MailDomain } from '../address/domain.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { replyText } from '../envelope/reply.ts';
import { address } from '../queue/testing/samples.ts';
import { type DomainFailure, meantBy, preflight } from './preflight.ts';
import { TestReception } from './testing/test-reception.ts';

const gone: DomainFailure = { permanent: true, status: '5.1.2', text: 'The domain does not exist.' };

function flight(failureOf: (domain: MailDomain) => Promise<DomainFailure | undefined>) {
  const clock = new VirtualClock();
  const log = recordingLog();
  const reachedBy = async (account: string) => (account === 'homer' ? [address('krusty@krustylu.test')] : []);
  const look = preflight({ clock, log, failureOf, queue: { reachedBy }, patienceMs: 2_000 });
  const answer = async (text: string, account = 'homer') => {
    const objection = await look(address(text), account);
    return objection ? replyText(objection) : 'taken';
  };
  return { clock, log, answer };
}

describe('a look at the domain of a recipient', () => {
  const table: readonly [failure: DomainFailure | undefined, answer: string][] = [
    [undefined, 'taken'],
    [gone, '550 5.1.2 The domain does not exist.'],
    [
      { permanent: true, status: '5.1.10', text: 'It has a null MX.', code: 556 },
      '556 5.1.10 It has a null MX.',
    ],
    [{ permanent: true, status: '5.4.4', text: 'No host has an address.' }, 'taken'],
    [{ permanent: true, status: '5.4.6', text: 'It comes back here.' }, 'taken'],
    [{ permanent: false, status: '4.4.3', text: 'The DNS cannot be asked.' }, 'taken'],
  ];
  for (const [failure, answer] of table) {
    it(`answers ${answer} where the look-up says ${failure?.status ?? 'nothing bad'}`, async () => {
      assert.equal(await flight(async () => failure).answer('lisa@far.test'), answer);
    });
  }

  it('knows whom the account has reached, and nobody else has', async () => {
    const { answer } = flight(async () => gone);
    const plain = '550 5.1.2 The domain does not exist.';
    assert.equal(await answer('krusty@krustylo.test'), `${plain} Did you mean krusty@krustylu.test?`);
    assert.equal(await answer('krusty@krustylo.test', 'marge'), plain);
  });

  it('waits so long and no longer, and for no other while an answer is overdue', async () => {
    const answers: ((failure: DomainFailure) => void)[] = [];
    const { clock, answer } = flight(() => new Promise((resolve) => answers.push(resolve)));
    let taken = '';
    void answer('lisa@slow.test').then((text) => {
      taken = text;
    });
    await clock.pass(1_999);
    assert.equal(taken, '');
    await clock.pass(1);
    assert.equal(taken, 'taken');
    assert.equal(await answer('lisa@gone.test'), 'taken');
    assert.equal(answers.length, 1);
    answers[0]?.(gone);
    await clock.pass(0);
    const known = answer('lisa@gone.test');
    await clock.pass(0);
    answers[1]?.(gone);
    assert.match(await known, /^550 5\.1\.2/);
    assert.equal(clock.pending, 0);
  });

  it('takes the mail where something goes wrong', async () => {
    const { answer, log, clock } = flight(() => Promise.reject(new Error('no socket')));
    assert.equal(await answer('lisa@far.test'), 'taken');
    assert.equal(log.lines.length, 1);
    assert.equal(clock.pending, 0);
  });
});

describe('RCPT by an account', () => {
  it('is refused where the look says so; strangers hear what they always hear', async () => {
    const { answer } = { answer: flight(async () => gone) };
    const reception = await TestReception.open({
      preflight: preflight({
        clock: answer.clock,
        log: answer.log,
        failureOf: async (domain) => (domain === 'gone.test' ? gone : undefined),
        queue: { reachedBy: async () => [] },
        patienceMs: 2_000,
      }),
    });
    const homer = await reception.visitOf('homer');
    await homer.mail('homer@springfield.test');
    assert.equal(await homer.rcpt('lisa@gone.test'), '550 5.1.2 The domain does not exist.');
    assert.equal(await homer.rcpt('lisa@far.test'), 'yes');
    assert.equal(await homer.rcpt('marge@springfield.test'), 'yes');
    const stranger = reception.visit();
    await stranger.mail('krusty@krustylu.test');
    assert.match(await stranger.rcpt('lisa@gone.test'), /^550 5\.7\.1 Relaying denied/);
  });
});

describe('an address of ours that nobody has', () => {
  const lisa = address('lisa@springfield.test');

  it('is answered to its author with what he may have meant; strangers hear what they always hear', async () => {
    const log = recordingLog();
    const meant = meantBy({ log, queue: { reachedBy: async () => [lisa] } });
    const reception = await TestReception.open({ meant });
    const homer = await reception.visitOf('homer');
    await homer.mail('homer@springfield.test');
    assert.equal(
      await homer.rcpt('lisaa@springfield.test'),
      '550 5.1.1 No such user here. Did you mean lisa@springfield.test?',
    );
    assert.equal(await homer.rcpt('bart@springfield.test'), '550 5.1.1 No such user here');
    const stranger = reception.visit();
    await stranger.mail('krusty@krustylu.test');
    assert.equal(await stranger.rcpt('lisaa@springfield.test'), '550 5.1.1 No such user here');
  });

  it('is refused without a suggestion where none can be looked up', async () => {
    const log = recordingLog();
    const meant = meantBy({ log, queue: { reachedBy: () => Promise.reject(new Error('the disk is full')) } });
    const homer = await (await TestReception.open({ meant })).visitOf('homer');
    await homer.mail('homer@springfield.test');
    assert.equal(await homer.rcpt('lisaa@springfield.test'), '550 5.1.1 No such user here');
    assert.equal(log.lines.length, 1);
  });
});
