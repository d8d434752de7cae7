import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import { loopback, type Settings } from '../testbed/config.ts';
import { ForeignHost, foreignDomain, type ReceivedMail } from '../testbed/foreign-host.ts';
import { homer, password, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const krusty = `krusty@${foreignDomain}`;
const relayTimeoutMs = 5_000;

interface World {
  readonly testbed: Testbed;
  readonly host: ForeignHost;
}

async function withHost(
  options: SMTPServerOptions,
  settings: (port: number) => Settings,
  use: (world: World) => Promise<void>,
): Promise<void> {
  const host = await ForeignHost.start(options);
  const testbed = await Testbed.start({ settings: settings(host.port) });
  try {
    await use({ testbed, host });
  } finally {
    await testbed.stop();
    await host.stop();
  }
}

const route = (port: number): Settings => ({ 'relay.routes': { [foreignDomain]: `${loopback}:${port}` } });

/** Submits a message in one chunk, so that it comes as it is. */
async function submit({ ports }: Testbed, to: string, content: string, mail = ''): Promise<void> {
  const talk = Talk.openSecured(ports.submissions);
  await talk.reply();
  await talk.ask('EHLO client.test');
  await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
  await talk.ask(`MAIL FROM:<${homer}>${mail}`);
  assert.equal((await talk.ask(`RCPT TO:<${to}>`)).code, 250);
  talk.send(`BDAT ${content.length} LAST\r\n${content}`);
  assert.equal((await talk.reply()).code, 250);
  await talk.ask('QUIT');
}

const firstMail = ({ host }: World): Promise<ReceivedMail> =>
  waitUntil('mail at the foreign host', () => host.mails[0], relayTimeoutMs);

describe('a host that runs smtp-server', () => {
  it('gets a message exactly as it is, also if it looks like several', () =>
    withHost({}, route, async (world) => {
      const header = `Subject: exactly\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@client.test>\r\n`;
      const body = '.\r\n..\r\n\r\n.\r\nMAIL FROM:<forger@elsewhere.test>\r\n.\tend\r\n\xfc  \r\n';
      await submit(world.testbed, krusty, `${header}\r\n${body}`, ' BODY=8BITMIME');
      const { content, isSecure, from, recipients } = await firstMail(world);
      assert.match(content, /^Received: .*\r\nSubject: exactly\r\n/s);
      assert.equal(content.slice(content.indexOf('\r\n\r\n') + 4), body);
      assert.deepEqual([isSecure, recipients], [true, [krusty]]);
      assert.equal(from.replace(/^prvs=\w{10}=/, ''), homer);
      assert.equal(world.host.mails.length, 1);
    }));

  it('gets mail without TLS if it has none', () =>
    withHost({ hideSTARTTLS: true }, route, async (world) => {
      await submit(world.testbed, krusty, 'Subject: in the clear\r\n\r\n');
      assert.equal((await firstMail(world)).isSecure, false);
    }));

  it('hears no password, nor gets mail, as a smart host whose certificate nobody vouches for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-smart-host-'));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, 'sesame\n');
    for (const tls of ['required', 'implicit']) {
      let logins = 0;
      const onAuth: SMTPServerOptions['onAuth'] = (_auth, _session, done) => {
        logins++;
        done(null, { user: 'evergreen' });
      };
      const smartHost = (port: number): Settings => ({
        relay: {
          smart_host: `${loopback}:${port}`,
          smart_host_tls: tls,
          smart_host_username: 'evergreen',
          smart_host_password_file: passwordFile,
        },
      });
      await withHost({ onAuth, secure: tls === 'implicit' }, smartHost, async ({ testbed, host }) => {
        await submit(testbed, 'anybody@anywhere.test', 'Subject: by the smart host\r\n\r\n');
        const reason = () => testbed.messages().then(([message]) => message?.recipients[0]?.last?.text);
        assert.match(await waitUntil('first attempt', reason, relayTimeoutMs), /self-signed/);
        assert.deepEqual([logins, host.mails], [0, []]);
      });
    }
    await rm(folder, { recursive: true });
  });

  it('is not sent what it cannot take: the sender is told', () =>
    withHost({ hide8BITMIME: true, hideSMTPUTF8: true }, route, async ({ testbed, host }) => {
      await submit(testbed, krusty, 'Subject: eight bits\r\n\r\n\xfc\r\n', ' BODY=8BITMIME');
      assert.match(await testbed.waitForMail(homer, 'Subject: eight bits'), /\r\nStatus: 5\.6\.3\r\n/);
      await submit(testbed, krusty, 'Subject: \xc3\xbc\r\n\r\nutf-8\r\n', ' BODY=8BITMIME SMTPUTF8');
      assert.match(await testbed.waitForMail(homer, 'Subject: \xc3\xbc'), /\r\nStatus: 5\.6\.7\r\n/);
      assert.deepEqual(host.mails, []);
    }));

  it('refuses one recipient and takes the other: one notice, one delivery', () =>
    withHost({}, route, async (world) => {
      const { testbed, host } = world;
      const talk = Talk.openSecured(testbed.ports.submissions);
      await talk.reply();
      await talk.ask('EHLO client.test');
      await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
      await talk.ask(`MAIL FROM:<${homer}>`);
      for (const to of [`refused@${foreignDomain}`, krusty]) await talk.ask(`RCPT TO:<${to}>`);
      await talk.ask('DATA');
      talk.send('Subject: to two\r\n\r\nHello\r\n.\r\n');
      assert.equal((await talk.reply()).code, 250);
      const notice = await testbed.waitForMail(homer, 'Subject: to two');
      assert.match(notice, /Final-Recipient: rfc822; ?refused@foreign\.test/);
      assert.doesNotMatch(notice, /Final-Recipient: rfc822; ?krusty/);
      assert.deepEqual((await firstMail(world)).recipients, [krusty]);
      assert.equal(host.mails.length, 1);
      talk.destroy();
    }));
});
