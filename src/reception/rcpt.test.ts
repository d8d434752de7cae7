import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { address } from '../policy/testing/springfield.ts';
import { TestReception } from './testing/test-reception.ts';

const relayingDenied =
  '550 5.7.1 Relaying denied: this is not a domain of ours, and you have not authenticated';
const noSuchUser = '550 5.1.1 No such user here';

describe('RCPT', () => {
  const cases: readonly [path: string, toStranger: string, toAccount: string][] = [
    ['homer@springfield.test', 'yes', 'yes'],
    ['HOMER+x@Springfield.test', 'yes', 'yes'],
    ['homer@[192.0.2.1]', 'yes', 'yes'],
    ['@relay.test,@other.test:homer@springfield.test', 'yes', 'yes'],
    ['family@springfield.test', 'yes', 'yes'],
    ['faraway@springfield.test', 'yes', 'yes'],
    // RFC 5321 §4.5.1
    ['postmaster', 'yes', 'yes'],
    ['PostMaster', 'yes', 'yes'],
    ['postmaster@springfield.test', 'yes', 'yes'],
    ['postmaster@[192.0.2.1]', 'yes', 'yes'],
    ['bart@springfield.test', noSuchUser, noSuchUser],
    ['homer@power-plant.test', noSuchUser, noSuchUser],
    ['nobody@[192.0.2.1]', noSuchUser, noSuchUser],
    ['dead-end@springfield.test', noSuchUser, noSuchUser],
    ['krusty@krustylu.test', relayingDenied, 'yes'],
    ['krusty@[203.0.113.9]', relayingDenied, 'yes'],
    // Nobody's percent sign or bang sends mail through us.
    ['krusty%krustylu.test@springfield.test', noSuchUser, noSuchUser],
    ['krustylu.test!krusty@springfield.test', noSuchUser, noSuchUser],
    ['"krusty@krustylu.test"@springfield.test', noSuchUser, noSuchUser],
  ];

  it('takes who is here, refuses who is not, and relays for accounts alone', async () => {
    const reception = await TestReception.open();
    await reception.alias('family', 'homer', 'marge');
    await reception.alias('faraway', 'krusty@krustylu.test');
    await reception.alias('dead-end', 'nobody');
    const stranger = reception.visit();
    const homer = await reception.visitOf('homer');
    await stranger.mail('krusty@krustylu.test');
    await homer.mail('homer@springfield.test');
    for (const [path, toStranger, toAccount] of cases) {
      assert.equal(await stranger.rcpt(path), toStranger, `${path}, by a stranger`);
      assert.equal(await homer.rcpt(path), toAccount, `${path}, by an account`);
    }
  });

  it('does not refuse a postmaster for good who is not there', async () => {
    const visit = (await TestReception.open()).visit();
    await visit.mail('');
    assert.match(
      await visit.rcpt('Postmaster@power-plant.test'),
      /^451 4\.3\.5 Nobody reads mail to postmaster/,
    );
  });

  it('refuses an alias that only its operator can mend, for the time being', async () => {
    const reception = await TestReception.open();
    for (let i = 0; i <= 10; i++) await reception.alias(`a${i}`, i === 10 ? 'homer' : `a${i + 1}`);
    const visit = reception.visit();
    await visit.mail('');
    assert.equal(
      await visit.rcpt('a0@springfield.test'),
      '451 4.3.5 This alias cannot be expanded, its operator must mend it',
    );
    assert.equal(await visit.rcpt('a1@springfield.test'), 'yes');
  });
});

describe('RCPT to an address that is forwarded', () => {
  const krusty = address('krusty@krustylu.test');
  const broken = '550 5.2.1 This address is forwarded, and mail does not arrive where it leads';

  it('is refused while all targets are known to fail', async () => {
    const reception = await TestReception.open();
    await reception.alias('faraway', krusty.text);
    await reception.alias('both', krusty.text, 'mel@krustylu.test');
    await reception.alias('mixed', krusty.text, 'homer');
    await reception.alias('dead', krusty.text, 'nobody');
    const answers = async (...names: string[]) => {
      const visit = reception.visit();
      await visit.mail('');
      return await Promise.all(
        names.map(async (name) => {
          await visit.mail('bart@author.test');
          return await visit.rcpt(`${name}@springfield.test`);
        }),
      );
    };
    const all = ['faraway', 'both', 'mixed', 'dead'];
    assert.deepEqual(await answers(...all), ['yes', 'yes', 'yes', 'yes']);
    reception.badTargets.failed(krusty, 'no');
    assert.deepEqual(await answers(...all), [broken, 'yes', 'yes', broken]);
    await reception.clock.pass(100);
    assert.deepEqual(await answers(...all), ['yes', 'yes', 'yes', 'yes']);
  });
});

describe('RCPT and a mailbox that is nearly full', () => {
  const full = '452 4.2.2 The mailbox is full, try again later';
  const tooSmall = '552 5.2.2 The message is larger than this mailbox may ever be';

  /** Homer's inbox holds some mail; this is how many octets it may hold more. */
  async function withRoomFor(roomBytes: number): Promise<TestReception> {
    const reception = await TestReception.open();
    await reception.visit().send('', 'homer@springfield.test', 'Subject: donuts\r\n\r\nHello\r\n');
    const { bytes } = await reception.store.mailboxes.usage('homer@springfield.test');
    reception.world = { ...reception.world, quotaBytes: bytes + roomBytes };
    return reception;
  }

  it('takes what fits, to the octet', async () => {
    const reception = await withRoomFor(500);
    const { quotaBytes } = reception.world;
    const visit = reception.visit();
    for (const [sizeBytes, answer] of [
      [undefined, 'yes'],
      [0, 'yes'],
      [500, 'yes'],
      [501, full],
      [quotaBytes, full],
      [quotaBytes + 1, tooSmall],
    ] as const) {
      await visit.mail('', sizeBytes === undefined ? {} : { sizeBytes });
      assert.equal(await visit.rcpt('homer@springfield.test'), answer, `SIZE=${sizeBytes}`);
    }
  });

  it('takes a message of unknown size as long as there is room for an octet', async () => {
    for (const [roomBytes, answer] of [
      [1, 'yes'],
      [0, full],
      [-100, full],
    ] as const) {
      const visit = (await withRoomFor(roomBytes)).visit();
      await visit.mail('krusty@krustylu.test');
      assert.equal(await visit.rcpt('homer@springfield.test'), answer);
      await visit.mail('');
      assert.equal(await visit.rcpt('marge@springfield.test'), 'yes', 'hers is another');
    }
  });

  it('looks at every mailbox behind an alias, and at none elsewhere', async () => {
    const reception = await withRoomFor(0);
    await reception.alias('family', 'marge', 'homer');
    await reception.alias('friends', 'marge', 'krusty@krustylu.test');
    const visit = await reception.visitOf('marge');
    await visit.mail('marge@springfield.test');
    assert.equal(await visit.rcpt('family@springfield.test'), full);
    assert.equal(await visit.rcpt('friends@springfield.test'), 'yes');
    assert.equal(await visit.rcpt('krusty@krustylu.test'), 'yes');
  });

  it("lets an account's own quota count before that of all", async () => {
    const reception = await TestReception.open();
    const { accounts } = reception.store;
    const [homer] = await accounts.listAccounts();
    assert(homer?.address.localPart === 'homer');
    await accounts.removeAccount(homer.id);
    await accounts.addAccount({ ...homer, quotaBytes: 1_000 }, undefined);
    const visit = reception.visit();
    await visit.mail('', { sizeBytes: 1_001 });
    assert.equal(await visit.rcpt('homer@springfield.test'), tooSmall);
    assert.equal(await visit.rcpt('marge@springfield.test'), 'yes');
  });

  it('forgets the declared size with its transaction', async () => {
    const visit = (await withRoomFor(10)).visit();
    await visit.mail('', { sizeBytes: 11 });
    assert.equal(await visit.rcpt('homer@springfield.test'), full);
    visit.reception.discard();
    await visit.mail('');
    assert.equal(await visit.rcpt('homer@springfield.test'), 'yes');
  });
});

describe('RCPT to a tagged address', () => {
  /** By Exim, policy/testing/exim-prvs.txt. */
  const tag = 'prvs=0789130e2d=';

  it('is RCPT to the plain one, whatever the tag is worth', async () => {
    const reception = await TestReception.open();
    await reception.alias('family', 'homer', 'marge');
    for (const [path, answer] of [
      [`${tag}homer@springfield.test`, 'yes'],
      [`${tag.toUpperCase()}HOMER@SPRINGFIELD.TEST`, 'yes'],
      [`${tag}homer+x@springfield.test`, 'yes'],
      [`${tag}family@springfield.test`, 'yes'],
      [`"${tag}homer"@springfield.test`, 'yes'],
      [`${tag}postmaster@springfield.test`, 'yes'],
      [`${tag}bart@springfield.test`, noSuchUser],
      [`${tag}${tag}homer@springfield.test`, noSuchUser],
      [`${tag}krusty@krustylu.test`, relayingDenied],
    ] as const) {
      const stranger = reception.visit();
      await stranger.mail('');
      assert.equal(await stranger.rcpt(path), answer, path);
    }
  });

  it('leaves no trace of the tag within', async () => {
    const reception = await TestReception.open();
    await reception.visit().send('', `${tag}Homer@springfield.test`, 'Subject: x\r\n\r\nHello\r\n');
    const [message] = await reception.messages();
    assert.equal(message?.recipients[0]?.address.text, 'Homer@springfield.test');
    const [letter] = await reception.inbox('homer');
    assert.match(
      letter?.content ?? '',
      /^Return-Path: <>\r\nReceived: [^;]*\bfor <Homer@springfield\.test>;/,
    );
  });

  it('asks for room in the mailbox of the plain one', async () => {
    const reception = await TestReception.open({ quotaBytes: 100 });
    const visit = reception.visit();
    await visit.mail('', { sizeBytes: 101 });
    assert.match(await visit.rcpt(`${tag}homer@springfield.test`), /^552 5\.2\.2/);
  });

  it('of another host goes on as it is', async () => {
    const reception = await TestReception.open();
    const homer = await reception.visitOf('homer');
    await homer.send('homer@springfield.test', `${tag}krusty@krustylu.test`, 'Subject: x\r\n\r\nHello\r\n');
    const [message] = await reception.messages();
    assert.equal(message?.recipients[0]?.address.text, `${tag}krusty@krustylu.test`);
  });
});
