/** Homer's correspondence with another host: what he sends leaves a server of ours, and what answers it comes back. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../../src/base/instant.ts';
import { openSqliteStore } from '../../src/storage/sqlite/store.ts';
import { loopback, type Settings } from './config.ts';
import { ForeignHost, foreignDomain } from './foreign-host.ts';
import { homer, password, Testbed } from './running-server.ts';
import { Talk } from './talk.ts';
import { waitUntil } from './wait.ts';

export const krusty = `krusty@${foreignDomain}`;
export const listed = `donuts@lists.${foreignDomain}`;
const relayTimeoutMs = 5_000;
export const refused = /^550 5\.7\.1 This answers no mail of ours/;
export const taken = /^250 2\.0\.0 Queued/;

/** It is not the host itself that speaks: all hosts of a test have its address. */
const handedOn =
  'Received: from plant.test (plant.test [203.0.113.66]) by mx.foreign.test with ESMTP id 1\r\n';

/** In the first days of tags nothing is held to them. */
async function useTagsForLong(dataFolder: string): Promise<void> {
  const store = await openSqliteStore(dataFolder);
  await store.bounces.setTaggedSince(instant(0));
  await store.close();
}

/** A letter as the other host has it. */
export interface Sent {
  readonly queueId: string;
  readonly from: string;
  readonly content: string;
}

/** A server, and a host to which it relays. To those on its lists no tag is shown. */
export class Correspondence {
  readonly host: ForeignHost;
  testbed: Testbed;
  readonly #settings: Settings;
  #letters = 0;

  private constructor(host: ForeignHost, testbed: Testbed, settings: Settings) {
    this.host = host;
    this.testbed = testbed;
    this.#settings = settings;
  }

  /** @param settings more tables of the configuration */
  static async open(mode: string, settings: Settings = {}): Promise<Correspondence> {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-correspondence-'));
    await useTagsForLong(join(folder, 'data'));
    const host = await ForeignHost.start();
    const there = `${loopback}:${host.port}`;
    const routes = { [foreignDomain]: there, [`lists.${foreignDomain}`]: there };
    const batv = { mode, exceptions: [`lists.${foreignDomain}`] };
    // Who failed is written to again.
    const submission = { suppressed_for: '0s' };
    const all = { 'relay.routes': routes, batv, submission, ...settings };
    return new Correspondence(host, await Testbed.start({ folder, settings: all }), all);
  }

  /** Stops the server, and starts it on the same data. */
  async restart(): Promise<void> {
    const { folder } = this.testbed;
    await this.testbed.stop();
    this.testbed = await Testbed.start({ folder, settings: this.#settings });
  }

  async close(): Promise<void> {
    await this.testbed.stop();
    await this.host.stop();
    await rm(this.testbed.folder, { recursive: true });
  }

  /** A letter of Homer's, when it has arrived. */
  async send(to = krusty): Promise<Sent> {
    const subject = `letter ${++this.#letters}`;
    const talk = Talk.openSecured(this.testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
    await talk.ask(`MAIL FROM:<${homer}>`);
    await talk.ask(`RCPT TO:<${to}>`);
    await talk.ask('DATA');
    const messageId = `<${this.#letters}@homers-pc.test>`;
    talk.send(`From: ${homer}\r\nMessage-ID: ${messageId}\r\nSubject: ${subject}\r\n\r\nHi\r\n.\r\n`);
    const [, queueId = ''] = /Queued as (\w+)/.exec((await talk.reply()).text) ?? [];
    talk.destroy();
    const arrived = () => this.host.mails.find(({ content }) => content.includes(`Subject: ${subject}\r\n`));
    const { from, content } = await waitUntil('relayed letter', arrived, relayTimeoutMs);
    const isSettled = async () => (await this.#recipient(queueId))?.outcome;
    await waitUntil('settled letter', isSettled, relayTimeoutMs);
    return { queueId, from, content };
  }

  /** What the server says to a bounce once it has it. */
  async bounce(to: string, text: string): Promise<string> {
    const talk = await Talk.begin(this.testbed.ports.mx);
    assert.equal((await talk.ask('MAIL FROM:<>')).code, 250);
    assert.equal((await talk.ask(`RCPT TO:<${to}>`)).code, 250, 'whoever calls out gets his answer');
    assert.equal((await talk.ask('DATA')).code, 354);
    // RFC 5321 §4.5.2
    talk.send(`${handedOn}${text.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`);
    const { text: answer } = await talk.reply();
    talk.destroy();
    return answer;
  }

  async heard(queueId: string): Promise<string | undefined> {
    return (await this.#recipient(queueId))?.heard?.action;
  }

  async #recipient(queueId: string) {
    return (await this.testbed.messages()).find((each) => each.queueId === queueId)?.recipients[0];
  }
}
