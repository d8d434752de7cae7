import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { idle } from '../base/testing/virtual-clock.ts';
import { StoreError, StoreFullError } from '../queue/queue-store.ts';
import { draftMemoryBytesMax } from './draft.ts';
import { refusedRecipientsMax } from './session.ts';
import { TestReception } from './testing/test-reception.ts';
import type { Visit } from './testing/visit.ts';

const mail = 'Subject: hello\r\n\r\nHello\r\n';

describe('the door', () => {
  const from = (ip: string) => ({ ip: ip as IpAddress });

  it('lets in as many as may be, and counts who leaves', async () => {
    const reception = await TestReception.open();
    const visits = ['192.0.2.8', '192.0.2.8', '192.0.2.8', '192.0.2.9', '192.0.2.10'].map((ip) =>
      reception.visit(from(ip)),
    );
    const answers: string[] = [];
    for (const visit of visits) answers.push(await visit.connect());
    const fromAddress = '421 4.7.0 Too many sessions from your address, try again later';
    const inAll = '421 4.7.0 Too many sessions are open here, try again later';
    assert.deepEqual(answers, ['yes', 'yes', fromAddress, 'yes', inAll]);
    for (const visit of visits) {
      visit.reception.close();
      visit.reception.close();
    }
    assert.equal(reception.sessions.total, 0);
    assert.equal(await reception.visit(from('192.0.2.8')).connect(), 'yes');
  });
});

describe('AUTH', () => {
  it('knows people by their password', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    assert.equal(await visit.logIn('homer', 'd0nut'), '535 5.7.8 Wrong user name or password');
    assert.equal(await visit.logIn('homer', 'donut'), 'authenticated homer@springfield.test');
  });

  it('goes step by step where the mechanism does', async () => {
    const visit = (await TestReception.open()).visit();
    assert.equal(await visit.auth('LOGIN'), 'challenge Username:');
    assert.equal(await visit.auth('LOGIN', fromUtf8('marge'), false), 'challenge Password:');
    assert.equal(await visit.auth('LOGIN', fromUtf8('donut'), false), 'authenticated marge@springfield.test');
  });

  it('begins anew after an exchange that was given up', async () => {
    const visit = (await TestReception.open()).visit();
    assert.equal(await visit.auth('LOGIN'), 'challenge Username:');
    assert.equal(await visit.logIn('homer', 'donut'), 'authenticated homer@springfield.test');
  });

  it('has words for each failure', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    assert.equal(
      await visit.auth('PLAIN', fromUtf8('nonsense')),
      '501 5.5.2 The authentication exchange is malformed',
    );
    assert.equal(await visit.auth('KERBEROS_V4'), '504 5.5.4 This authentication mechanism is not offered');
    const failing = await TestReception.open({
      authenticator: { start: () => ({ step: () => Promise.reject(new Error('the directory is gone')) }) },
    });
    const unavailable = '454 4.7.0 Authentication does not work just now, try again later';
    assert.equal(await failing.visit().logIn('homer', 'donut'), unavailable);
    assert.match(failing.log.lines.join('\n'), /^error .*"question":"auth".*the directory is gone/);
    const temporary = await TestReception.open({
      authenticator: { start: () => ({ step: async () => ({ kind: 'failed', reason: 'temporary' }) }) },
    });
    assert.equal(await temporary.visit().logIn('homer', 'donut'), unavailable);
  });

  it('turns away who has failed too often', async () => {
    const visit = (await TestReception.open()).visit();
    const answers = new Set<string>();
    for (let i = 0; i < 100; i++) answers.add(await visit.logIn('homer', `guess ${i}`));
    assert.deepEqual(
      [...answers],
      ['535 5.7.8 Wrong user name or password', '421 4.7.0 Too many failed logins, try again later'],
    );
  });
});

const notOwned = '553 5.7.1 This sender address does not belong to your account';

describe('MAIL', () => {
  it('lets an account be only who it is, or nobody', async () => {
    const reception = await TestReception.open();
    await reception.alias('family', 'homer', 'marge');
    await reception.alias('marges', 'marge');
    const homer = await reception.visitOf('homer');
    for (const [path, answer] of [
      ['homer@springfield.test', 'yes'],
      ['Homer+shop@springfield.test', 'yes'],
      ['family@springfield.test', 'yes'],
      ['', 'yes'],
      ['marge@springfield.test', notOwned],
      ['marges@springfield.test', notOwned],
      ['homer@krustylu.test', notOwned],
      ['nobody@springfield.test', notOwned],
    ] as const) {
      assert.equal(await homer.mail(path), answer, path);
    }
  });

  it('takes any path from a stranger', async () => {
    const visit = (await TestReception.open()).visit();
    assert.equal(await visit.mail('homer@springfield.test'), 'yes');
    assert.equal(await visit.mail('krusty@krustylu.test'), 'yes');
    assert.equal(await visit.mail(''), 'yes');
  });
});

describe('the log', () => {
  it('tells what was refused, of whom and to whom', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit({ greetingName: 'relay.test' });
    await visit.mail('krusty@krustylu.test');
    await visit.rcpt('bart@springfield.test');
    await visit.mail('');
    await visit.rcpt('krusty@krustylu.test');
    const homer = await reception.visitOf('homer');
    await homer.mail('marge@springfield.test');
    const refused = reception.log.lines.flatMap((line) => /^info refused (.*)/.exec(line)?.[1] ?? []);
    const fields = refused.map((json) => JSON.parse(json) as Record<string, unknown>);
    assert.deepEqual(
      fields.map(({ question, from, recipient, reply }) => [question, from, recipient, reply]),
      [
        ['rcpt', 'krusty@krustylu.test', 'bart@springfield.test', '550 5.1.1 No such user here'],
        [
          'rcpt',
          '<>',
          'krusty@krustylu.test',
          '550 5.7.1 Relaying denied: this is not a domain of ours, and you have not authenticated',
        ],
        ['mail', 'marge@springfield.test', undefined, notOwned],
      ],
    );
    assert.equal(fields[0]?.greetingName, 'relay.test');
  });
});

describe('a look-up that fails', () => {
  it('is answered for the time being, and the session lives on', async () => {
    const reception = await TestReception.open();
    const { directory, quotas } = reception.world;
    let isBroken = true;
    const broken = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, verb: keyof T & string) =>
          isBroken
            ? async () => Promise.reject(new StoreError('the disk is on fire'))
            : (target[verb] as (...args: unknown[]) => unknown).bind(target),
      });
    const homer = await reception.visitOf('homer');
    reception.world = { ...reception.world, directory: broken(directory) };
    const visit = reception.visit();
    const failed = '451 4.3.0 A look-up failed here, try again later';
    await visit.mail('');
    assert.equal(await visit.rcpt('homer@springfield.test'), failed);
    reception.world = { ...reception.world, directory, quotas: broken(quotas) };
    const another = reception.visit();
    await another.mail('');
    assert.equal(await another.rcpt('homer@springfield.test'), failed);
    assert.equal(reception.log.lines.filter((line) => line.includes('the disk is on fire')).length, 2);
    isBroken = false;
    for (const each of [visit, another, homer]) {
      assert.match(await each.send('', 'homer@springfield.test', mail), /^250 2\.0\.0 /);
    }
  });
});

describe('the store at the end of a message', () => {
  const failures: readonly [Error, reply: string][] = [
    [new StoreFullError('no room'), '452 4.3.1 There is no room to store the message now, try again later'],
    [new StoreError('on fire'), '452 4.3.1 The message could not be stored, try again later'],
    [new TypeError('a bug'), '451 4.3.0 An error in this server, try again later'],
  ];
  for (const [failure, reply] of failures) {
    it(`throws a ${failure.name}: ${reply.slice(0, 9)}, and the session lives on`, async () => {
      let isBroken = true;
      const reception = await TestReception.open();
      const { queue } = reception.store;
      reception.world = {
        ...reception.world,
        queue: { accept: async (all) => (isBroken ? Promise.reject(failure) : queue.accept(all)) },
      };
      const visit = reception.visit();
      const big = new Uint8Array(draftMemoryBytesMax).fill(65);
      for (const content of [[mail], [mail, big]]) {
        assert.equal(await visit.send('', 'homer@springfield.test', ...content), reply);
        assert.deepEqual([reception.memory.usedBytes, reception.spool.left.size], [0, 0]);
      }
      assert.deepEqual([(await reception.messages()).length, reception.wakes], [0, 0]);
      isBroken = false;
      assert.match(await visit.send('', 'homer@springfield.test', mail), /^250 /);
      assert.equal((await reception.inbox('homer')).length, 1);
    });
  }

  it('has no room in its spool', async () => {
    const reception = await TestReception.open();
    reception.spool.onOpen = () => Promise.reject(new StoreFullError('no room'));
    const visit = reception.visit();
    const big = new Uint8Array(draftMemoryBytesMax).fill(65);
    assert.match(await visit.send('', 'homer@springfield.test', mail, big), /^452 4\.3\.1 /);
    assert.match(await visit.send('', 'homer@springfield.test', mail), /^250 /);
  });

  it('cannot write the reports that the message owes: then it is not accepted', async () => {
    const reception = await TestReception.open({
      writeReports: () => Promise.reject(new StoreError('on fire')),
    });
    const homer = await reception.visitOf('homer');
    await homer.mail('homer@springfield.test');
    const notify = { success: true, failure: false, delay: false };
    await homer.rcpt('marge@springfield.test', { notify });
    assert.match(await homer.sendContent(mail), /^452 4\.3\.1 /);
    assert.deepEqual(await reception.messages(), []);
  });
});

describe('memory', () => {
  it('that is used up refuses a message with 452 4.3.1, and is given back', async () => {
    const reception = await TestReception.open();
    const hog = reception.memory;
    assert.ok(hog.reserve(4 * 1024 * 1024 - 1_000));
    const visit = reception.visit();
    const refused = await visit.send('', 'homer@springfield.test', mail, 'x'.repeat(2_000));
    assert.equal(refused, '452 4.3.1 There is no room to store the message now, try again later');
    hog.release(4 * 1024 * 1024 - 1_000);
    assert.equal(hog.usedBytes, 0);
    assert.match(await visit.send('', 'homer@springfield.test', mail, 'x'.repeat(2_000)), /^250 /);
    assert.equal(hog.usedBytes, 0);
  });
});

describe('a transaction that is given up', () => {
  const big = new Uint8Array(draftMemoryBytesMax).fill(65);
  const phases: readonly [phase: string, reach: (visit: Visit) => Promise<unknown>][] = [
    ['after MAIL', async (visit) => visit.mail('')],
    ['after RCPT', async (visit) => toHomer(visit)],
    ['after DATA', async (visit) => [await toHomer(visit), await visit.data()]],
    [
      'in the header',
      async (visit) => [await toHomer(visit), await visit.data(), await visit.content('Sub')],
    ],
    ['in the body', async (visit) => [await toHomer(visit), await visit.data(), await visit.content(mail)]],
    [
      'in the spool',
      async (visit) => [await toHomer(visit), await visit.data(), await visit.content(mail, big)],
    ],
  ];
  const toHomer = async (visit: Visit) => {
    await visit.mail('');
    await visit.rcpt('homer@springfield.test');
  };
  for (const [phase, reach] of phases) {
    for (const way of ['discard', 'close'] as const) {
      it(`${phase} (${way}) leaves nothing behind`, async () => {
        const reception = await TestReception.open();
        const visit = reception.visit();
        await visit.connect();
        await reach(visit);
        visit.reception[way]();
        await visit.content('too late\r\n');
        await idle();
        assert.deepEqual([reception.memory.usedBytes, reception.spool.left.size], [0, 0]);
        assert.deepEqual(await reception.messages(), []);
        if (way === 'close') return;
        assert.match(await visit.send('', 'marge@springfield.test', mail), /^250 /);
        assert.equal((await reception.inbox('homer')).length, 0, 'no recipient of before');
      });
    }
  }

  it('is forgotten by the next MAIL as well', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    await visit.mail('');
    await visit.rcpt('homer@springfield.test');
    assert.match(await visit.send('', 'marge@springfield.test', mail), /^250 /);
    assert.deepEqual(
      [(await reception.inbox('homer')).length, (await reception.inbox('marge')).length],
      [0, 1],
    );
  });

  it('is not given up by a session that ends while the store works: it is accepted', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    await visit.mail('');
    await visit.rcpt('homer@springfield.test');
    await visit.data();
    await visit.content(mail);
    const verdict = visit.message();
    visit.reception.close();
    assert.match(await verdict, /^250 /);
    assert.equal((await reception.inbox('homer')).length, 1);
    assert.equal(reception.memory.usedBytes, 0);
  });
});

describe('a harvester of addresses', () => {
  it(`hears ${refusedRecipientsMax} times that there is nobody, then has to come again`, async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    await visit.mail('a@b.test');
    for (let i = 0; i < refusedRecipientsMax; i++) {
      assert.match(await visit.rcpt(`guess${i}@springfield.test`), /^550 5\.1\.1 /);
    }
    assert.match(await visit.rcpt('guess@springfield.test'), /^421 4\.7\.0 /);
  });

  it('is none who also brings mail', async () => {
    const reception = await TestReception.open();
    const visit = reception.visit();
    for (let i = 0; i < refusedRecipientsMax; i++) await visit.rcpt(`guess${i}@springfield.test`);
    assert.match(await visit.send('a@b.test', 'homer@springfield.test', mail), /^250 /);
    assert.match(await visit.rcpt('guess@springfield.test'), /^550 5\.1\.1 /);
  });
});
