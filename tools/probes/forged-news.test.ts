import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { failureNotice, headerSection } from '../testbed/failure-notice.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const krusty = `krusty@${foreignDomain}`;
const relayTimeoutMs = 5_000;
/** Somebody on another host than those that we relay to. */
const strangersIp = '127.0.0.66';
const skip = process.platform === 'linux' ? false : 'only Linux has all of 127.0.0.0/8';

/** A message that was relayed. */
interface Sent {
  readonly queueId: string;
  /** As it came to the other host. */
  readonly content: string;
}

interface Trace {
  readonly recipients: readonly { readonly outcome?: object; readonly heard?: object }[];
  readonly history: readonly { readonly kind: string; readonly notice?: string }[];
}

describe('news of a message that was sent', { skip }, () => {
  let folder: string;
  let host: ForeignHost;
  let testbed: Testbed;
  const start = async () => {
    const routes = { [foreignDomain]: `${loopback}:${host.port}` };
    // Krusty fails again and again, and is written to all the same.
    const submission = { suppressed_for: '0s' };
    testbed = await Testbed.start({ folder, settings: { 'relay.routes': routes, submission } });
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evergreen-forged-news-'));
    host = await ForeignHost.start();
    await start();
  });
  after(async () => {
    await testbed.stop();
    await host.stop();
    await rm(folder, { recursive: true });
  });

  let letters = 0;
  async function send(from: string, to = [krusty]): Promise<Sent> {
    const subject = `letter ${++letters}`;
    const talk = Talk.openSecured(testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${from}\0${password}`).toString('base64')}`);
    await talk.ask(`MAIL FROM:<${from}>`);
    for (const each of to) await talk.ask(`RCPT TO:<${each}>`);
    await talk.ask('DATA');
    talk.send(
      `From: ${from}\r\nMessage-ID: <${letters}@homers-pc.test>\r\nSubject: ${subject}\r\n\r\nHi\r\n.\r\n`,
    );
    const [, queueId = ''] = /Queued as (\w+)/.exec((await talk.reply()).text) ?? [];
    talk.destroy();
    const arrived = () => host.mails.find(({ content }) => content.includes(`Subject: ${subject}\r\n`));
    const { content } = await waitUntil('relayed letter', arrived, relayTimeoutMs);
    // The other host has it before we have written that down.
    await waitUntil('settled letter', async () => (await outcomes(queueId))[0], relayTimeoutMs);
    return { queueId, content };
  }

  const trace = async (id: string) => (await testbed.operate('trace', { id })) as Trace;
  const outcomes = async (id: string) => (await trace(id)).recipients.flatMap(({ outcome }) => outcome ?? []);

  const notice = ({ content }: Sent, recipient = krusty) => failureNotice(headerSection(content), recipient);

  /** @returns what the server says to a notice once it has it */
  async function answerTo(text: string, ip: string, to = homer): Promise<string> {
    const talk = await Talk.begin(testbed.ports.mx, ip);
    await talk.ask('MAIL FROM:<>');
    await talk.ask(`RCPT TO:<${to}>`);
    await talk.ask('DATA');
    talk.send(`${text}.\r\n`);
    const answer = (await talk.reply()).text;
    talk.destroy();
    return answer;
  }

  /** @returns the queue id of a notice, which is taken */
  async function bring(text: string, ip: string, to = homer): Promise<string> {
    const [, queueId = ''] = /^250 2\.0\.0 Queued as (\w+)/.exec(await answerTo(text, ip, to)) ?? [];
    assert.notEqual(queueId, '');
    return queueId;
  }

  const krustyHasFailed = {
    action: 'failed',
    status: '5.1.1',
    by: `mx.${foreignDomain}`,
    text: '550 5.1.1 No such clown',
  };

  it('is believed with our signature, whoever brings it, and stands in the trace', async () => {
    const sent = await send(homer);
    const [outcome] = await outcomes(sent.queueId);
    const as = await bring(notice(sent), strangersIp);
    const { recipients, history } = await trace(sent.queueId);
    const heard = { ...recipients[0]?.heard, at: 'then' };
    assert.deepEqual(heard, { ...krustyHasFailed, at: 'then', notice: as });
    assert.deepEqual(recipients[0]?.outcome, outcome, 'what we did ourselves stays true');
    assert.deepEqual(
      history.map(({ kind, notice: from }) => [kind, from]),
      [
        ['attempt', undefined],
        ['heard', as],
      ],
    );
  });

  it('is believed from the host that took the message, though no signature comes back', async () => {
    const sent = await send(homer);
    const bare = { ...sent, content: sent.content.replace(/^Received: .*\r\n(?:[ \t].*\r\n)*/, '') };
    await bring(notice(bare), strangersIp);
    assert.equal((await trace(sent.queueId)).recipients[0]?.heard, undefined);
    await bring(notice(bare), loopback);
    assert.notEqual((await trace(sent.queueId)).recipients[0]?.heard, undefined);
  });

  it('is believed after a restart, and after the key was rolled', async () => {
    const sent = await send(homer);
    await testbed.operate('keys.roll', {});
    await testbed.stop();
    await start();
    await bring(notice(sent), strangersIp);
    assert.notEqual((await trace(sent.queueId)).recipients[0]?.heard, undefined);
  });

  it('is found by what stands in the Received field, too', async () => {
    const { queueId, content } = await send(homer);
    const [, signed = ''] = /\bid (\S+?);?\s/.exec(content) ?? [];
    assert.match(signed, new RegExp(`^${queueId}-`));
    assert.deepEqual(await trace(signed), await trace(queueId));
  });

  it('changes nothing if it is forged', async () => {
    const sent = await send(homer);
    const others = await send(marge);
    const next = sent.queueId.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    const changed = (from: string, to: string) =>
      notice({ ...sent, content: sent.content.replaceAll(from, to) });
    const signature = new RegExp(`(?<=${sent.queueId})-[0-9a-z]{20}`);
    // By the key that we have: a key that nobody knows any more may have been ours.
    const falsified = (of: string) => of.slice(0, 3) + '0'.repeat(18);
    const refused = /^550 5\.7\.1 This notice is forged/;
    const taken = /^250 /;
    const forgeries: readonly (readonly [answer: RegExp, text: string, to?: string])[] = [
      // Without the signature it still names a message of Homer's, and only that; false ones are no work of ours.
      [taken, notice({ ...sent, content: sent.content.replace(signature, '') })],
      [refused, notice({ ...sent, content: sent.content.replace(signature, falsified) })],
      [refused, changed(sent.queueId, next)],
      [refused, changed(sent.queueId, others.queueId)],
      // About the mail of somebody else, or sent to somebody else.
      [taken, notice(others)],
      [taken, notice(sent), marge],
    ];
    const before = [await trace(sent.queueId), await trace(others.queueId)];
    for (const [answer, text, to] of forgeries) assert.match(await answerTo(text, strangersIp, to), answer);
    assert.deepEqual([await trace(sent.queueId), await trace(others.queueId)], before);
  });

  it('tells of a recipient that we did not write to, and changes none', async () => {
    const sent = await send(homer, [krusty, `mel@${foreignDomain}`]);
    await bring(notice(sent, 'bob@prison.test'), strangersIp);
    const { recipients, history } = await trace(sent.queueId);
    assert.ok(recipients.every(({ heard }) => heard === undefined));
    assert.equal(history.at(-1)?.kind, 'heard');
  });
});
