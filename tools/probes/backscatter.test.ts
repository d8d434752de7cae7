import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, password, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const victim = `victim@${foreignDomain}`;
const postmaster = 'postmaster@evergreen.test';
const forwarded = 'forwarded@evergreen.test';
const forwardedAndKept = 'kept@evergreen.test';
const settleTimeoutMs = 5_000;

describe('a forged sender', () => {
  let host: ForeignHost;
  let testbed: Testbed;
  before(async () => {
    host = await ForeignHost.start();
    const routes = { [foreignDomain]: `${loopback}:${host.port}` };
    testbed = await Testbed.start({ settings: { 'relay.routes': routes } });
    await testbed.operate('alias.add', { address: forwarded, targets: [`refused@${foreignDomain}`] });
    await testbed.operate('alias.add', {
      address: forwardedAndKept,
      targets: [`refused@${foreignDomain}`, homer],
    });
  });
  after(async () => {
    await testbed.stop();
    await host.stop();
  });

  async function deliver(to: string, rcpt = ''): Promise<number> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask(`MAIL FROM:<${victim}>`);
    await talk.ask(`RCPT TO:<${to}>${rcpt}`);
    if ((await talk.ask('DATA')).code !== 354) return 554;
    talk.send(`From: ${victim}\r\nSubject: forged\r\n\r\nYou have won\r\n.\r\n`);
    return (await talk.reply()).code;
  }

  /** Waits until nothing is under way, and says what has left. */
  async function whatLeft(): Promise<readonly string[]> {
    const isQuiet = async () => {
      const all = (await testbed.messages()).flatMap(({ recipients }) => recipients);
      return all.every(({ state }) => state === 'settled') || undefined;
    };
    await waitUntil('end of the work', isQuiet, settleTimeoutMs);
    return host.mails.flatMap(({ recipients }) => recipients);
  }

  it('hears nothing of an unknown recipient', async () => {
    assert.equal(await deliver('nobody@evergreen.test'), 554);
    assert.deepEqual(await whatLeft(), []);
  });

  it('hears nothing of a success that somebody asked to be told of in his name', async () => {
    assert.equal(await deliver(homer, ' NOTIFY=SUCCESS,FAILURE,DELAY'), 250);
    assert.deepEqual(await whatLeft(), []);
  });

  it('hears nothing of a forwarding that fails: it is refused while its host waits', async () => {
    assert.equal(await deliver(forwarded, ' NOTIFY=FAILURE'), 550);
    assert.deepEqual(await whatLeft(), []);
  });

  it('hears nothing of a forwarding that fails later; the postmaster does', async () => {
    assert.equal(await deliver(forwardedAndKept, ' NOTIFY=FAILURE'), 250);
    const notice = await testbed.waitForMail(postmaster, 'Subject: forged');
    assert.match(notice, /\r\nAction: failed\r\n/);
    assert.deepEqual(await whatLeft(), []);
  });

  it('is believed of nobody but who has logged in', async () => {
    const talk = Talk.openSecured(testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
    assert.match((await talk.ask(`MAIL FROM:<${victim}>`)).text, /^553 5\.7\.1/);
    talk.destroy();
  });
});
