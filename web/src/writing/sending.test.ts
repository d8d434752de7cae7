import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JmapClient } from '../jmap/client.ts';
import { SetRefusedError } from '../jmap/failures.ts';
import type { Invocation, Session } from '../jmap/protocol.ts';
import { emptyDraft } from './draft.ts';
import { emailOf, keepDraft, send, unsend } from './sending.ts';

const session = {
  capabilities: {},
  accounts: {},
  primaryAccounts: { 'urn:ietf:params:jmap:mail': 'a1' },
  apiUrl: '/api',
} as unknown as Session;
const from = { name: 'Homer', email: 'homer@x.test' };
const mailboxes = { drafts: 'd', sent: 's' };
const draft = { ...emptyDraft, to: [{ name: null, email: 'krusty@k.test' }], subject: 'Hi', text: 'Hello' };

/** Answers each call by its name, and keeps what was called. */
function server(answers: Readonly<Record<string, unknown>>) {
  const calls: Invocation[] = [];
  const jmap = new JmapClient(session, async (_, init) => {
    const { methodCalls } = JSON.parse(String(init?.body)) as { methodCalls: Invocation[] };
    calls.push(...methodCalls);
    return Response.json({
      methodResponses: methodCalls.map(([name, , id]) => [name, answers[name] ?? {}, id]),
    });
  });
  return { jmap, calls };
}

test('a draft is kept in place of its former self', async () => {
  const { jmap, calls } = server({
    'Email/set': { created: { draft: { id: 'e2' } } },
    'Email/get': { list: [{ attachments: [{ blobId: 'e2_2' }] }] },
  });
  const attachments = [{ blobId: 'e1_2', name: 'cake.png', type: 'image/png', size: 3 }];
  const kept = await keepDraft(jmap, { ...draft, attachments }, { from, mailboxes, former: 'e1' });
  assert.equal(kept.emailId, 'e2');
  assert.deepEqual([...kept.moved], [['e1_2', 'e2_2']]);
  assert.deepEqual(calls[0]?.[1].destroy, ['e1']);
});

test('what is sent moves from the drafts to the sent mails, and takes the place of the kept draft', async () => {
  const { jmap, calls } = server({
    'Email/set': { created: { draft: { id: 'e2' } } },
    'EmailSubmission/set': { created: { sending: { id: 's1' } } },
  });
  const marks = { id: 'e0', keyword: '$answered' } as const;
  const sending = await send(jmap, { ...draft, marks }, { from, identityId: 'i1', mailboxes, former: 'e1' });
  assert.deepEqual(sending, { submissionId: 's1', emailId: 'e2' });
  assert.deepEqual(calls[1]?.[1].onSuccessUpdateEmail, {
    '#sending': { 'mailboxIds/d': null, 'mailboxIds/s': true, 'keywords/$draft': null },
  });
  assert.deepEqual(calls[2]?.[1], {
    accountId: 'a1',
    destroy: ['e1'],
    update: { e0: { 'keywords/$answered': true } },
  });
});

test('a refusal names the recipients, and leaves no second draft behind', async () => {
  const { jmap, calls } = server({
    'Email/set': { created: { draft: { id: 'e2' } } },
    'EmailSubmission/set': {
      notCreated: { sending: { type: 'invalidRecipients', invalidRecipients: ['krusty@k.test'] } },
    },
  });
  await assert.rejects(
    send(jmap, draft, { from, identityId: 'i1', mailboxes, former: 'e1' }),
    (error: unknown) =>
      error instanceof SetRefusedError && error.error.invalidRecipients?.[0] === 'krusty@k.test',
  );
  assert.deepEqual(calls.at(-1)?.[1], { accountId: 'a1', destroy: ['e2'] });
});

test('what cannot be stopped any more says so', async () => {
  const { jmap } = server({
    'EmailSubmission/set': { notUpdated: { s1: { type: 'cannotUnsend' } } },
  });
  await assert.rejects(unsend(jmap, { submissionId: 's1' }, mailboxes), SetRefusedError);
});

test('attachments and threads are in the mail', () => {
  const email = emailOf(
    {
      ...draft,
      attachments: [{ blobId: 'b', name: 'cake.png', type: 'image/png', size: 3 }],
      inReplyTo: ['m@x'],
      references: ['l@x', 'm@x'],
    },
    from,
    'd',
  );
  assert.deepEqual(email.attachments, [
    { blobId: 'b', name: 'cake.png', type: 'image/png', disposition: 'attachment' },
  ]);
  assert.deepEqual([email.inReplyTo, email.references], [['m@x'], ['l@x', 'm@x']]);
});
