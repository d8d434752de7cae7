import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countingRandom } from '../../../accounts/testing/doubles.ts';
import { fromUtf8 } from '../../../base/bytes.ts';
import { acceptance } from '../../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../../storage/memory/store.ts';
import { openSqliteStore } from '../../../storage/sqlite/store.ts';
import type { Store } from '../../../storage/store.ts';
import type { Capability } from '../../capability.ts';
import type { JsonObject } from '../../json.ts';
import { homer, TestClient } from '../../testing/client.ts';
import { Digester } from '../digester.ts';
import { mailCapability } from '../mail-capability.ts';
import type { MailLimits } from '../world.ts';

/** Homer's mail, over a store of either kind. */
export class TestMail {
  readonly store: Store;
  readonly client: TestClient;
  room = 1_000_000;
  #count = 0;
  readonly #capability: Capability;

  private constructor(store: Store, limits: Partial<MailLimits>) {
    const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, with: () => log };
    const digester = new Digester(store.emails, log);
    this.store = store;
    this.#capability = mailCapability({
      emails: store.emails,
      catchUp: (account) => digester.catchUp(account),
      roomOf: async () => this.room,
      random: countingRandom(),
      domain: homer.address.domain,
      limits: { messageBytesMax: 100_000, attachmentBytesMax: 50_000, ...limits },
    });
    this.client = new TestClient([this.#capability]);
  }

  /** Runs a test over a store in memory, and over SQLite. */
  static async each(
    test: (mail: TestMail) => Promise<void>,
    limits: Partial<MailLimits> = {},
  ): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'evergreen-jmap-'));
    try {
      for (const open of [async () => createMemoryStore(), () => openSqliteStore(folder)]) {
        const store = await open();
        try {
          await store.accounts.addAccount(homer, undefined);
          await test(new TestMail(store, limits));
        } finally {
          await store.close();
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  call(name: string, args: JsonObject = {}): Promise<JsonObject> {
    return this.client.call(name, { accountId: homer.id, ...args });
  }

  /** The state of EmailDelivery. */
  async delivered(): Promise<string | undefined> {
    return await this.#capability.states?.EmailDelivery?.(homer.id);
  }

  /** Lets a message come in. */
  async deliver(message: string): Promise<void> {
    const to = [{ address: homer.address.text, account: homer.id }];
    const body = fromUtf8(message.replaceAll('\n', '\r\n'));
    await this.store.queue.accept([acceptance({ number: ++this.#count, body, to })]);
  }

  async upload(content: string, type = 'message/rfc822'): Promise<string> {
    const { emails } = this.store;
    return await emails.keepUpload(homer.id, fromUtf8(content), type, this.client.clock.now());
  }

  /** The id of the mailbox with this role. */
  async mailbox(role: string): Promise<string> {
    const { list } = await this.call('Mailbox/get');
    return String((list as readonly JsonObject[]).find((each) => each.role === role)?.id);
  }

  /** The ids of all emails, the latest first. */
  async emails(args: JsonObject = {}): Promise<readonly string[]> {
    return (await this.call('Email/query', args)).ids as readonly string[];
  }

  async email(id: string, properties: readonly string[]): Promise<JsonObject> {
    const { list } = await this.call('Email/get', { ids: [id], properties });
    return (list as readonly JsonObject[])[0] ?? {};
  }

  /** Creates an email. @returns what was created, or the error */
  async create(record: JsonObject): Promise<JsonObject> {
    const mailboxIds = { [await this.mailbox('drafts')]: true };
    const { created, notCreated } = await this.call('Email/set', {
      create: { e: { mailboxIds, ...record } },
    });
    return ((created ?? notCreated) as JsonObject).e as JsonObject;
  }
}
