/** An Evergreen within the process of a test, with its data in a temporary folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileLog } from '../../src/io/log.ts';
import { loadConfig } from '../../src/server/load-config.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { ourDomain, type Ports, portsByRole, type Settings, writeConfig } from './config.ts';
import { waitUntil } from './wait.ts';

/** The people of the testbed, and what all of them use as a password. */
export const homer = `homer@${ourDomain}`;
export const marge = `marge@${ourDomain}`;
export const password = 'doughnut with holes';

const mailTimeoutMs = 10_000;

export interface StartOptions {
  readonly settings?: Settings;
  /** Where configuration, data and log lie; it stays when the server stops. Without it, a temporary folder that goes. */
  readonly folder?: string;
  /** JMAP and the web page too. */
  readonly hasWeb?: boolean;
}

/** What `queue list --json` says of a message, as far as tests ask. */
export interface QueueEntry {
  readonly queueId: string;
  readonly subject?: string;
  readonly recipients: readonly {
    readonly address: string;
    /** The recipient, an alias, that this one comes from. */
    readonly parent?: number;
    readonly state: 'waiting' | 'attempting' | 'settled';
    readonly outcome?: { readonly kind: string };
    /** What another host says, in a notice that is genuine. */
    readonly heard?: { readonly action: string; readonly status?: string; readonly by?: string };
    /** What the last attempt met. */
    readonly last?: { readonly text: string };
  }[];
}

export class Testbed {
  readonly ports: Ports;
  readonly folder: string;
  readonly #server: RunningServer;
  readonly #isFolderOurs: boolean;

  private constructor(server: RunningServer, folder: string, isFolderOurs: boolean) {
    this.#server = server;
    this.folder = folder;
    this.#isFolderOurs = isFolderOurs;
    this.ports = portsByRole(server.listeners.map(({ bound }) => bound[0]?.port ?? 0));
  }

  static async start({ settings = {}, folder, hasWeb }: StartOptions = {}): Promise<Testbed> {
    const place = folder ?? (await mkdtemp(join(tmpdir(), 'evergreen-testbed-')));
    const config = await loadConfig(await writeConfig(place, settings, hasWeb));
    const server = await startServer(config, createFileLog('info', join(place, 'evergreen.log')));
    const testbed = new Testbed(server, place, folder === undefined);
    const there = (await server.operate('account.list', {})) as readonly { readonly address: string }[];
    for (const address of [homer, marge]) {
      const isThere = there.some((account) => account.address === address);
      if (!isThere) await server.operate('account.add', { address, password });
    }
    return testbed;
  }

  operate(operation: string, args: unknown): Promise<unknown> {
    return this.#server.operate(operation, args);
  }

  /** The messages of an inbox, whole, oldest first, one character for each octet. */
  async inbox(address: string): Promise<string[]> {
    const entries = (await this.operate('inbox.list', { address })) as { readonly number: number }[];
    const messages = entries.map(async ({ number }) => {
      const shown = await this.operate('inbox.show', { address, number });
      return Buffer.from((shown as { readonly contentBase64: string }).contentBase64, 'base64').toString(
        'latin1',
      );
    });
    return await Promise.all(messages);
  }

  /** Looks into an inbox until a message contains a text. @throws Error if it does not come in time */
  waitForMail(address: string, text: string): Promise<string> {
    const find = async () => (await this.inbox(address)).find((message) => message.includes(text));
    return waitUntil(`a mail with "${text}" for ${address}`, find, mailTimeoutMs);
  }

  /** All messages that the queue remembers, settled ones too. */
  async messages(): Promise<readonly QueueEntry[]> {
    const list = await this.operate('queue.list', { all: true, limit: 100_000 });
    return (list as { readonly messages: readonly QueueEntry[] }).messages;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    if (this.#isFolderOurs) await rm(this.folder, { recursive: true, force: true });
  }
}
