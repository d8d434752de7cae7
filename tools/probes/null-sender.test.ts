import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IpAddress } from '../../src/address/ip.ts';
import { zone } from '../../src/dns/zone.ts';
import { type DnsServer, startDnsServer } from '../../src/io/dns/server.ts';
import { zoneResponder } from '../../src/io/dns/zone-responder.ts';
import { loopback } from '../testbed/config.ts';
import { Correspondence } from '../testbed/correspondence.ts';
import { failureNotice, headerSection } from '../testbed/failure-notice.ts';
import { homer, marge } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';

/** RFC 7208 §7.1: names the sender that is checked, and the host by its greeting. */
const names = zone({
  'mx.plant.test': { TXT: ['v=spf1 exists:%{l}.%{d}.asked.test -all'] },
  'postmaster.mx.plant.test.asked.test': { A: ['127.0.0.2'] },
  'mx.prison.test': { TXT: ['v=spf1 -all'] },
});

describe('mail without a sender', () => {
  let dns: DnsServer;
  let place: Correspondence;
  before(async () => {
    dns = await startDnsServer({ ip: loopback as IpAddress, port: 0 }, zoneResponder(names));
    place = await Correspondence.open('enforce', {
      dns: { servers: [`${loopback}:${dns.address.port}`] },
    });
  });
  after(async () => {
    await place.close();
    await dns.close();
  });

  /** A session that has greeted as somebody. */
  async function greeted(name: string): Promise<Talk> {
    const talk = Talk.open(place.testbed.ports.mx);
    assert.equal((await talk.reply()).code, 220);
    assert.equal((await talk.ask(`EHLO ${name}`)).code, 250);
    return talk;
  }

  it('is always welcome at MAIL, and whoever asks for an address gets an answer', async () => {
    const talk = await greeted('mx.prison.test');
    for (let i = 0; i < 3; i++) {
      assert.equal((await talk.ask('MAIL FROM:<>')).code, 250);
      assert.equal((await talk.ask(`RCPT TO:<nobody@evergreen.test>`)).code, 550);
      assert.equal((await talk.ask(`RCPT TO:<${homer}>`)).code, 250);
      assert.equal((await talk.ask('RSET')).code, 250);
    }
    assert.equal((await talk.ask('MAIL FROM:<> SIZE=1000 BODY=8BITMIME')).code, 250);
    talk.destroy();
  });

  it('has one recipient; the next one comes by itself', async () => {
    const talk = await greeted('mx.plant.test');
    await talk.ask('MAIL FROM:<>');
    assert.equal((await talk.ask(`RCPT TO:<${homer}>`)).code, 250);
    assert.match((await talk.ask(`RCPT TO:<${marge}>`)).text, /^452 4\.5\.3 /);
    await talk.ask('RSET');
    await talk.ask('MAIL FROM:<>');
    assert.equal((await talk.ask(`RCPT TO:<${marge}>`)).code, 250);
    talk.destroy();
  });

  it('is checked by SPF as postmaster of the name with which its host greets', async () => {
    for (const [name, result] of [
      ['mx.plant.test', 'pass'],
      ['mx.prison.test', 'fail'],
      ['mx.nowhere.test', 'none'],
    ] as const) {
      const sent = await place.send();
      const talk = await greeted(name);
      await talk.ask('MAIL FROM:<>');
      await talk.ask(`RCPT TO:<${sent.from}>`);
      await talk.ask('DATA');
      talk.send(`${failureNotice(headerSection(sent.content))}.\r\n`);
      assert.match((await talk.reply()).text, /^250 2\.0\.0 Queued/, name);
      talk.destroy();
      const mail = (await place.testbed.inbox(homer)).at(-1) ?? '';
      const header = mail.slice(0, mail.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
      assert.match(header, new RegExp(`^Evergreen-Notice: .*; spf=${result}/${name}\\r$`, 'm'));
      assert.match(header, new RegExp(`^Authentication-Results: .*spf=${result} smtp\\.helo=${name};`, 'm'));
    }
  });

  it('keeps its empty reverse-path where it is read', async () => {
    for (const mail of await place.testbed.inbox(homer)) assert.match(mail, /^Return-Path: <>\r\n/);
  });
});
