/**
 * The story over plain HTTP, as a mail program of others would go through it: sign in, write to an address that another host does not
 * know, hear of the notice within a second, read what it says, and see what became of the mail.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, password, Testbed } from '../testbed/running-server.ts';
import { waitUntil } from '../testbed/wait.ts';

const using = [
  ...['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail', 'urn:ietf:params:jmap:submission'],
  'urn:evergreen:jmap:news',
];
const nobody = `refused@${foreignDomain}`;
const pushMs = 1_000;
const noticeMs = 10_000;

type Answer = Readonly<Record<string, unknown>>;

/** A client with the password of its user. */
class Client {
  readonly #origin: string;
  readonly #authorization = `Basic ${Buffer.from(`${homer}:${password}`).toString('base64')}`;
  accountId = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  get(path: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.#origin}${path}`, {
      headers: { authorization: this.#authorization },
      ...(signal && { signal }),
    });
  }

  async signIn(): Promise<void> {
    const session = (await (await this.get('/.well-known/jmap')).json()) as {
      readonly primaryAccounts: Readonly<Record<string, string>>;
    };
    this.accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'] ?? '';
  }

  /** Calls methods in one request. Answers pairs of a name and what it answers. */
  async calls(...methodCalls: readonly (readonly [string, object])[]): Promise<[string, Answer][]> {
    const response = await fetch(`${this.#origin}/jmap/api`, {
      method: 'POST',
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        using,
        methodCalls: methodCalls.map(([name, args], index) => [
          name,
          { accountId: this.accountId, ...args },
          `c${index}`,
        ]),
      }),
    });
    const { methodResponses } = (await response.json()) as { readonly methodResponses: [string, Answer][] };
    return methodResponses.map(([name, answer]) => [name, answer]);
  }

  async call(name: string, args: object): Promise<Answer> {
    const [first] = await this.calls([name, args]);
    assert.equal(first?.[0], name, JSON.stringify(first?.[1]));
    return first?.[1] ?? {};
  }
}

/** The id of what was made. */
function idOf(answer: Answer | undefined, creationId: string): string {
  const created = answer?.created as Readonly<Record<string, { readonly id: string }>> | null | undefined;
  return created?.[creationId]?.id ?? assert.fail(JSON.stringify(answer));
}

const listOf = (answer: Answer): readonly Answer[] => answer.list as readonly Answer[];

describe('the story, over HTTP', () => {
  let host: ForeignHost;
  let testbed: Testbed;
  let client: Client;
  let submission: string;
  let notice: string;

  before(async () => {
    host = await ForeignHost.start();
    const settings = {
      'relay.routes': { [foreignDomain]: `${loopback}:${host.port}` },
      submission: { undo_time: '0s' },
    };
    testbed = await Testbed.start({ settings, hasWeb: true });
    client = new Client(`http://127.0.0.1:${testbed.ports.http}`);
    await client.signIn();
  });
  after(async () => {
    await testbed?.stop();
    await host?.stop();
  });

  const mailboxOf = async (role: string): Promise<string> => {
    const mailboxes = listOf(await client.call('Mailbox/get', { ids: null }));
    return String(mailboxes.find((mailbox) => mailbox.role === role)?.id);
  };

  const draftTo = async (email: string) => ({
    mailboxIds: { [await mailboxOf('drafts')]: true },
    keywords: { $draft: true, $seen: true },
    from: [{ name: 'Homer', email: homer }],
    to: [{ name: null, email }],
    subject: 'Rehearsal',
    bodyValues: { text: { value: 'At eight.' } },
    textBody: [{ partId: 'text', type: 'text/plain' }],
  });

  it('writes a mail and sends it in one request, and the draft moves to what was sent', async () => {
    const [drafts, sent] = [await mailboxOf('drafts'), await mailboxOf('sent')];
    const [identity] = listOf(await client.call('Identity/get', { ids: null }));
    const answers = await client.calls(
      ['Email/set', { create: { mail: await draftTo(nobody) } }],
      [
        'EmailSubmission/set',
        {
          create: { out: { emailId: '#mail', identityId: identity?.id } },
          onSuccessUpdateEmail: {
            '#out': {
              'keywords/$draft': null,
              [`mailboxIds/${drafts}`]: null,
              [`mailboxIds/${sent}`]: true,
            },
          },
        },
      ],
    );
    const names = answers.map(([name]) => name);
    assert.deepEqual(names, ['Email/set', 'EmailSubmission/set', 'Email/set'], JSON.stringify(answers));
    submission = idOf(answers[1]?.[1], 'out');
    const { ids } = await client.call('Email/query', { filter: { inMailbox: sent } });
    const [mail] = listOf(await client.call('Email/get', { ids, properties: ['keywords', 'subject'] }));
    assert.deepEqual([mail?.subject, mail?.keywords], ['Rehearsal', { $seen: true }]);
  });

  it('finds the notice in the inbox, and what it says', async () => {
    const inbox = await mailboxOf('inbox');
    const found = await waitUntil(
      'a notice in the inbox',
      async () => {
        const { ids } = await client.call('Email/query', { filter: { inMailbox: inbox } });
        return (ids as readonly string[])[0];
      },
      noticeMs,
    );
    notice = found;
    const [told = {}] = listOf(await client.call('Notice/get', { ids: [notice] }));
    assert.deepEqual([told.kind, told.verdict, told.subject], ['failure', null, 'Rehearsal']);
    const [recipient] = told.recipients as readonly Answer[];
    assert.deepEqual(
      [recipient?.address, recipient?.action, recipient?.status, recipient?.permanence],
      [nobody, 'failed', '5.1.1', 'permanent'],
    );
  });

  it('sees that the mail has failed, and which notice told of it', async () => {
    const [delivery = {}] = listOf(await client.call('Delivery/get', { ids: [submission] }));
    const [recipient] = delivery.recipients as readonly Answer[];
    assert.deepEqual([recipient?.address, recipient?.state], [nobody, 'failed']);
    const [shown = {}] = listOf(await client.call('EmailSubmission/get', { ids: [submission] }));
    const status = (shown.deliveryStatus as Record<string, Answer>)[nobody];
    assert.equal(shown.undoStatus, 'final');
    assert.equal(status?.delivered, 'no');
    assert.match(String(status?.smtpReply), /^550 5\.1\.1 .*No such person/);
    assert.deepEqual(shown.dsnBlobIds, [notice]);
    const blob = await client.get(`/jmap/download/${client.accountId}/${notice}/notice.eml`);
    assert.match(await blob.text(), /Content-Type: multipart\/report/i);
  });

  it('hears of a notice within a second after the mail was sent', async () => {
    const [identity] = listOf(await client.call('Identity/get', { ids: null }));
    const mail = await draftTo(`refused-too@${foreignDomain}`);
    const written = await client.call('Email/set', { create: { mail } });
    const emailId = idOf(written, 'mail');
    const { state: before } = await client.call('Email/get', { ids: [] });
    const path = '/jmap/events?types=Email&closeafter=no&ping=0';
    const events = await client.get(path, AbortSignal.timeout(noticeMs));
    const reader = events.body?.getReader() ?? assert.fail('there are no events');
    const began = performance.now();
    const sent = await client.call('EmailSubmission/set', {
      create: { out: { emailId, identityId: identity?.id } },
    });
    assert.ok(idOf(sent, 'out'));
    // What it hears first may be the draft.
    let heard: string | undefined;
    while (heard === undefined || heard === before) {
      const { value, done } = await reader.read();
      assert.equal(done, false);
      heard = /"Email":"([^"]+)"/.exec(new TextDecoder().decode(value))?.[1] ?? heard;
    }
    const took = performance.now() - began;
    await reader.cancel();
    assert.ok(took < pushMs, `it took ${took} ms`);
    const changes = await client.call('Email/changes', { sinceState: before });
    const [told] = listOf(await client.call('Notice/get', { ids: changes.created }));
    assert.equal(
      (told?.recipients as readonly Answer[] | undefined)?.[0]?.address,
      `refused-too@${foreignDomain}`,
    );
  });
});
