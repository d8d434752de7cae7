import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rememberAccounts } from '../accounts/remembered-accounts.ts';
import { TestReception } from './testing/test-reception.ts';

const homer = 'homer@springfield.test';
const marge = 'marge@springfield.test';
const full = '452 4.2.2 The mailbox is full, try again later';
const tooSmall = '552 5.2.2 The message is larger than this mailbox may ever be';
const alone = /^452 4\.5\.3 Whether this recipient can be served depends on the content/;
const content = `Subject: donuts\r\n\r\n${'Mmh, donuts. '.repeat(40)}\r\n`;
const sizeBytes = content.length;

/** Homer's inbox has room for so many octets, or his quota is so small; Marge's has plenty. */
async function withRoomFor(roomBytes: number, quotaBytes = 0): Promise<TestReception> {
  const reception = await TestReception.open();
  await reception.visit().send('', homer, 'Subject: before\r\n\r\nHello\r\n');
  const { bytes } = await reception.store.mailboxes.usage(homer);
  const { world } = reception;
  const directory = rememberAccounts(reception.store.accounts);
  const findAccount = directory.findAccount;
  directory.findAccount = async (address) => {
    const found = await findAccount(address);
    return found?.id === homer ? { ...found, quotaBytes: quotaBytes || bytes + roomBytes } : found;
  };
  reception.world = { ...world, directory };
  return reception;
}

const letters = async (reception: TestReception, person: string) =>
  (await reception.inbox(person)).filter(({ content: text }) => text.includes('donuts')).length;

describe('a message of unknown size, and a mailbox for which it may be too large', () => {
  it('is refused after the content, exactly where it does not fit', async () => {
    for (const [roomBytes, answer] of [
      [sizeBytes, /^250 /],
      [sizeBytes - 1, new RegExp(`^${full}`)],
    ] as const) {
      const reception = await withRoomFor(roomBytes);
      assert.match(await reception.visit().send('', homer, content), answer);
      assert.equal(await letters(reception, 'homer'), answer.test('250 ') ? 1 : 0);
    }
  });

  it('is refused for good where it will never fit', async () => {
    const reception = await withRoomFor(0, sizeBytes - 1);
    assert.equal(await reception.visit().send('', homer, content), tooSmall);
  });

  it('comes for that mailbox alone, first or last', async () => {
    const reception = await withRoomFor(sizeBytes);
    const visit = reception.visit();
    for (const [first, second] of [
      [marge, homer],
      [homer, marge],
    ] as const) {
      await visit.mail('krusty@krustylu.test');
      assert.equal(await visit.rcpt(first), 'yes');
      assert.match(await visit.rcpt(second), alone);
      // Nothing is lost: the sending host sends to the others by themselves.
      assert.match(await visit.sendContent(content), /^250 /);
    }
    assert.equal(await letters(reception, 'homer'), 1);
    assert.equal(await letters(reception, 'marge'), 1);
  });

  it('comes for both where its size was announced', async () => {
    const reception = await withRoomFor(sizeBytes);
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test', { sizeBytes });
    assert.equal(await visit.rcpt(homer), 'yes');
    assert.equal(await visit.rcpt(marge), 'yes');
    assert.match(await visit.sendContent(content), /^250 /);
    assert.equal(await letters(reception, 'homer'), 1);
    assert.equal(await letters(reception, 'marge'), 1);
  });

  it('comes for both where the host understands a reply for each', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test', { wantsEach: true });
    for (const each of [marge, homer]) assert.equal(await visit.rcpt(each), 'yes');
    assert.match(
      await visit.sendContent(content),
      new RegExp(`^yes \\| ${full} \\| 250 2\\.0\\.0 Queued as`),
    );
    assert.equal(await letters(reception, 'homer'), 0);
    assert.equal(await letters(reception, 'marge'), 1);
    const [, message] = await reception.messages();
    assert.deepEqual(
      message?.recipients.map(({ address }) => address.text),
      [marge],
    );
  });

  it('is refused for now if that may help one of those who are refused', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test', { wantsEach: true });
    for (const each of [homer, 'Homer+x@springfield.test']) assert.equal(await visit.rcpt(each), 'yes');
    assert.equal(await visit.sendContent(content), `${full} | ${full} | ${full}`);
  });
});

describe('a message that is larger than was announced', () => {
  it('is not taken for a mailbox that has no room for it', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test', { sizeBytes: 10 });
    await visit.rcpt(homer);
    assert.equal(await visit.sendContent(content), full);
  });

  it('has to come again, to each by itself, where it fits into one mailbox of two', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = reception.visit();
    await visit.mail('krusty@krustylu.test', { sizeBytes: 10 });
    for (const each of [homer, marge]) assert.equal(await visit.rcpt(each), 'yes');
    assert.match(await visit.sendContent(content), /^452 4\.5\.3 This can be delivered to some/);
    assert.equal(await letters(reception, 'marge'), 0);
  });
});

describe('whoever has logged in', () => {
  it('need not send twice: nobody is refused for the sake of another', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = await reception.visitOf('marge');
    await visit.mail(marge);
    for (const each of [homer, marge]) assert.equal(await visit.rcpt(each), 'yes');
    assert.match(await visit.sendContent(content), /^250 /);
    assert.equal(await letters(reception, 'homer'), 1);
  });

  it('is refused at once if nobody can take it', async () => {
    const reception = await withRoomFor(sizeBytes - 1);
    const visit = await reception.visitOf('marge');
    await visit.mail(marge);
    await visit.rcpt(homer);
    assert.equal(await visit.sendContent(content), full);
  });
});
