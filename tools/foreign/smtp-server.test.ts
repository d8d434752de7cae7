import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import { verdicts } from '../../src/message/dkim/testing/signers.ts';
import type { DkimKeyView } from '../../src/server/operations/dkim.ts';
import { loopback, ourDomain, type Settings } from '../testbed/config.ts';
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

describe('mail that is relayed to another host', () => {
  const signing = (port: number): Settings => ({ ...route(port), dkim: { sign: true } });
  const records = async (verb: string, { testbed }: World, args = {}) =>
    (await testbed.operate(`dkim.${verb}`, args)) as readonly DkimKeyView[];

  it('bears no signature while its keys wait, and then one by each that mailauth verifies', () =>
    withHost({}, signing, async (world) => {
      const content = `From: ${homer}\r\nSubject: signed\r\n\r\n.\r\n..\r\n\xfc  \r\n\r\n\r\n`;
      await records('list', world);
      await submit(world.testbed, krusty, content, ' BODY=8BITMIME');
      assert.doesNotMatch((await firstMail(world)).content, /DKIM-Signature/);

      const keys = await records('activate', world, { domain: ourDomain });
      assert.doesNotMatch(JSON.stringify(keys), /PRIVATE/);
      await submit(world.testbed, krusty, content, ' BODY=8BITMIME');
      const mail = await waitUntil('the second mail', () => world.host.mails[1], relayTimeoutMs);
      assert.deepEqual(await verify(mail.content, keys), ['rsa-sha256 pass', 'ed25519-sha256 pass']);
    }));

  it('is signed for nobody but ourselves', () =>
    withHost({}, signing, async (world) => {
      await records('list', world);
      await records('activate', world, { domain: ourDomain });
      await submit(world.testbed, krusty, 'From: someone@elsewhere.test\r\nSubject: x\r\n\r\nx\r\n');
      assert.doesNotMatch((await firstMail(world)).content, /DKIM-Signature/);
    }));

  it('may be large', () =>
    withHost({}, signing, async (world) => {
      const keys = await records('list', world);
      await records('activate', world, { domain: ourDomain });
      const body = 'A line of some length, with blanks  in it. \r\n'.repeat(100_000);
      await submit(world.testbed, krusty, `From: ${homer}\r\nSubject: large\r\n\r\n${body}`);
      const { content } = await firstMail(world);
      assert.deepEqual(await verify(content, keys), ['rsa-sha256 pass', 'ed25519-sha256 pass']);
    }));
});

const verify = (content: string, keys: readonly DkimKeyView[]): Promise<readonly string[]> =>
  verdicts(
    Buffer.from(content, 'latin1'),
    keys.map(({ record: { name, text } }) => ({ record: [name, text] })),
  );
