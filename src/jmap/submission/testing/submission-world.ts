import { fromUtf8, utf8 } from '../../../base/bytes.ts';
import { minuteMs, secondMs } from '../../../base/instant.ts';
import { reply } from '../../../envelope/reply.ts';
import { ownsAddress } from '../../../policy/addressees.ts';
import { populate, springfield } from '../../../policy/testing/springfield.ts';
import type { QueueId } from '../../../queue/message.ts';
import { createMemoryStore } from '../../../storage/memory/store.ts';
import type { Store } from '../../../storage/store.ts';
import type { Capability } from '../../capability.ts';
import type { JsonObject } from '../../json.ts';
import { homer, TestClient } from '../../testing/client.ts';
import { submissionCapability } from '../capability.ts';
import type { SubmissionLimits } from '../world.ts';

export const letter =
  'From: homer@springfield.test\r\nTo: Krusty <krusty@krustylu.test>\r\nBcc: marge@springfield.test\r\n\r\nHi\r\n';

/** Submissions of Homer's, whose emails lie in a map. */
export class TestSubmissions {
  readonly store: Store;
  readonly emails = new Map([['E1', letter]]);
  /** What the implicit Email/set was called with. */
  readonly emailSets: JsonObject[] = [];
  readonly client: TestClient;
  submitted = 0;
  #count = 0;

  private constructor(store: Store, limits: Partial<SubmissionLimits>) {
    this.store = store;
    this.client = new TestClient([this.#capability(limits), this.#emailSet()]);
  }

  static async open(
    limits: Partial<SubmissionLimits> = {},
    store = createMemoryStore(),
  ): Promise<TestSubmissions> {
    await store.accounts.addAccount(homer, undefined);
    const world = new TestSubmissions(store, limits);
    await populate(store.accounts, [], { simpson: ['homer'], family: ['homer', 'marge'] });
    return world;
  }

  call(name: string, args: JsonObject = {}): Promise<JsonObject> {
    return this.client.call(name, { accountId: homer.id, ...args });
  }

  /** Submits the first email by the first identity. @returns what was created, or the error */
  async submit(record: JsonObject = {}): Promise<JsonObject> {
    const { list } = await this.call('Identity/get');
    const [identity] = list as readonly JsonObject[];
    const create = { s: { emailId: 'E1', identityId: identity?.id ?? null, ...record } };
    const { created, notCreated } = await this.call('EmailSubmission/set', { create });
    const answer = ((created as JsonObject | null) ?? (notCreated as JsonObject))?.s;
    return answer as JsonObject;
  }

  async content(id: string): Promise<string> {
    return utf8((await this.store.outbox.content(id as QueueId)) ?? fromUtf8(''));
  }

  #capability(limits: Partial<SubmissionLimits>): Capability {
    const { outbox, queue, identities, accounts } = this.store;
    return submissionCapability({
      outbox,
      queue,
      identities,
      directory: accounts,
      ownsAddress: (account, address) => ownsAddress(account, address, springfield, accounts),
      readEmail: async (_, id) => {
        const text = this.emails.get(id);
        return text === undefined ? undefined : { content: fromUtf8(text), threadId: 'T1' };
      },
      blobsOf: async (_, ids) => new Map(ids.map((id) => [id, `B-${id}`])),
      objectionTo: async (path, { sendAnyway }) => {
        if (path === 'postmaster') return undefined;
        if (path.localPart === 'failed-before' && !sendAnyway)
          return reply(550, '5.1.1', 'It has failed before');
        if (path.localPart === 'nobody') return reply(550, '5.1.1', 'No such user here');
        return path.localPart === 'full' ? reply(452, '4.2.2', 'The mailbox is full') : undefined;
      },
      nextQueueId: () => `q${String(++this.#count).padStart(8, '0')}` as QueueId,
      submitted: () => {
        this.submitted++;
      },
      limits: {
        recipientsMax: 3,
        contentBytesMax: 1_000,
        undoMs: 10 * secondMs,
        holdMsMax: 60 * minuteMs,
        ...limits,
      },
    });
  }

  #emailSet(): Capability {
    return {
      uri: 'urn:ietf:params:jmap:mail',
      ofServer: {},
      ofAccount: () => ({}),
      methods: {
        'Email/set': async (args) => {
          this.emailSets.push(args);
          return { accountId: homer.id };
        },
      },
    };
  }
}
