import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { IpAddress } from '../../src/address/ip.ts';
import { zone } from '../../src/dns/zone.ts';
import { type DnsServer, startDnsServer } from '../../src/io/dns/server.ts';
import { zoneResponder } from '../../src/io/dns/zone-responder.ts';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const forwarded = 'forwarded@evergreen.test';
const proven = 'honest@proven.test';
const unproven = 'someone@victim.test';
const settleTimeoutMs = 10_000;
const allows = { TXT: [`v=spf1 ip4:${loopback} -all`] };
const excludes = { TXT: ['v=spf1 -all'] };
/** Nothing listens there. */
const closedPort = 9;

describe('what was found out of a mail when it came', () => {
  let folder: string;
  let host: ForeignHost;
  let dns: DnsServer;
  let names = zone({ 'proven.test': allows, 'victim.test': excludes });
  let questions = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evergreen-kept-verdict-'));
    host = await ForeignHost.start();
    dns = await startDnsServer({ ip: loopback as IpAddress, port: 0 }, (query, transport) => {
      questions += 1;
      return zoneResponder(names)(query, transport);
    });
  });
  after(async () => {
    await host.stop();
    await dns.close();
    await rm(folder, { recursive: true });
  });

  const start = (port: number): Promise<Testbed> => {
    const next = `${loopback}:${port}`;
    const routes = { [foreignDomain]: next, 'proven.test': next, 'victim.test': next };
    return Testbed.start({
      folder,
      settings: { dns: { servers: [`${loopback}:${dns.address.port}`] }, 'relay.routes': routes },
    });
  };

  async function bring(testbed: Testbed, from: string): Promise<void> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask(`MAIL FROM:<${from}>`);
    await talk.ask(`RCPT TO:<${forwarded}>`);
    await talk.ask('DATA');
    talk.send(`From: ${from}\r\nSubject: hello\r\n\r\nHello\r\n.\r\n`);
    assert.equal((await talk.reply()).code, 250);
    talk.destroy();
  }

  it('says after a restart who may be told of its failure, whatever the DNS says by then', async () => {
    const before = await start(closedPort);
    await before.operate('alias.add', { address: forwarded, targets: [`refused@${foreignDomain}`] });
    await bring(before, proven);
    await bring(before, unproven);
    const waiting = async () =>
      (await before.messages()).flatMap(({ recipients }) => recipients).filter(({ last }) => last).length ===
      2;
    await waitUntil('first attempts', async () => (await waiting()) || undefined, settleTimeoutMs);
    await before.stop();

    names = zone({ 'proven.test': excludes, 'victim.test': allows });
    questions = 0;
    const later = await start(host.port);
    try {
      await later.operate('queue.retry', { all: true, who: 'a test' });
      const told = () => host.mails.flatMap(({ recipients }) => recipients);
      await waitUntil('the notice', async () => told().length > 0 || undefined, settleTimeoutMs);
      const settled = async () =>
        (await later.messages())
          .flatMap(({ recipients }) => recipients)
          .every(({ state }) => state === 'settled');
      await waitUntil('settled recipients', async () => (await settled()) || undefined, settleTimeoutMs);
      assert.deepEqual(told(), [proven]);
      assert.equal(questions, 0);
    } finally {
      await later.stop();
    }
  });
});
