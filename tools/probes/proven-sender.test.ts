import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IpAddress } from '../../src/address/ip.ts';
import { zone } from '../../src/dns/zone.ts';
import { type DnsServer, startDnsServer } from '../../src/io/dns/server.ts';
import { zoneResponder } from '../../src/io/dns/zone-responder.ts';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const settleTimeoutMs = 10_000;
const mailsOfEach = 60;

describe('senders that are proven, and others', () => {
  let host: ForeignHost;
  let dns: DnsServer;
  let testbed: Testbed;
  before(async () => {
    host = await ForeignHost.start();
    const names = zone({
      [foreignDomain]: { TXT: [`v=spf1 ip4:${loopback} -all`] },
      'victim.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
      'bank.test': { TXT: ['v=spf1 -all'] },
      '_dmarc.bank.test': { TXT: ['v=DMARC1; p=reject'] },
    });
    dns = await startDnsServer({ ip: loopback as IpAddress, port: 0 }, zoneResponder(names));
    const next = `${loopback}:${host.port}`;
    testbed = await Testbed.start({
      settings: {
        dns: { servers: [`${loopback}:${dns.address.port}`] },
        'relay.routes': { [foreignDomain]: next, 'victim.test': next, 'bank.test': next },
        notices: { per_address: mailsOfEach },
      },
    });
  });
  after(async () => {
    await testbed.stop();
    await host.stop();
    await dns.close();
  });

  async function deliver(from: string, count: number, field = ''): Promise<number> {
    const talk = await Talk.begin(testbed.ports.mx);
    let code = 0;
    for (let i = 0; i < count; i++) {
      await talk.ask(`MAIL FROM:<${from}>`);
      await talk.ask(`RCPT TO:<${homer}> NOTIFY=SUCCESS`);
      await talk.ask('DATA');
      talk.send(`From: ${from || `a@${foreignDomain}`}\r\nSubject: hello\r\n${field}\r\nHello\r\n.\r\n`);
      ({ code } = await talk.reply());
    }
    talk.destroy();
    return code;
  }

  it('are told each, or not at all', async () => {
    assert.equal(await deliver('someone@victim.test', mailsOfEach), 250);
    assert.equal(await deliver('', mailsOfEach), 250);
    assert.equal(
      await deliver(`robot@${foreignDomain}`, mailsOfEach, 'Auto-Submitted: auto-replied\r\n'),
      250,
    );
    assert.equal(await deliver('ceo@bank.test', 1), 550);
    assert.equal(await deliver(`honest@${foreignDomain}`, mailsOfEach), 250);
    const told = () => host.mails.flatMap(({ recipients }) => recipients);
    await waitUntil('the notices', async () => told().length >= mailsOfEach || undefined, settleTimeoutMs);
    const all = (await testbed.messages()).flatMap(({ recipients }) => recipients);
    assert(all.every(({ state }) => state === 'settled'));
    assert.deepEqual([...new Set(told())], [`honest@${foreignDomain}`]);
    assert.equal(told().length, mailsOfEach);
  });
});
