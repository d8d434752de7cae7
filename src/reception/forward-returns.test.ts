import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pathText } from '../address/path.ts';
import { dayMs } from '../base/instant.ts';
import { testForwardPaths } from '../policy/testing/forward-paths.ts';
import { address } from '../policy/testing/springfield.ts';
import { noon } from '../queue/testing/samples.ts';
import { TestReception } from './testing/test-reception.ts';
import type { ReceptionWorld } from './world.ts';

const krusty = address('krusty@krustylu.test');
const path = pathText(testForwardPaths().outgoing(krusty, noon));
const notice = 'Subject: Undelivered\r\n\r\nNo such clown.\r\n';

const ownedBy = (name: string): Partial<ReceptionWorld> => ({
  forwardOf: async () => ({ owner: address(`${name}@springfield.test`) }),
});

async function counts(reception: TestReception): Promise<Record<string, number>> {
  const people = ['homer', 'marge', 'postmaster'];
  const inboxes = people.map(async (name) => [name, (await reception.inbox(name)).length] as const);
  return Object.fromEntries((await Promise.all(inboxes)).filter(([, count]) => count > 0));
}

describe('a notice about mail that was forwarded', () => {
  it('goes to the owner of the forward, never to the author', async () => {
    const reception = await TestReception.open(ownedBy('marge'));
    assert.match(await reception.visit().send('', path, notice), /^250 /);
    assert.deepEqual(await counts(reception), { marge: 1 });
    const [message] = await reception.messages();
    assert.equal(message?.recipients[0]?.address.text, path, 'nothing waits for krusty');
    assert.equal(message?.recipients.length, 1);
  });

  it('goes to the postmaster if it does not tell by which forward, or nobody is responsible any more', async () => {
    const failing = async () => {
      throw new Error('the store is gone');
    };
    for (const world of [{}, { forwardOf: async () => ({}) }, ownedBy('bart'), { forwardOf: failing }]) {
      const reception = await TestReception.open(world);
      assert.match(await reception.visit().send('', path, notice), /^250 /);
      assert.deepEqual(await counts(reception), { postmaster: 1 });
    }
  });

  it('is read as if it had come to the author, under a tag', async () => {
    const seen: (readonly string[])[] = [];
    const reception = await TestReception.open({
      forwardOf: async ({ to, tagged }) => {
        seen.push([...to, ...tagged].map(({ text }) => text));
        return undefined;
      },
    });
    await reception.visit().send('', path, notice);
    assert.deepEqual(seen, [[krusty.text, krusty.text]]);
  });

  it('comes whatever the case of its address has become', async () => {
    const reception = await TestReception.open(ownedBy('marge'));
    assert.match(await reception.visit().send('', path.toUpperCase(), notice), /^250 /);
    assert.deepEqual(await counts(reception), { marge: 1 });
  });

  it('comes alone', async () => {
    const visit = (await TestReception.open()).visit();
    await visit.mail('');
    assert.equal(await visit.rcpt(path), 'yes');
    assert.match(await visit.rcpt('homer@springfield.test'), /^452 4\.5\.3/);
  });
});

describe('an address of a forward', () => {
  it('is unknown if it was not written here', async () => {
    const visit = (await TestReception.open()).visit();
    await visit.mail('');
    for (const forged of [
      path.replace(/=..../, '=AAAA'),
      'SRS0=x@springfield.test',
      'SRS1=AAAA=x==y@springfield.test',
    ])
      assert.match(await visit.rcpt(forged), /^550 5\.1\.1 No such address here: this server wrote no/);
  });

  it('is unknown after its time', async () => {
    const reception = await TestReception.open();
    await reception.clock.pass(22 * dayMs);
    const visit = reception.visit();
    await visit.mail('');
    assert.match(await visit.rcpt(path), /^550 5\.1\.1 No such address here any more/);
  });

  it('takes no mail that has a sender, so that nobody writes through it', async () => {
    const reception = await TestReception.open();
    for (const visit of [reception.visit(), await reception.visitOf('homer')]) {
      await visit.mail('homer@springfield.test');
      assert.match(await visit.rcpt(path), /^550 5\.7\.1 This address takes only notices/);
    }
  });

  it('of another server is none of ours', async () => {
    const visit = await (await TestReception.open()).visitOf('homer');
    await visit.mail('homer@springfield.test');
    assert.equal(await visit.rcpt('SRS0=x=y=a.test=b@krustylu.test'), 'yes');
  });
});
