import type { JmapClient } from '../jmap/client.ts';
import { SetRefusedError } from '../jmap/failures.ts';
import type { Email, EmailAddress } from '../jmap/mail.ts';
import type { GetResponse, Id, SetResponse } from '../jmap/protocol.ts';
import type { Draft } from './draft.ts';

/** Where mails of one's own lie. */
export interface OwnMailboxes {
  readonly drafts: Id;
  readonly sent: Id;
}

/** A draft as Email/set creates it (RFC 8621 §4.6). */
export function emailOf(draft: Draft, from: EmailAddress, mailboxId: Id): Readonly<Record<string, unknown>> {
  const text = { partId: 'text', type: 'text/plain' };
  return {
    mailboxIds: { [mailboxId]: true },
    keywords: { $seen: true, $draft: true },
    from: [from],
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    subject: draft.subject,
    ...(draft.inReplyTo && { inReplyTo: draft.inReplyTo }),
    ...(draft.references?.length && { references: draft.references }),
    bodyValues: { text: { value: draft.text } },
    textBody: [text],
    attachments: draft.attachments.map(({ blobId, name, type }) => ({
      blobId,
      name,
      type,
      disposition: 'attachment',
    })),
  };
}

/** A draft as the server has it now. */
export interface KeptDraft {
  readonly emailId: Id;
  /** Where each attachment lies now: by the blob that it was, the blob that it has become. */
  readonly moved: ReadonlyMap<Id, Id>;
}

/**
 * Keeps the draft on the server in place of its former self: an email never changes, so each keeping is a new one, and what hangs on
 * it moves along.
 * @throws SetRefusedError
 */
export async function keepDraft(
  jmap: JmapClient,
  draft: Draft,
  { from, mailboxes, former }: { from: EmailAddress; mailboxes: OwnMailboxes; former?: Id | undefined },
): Promise<KeptDraft> {
  const [kept, { list }] = await jmap.request((calls) => {
    const set = calls.call<SetResponse<Email>>('Email/set', {
      create: { draft: emailOf(draft, from, mailboxes.drafts) },
      ...(former !== undefined && { destroy: [former] }),
    });
    const got = calls.call<GetResponse<Pick<Email, 'attachments'>>>('Email/get', {
      ids: ['#draft'],
      properties: ['attachments'],
      bodyProperties: ['blobId'],
    });
    return Promise.all([set.answer, got.answer]);
  });
  const emailId = createdId(kept, 'draft');
  const blobIds = list[0]?.attachments.map(({ blobId }) => blobId) ?? [];
  const moves = draft.attachments.map(({ blobId }, at): [Id, Id] => [blobId, blobIds[at] ?? blobId]);
  return { emailId, moved: new Map(moves) };
}

/** A mail that is on its way out: it can be stopped until the first attempt. */
export interface Sending {
  readonly submissionId: Id;
  readonly emailId: Id;
}

/**
 * Hands the draft over for sending. The server moves it from the drafts to the sent mails in the same step.
 * @throws SetRefusedError with the recipients that are refused
 */
export async function send(
  jmap: JmapClient,
  draft: Draft,
  how: { from: EmailAddress; identityId: Id; mailboxes: OwnMailboxes; former?: Id | undefined },
): Promise<Sending> {
  const { from, identityId, mailboxes, former } = how;
  const [email, submission] = await jmap.request((calls) => {
    const created = calls.call<SetResponse<Email>>('Email/set', {
      create: { draft: emailOf(draft, from, mailboxes.drafts) },
    });
    const submitted = calls.call<SetResponse<{ readonly id: Id }>>('EmailSubmission/set', {
      create: { sending: { emailId: '#draft', identityId } },
      onSuccessUpdateEmail: {
        '#sending': {
          [`mailboxIds/${mailboxes.drafts}`]: null,
          [`mailboxIds/${mailboxes.sent}`]: true,
          'keywords/$draft': null,
        },
      },
    });
    return Promise.all([created.answer, submitted.answer]);
  });
  const emailId = createdId(email, 'draft');
  const submissionId = await createdOrCleared(jmap, submission, emailId);
  await tidyUp(jmap, draft, former);
  return { submissionId, emailId };
}

/** RFC 8621 §7.5: stops it, if nothing was tried yet; the mail becomes a draft again. @throws SetRefusedError if it is too late */
export async function unsend(
  jmap: JmapClient,
  { submissionId }: Pick<Sending, 'submissionId'>,
  mailboxes: OwnMailboxes,
): Promise<void> {
  const answer = await jmap.call<SetResponse<unknown>>('EmailSubmission/set', {
    update: { [submissionId]: { undoStatus: 'canceled' } },
    onSuccessUpdateEmail: {
      [submissionId]: {
        [`mailboxIds/${mailboxes.sent}`]: null,
        [`mailboxIds/${mailboxes.drafts}`]: true,
        'keywords/$draft': true,
      },
    },
  });
  const refused = answer.notUpdated?.[submissionId];
  if (refused) throw new SetRefusedError(refused);
}

/** What was refused leaves no second draft behind. */
async function createdOrCleared(
  jmap: JmapClient,
  answer: SetResponse<{ readonly id: Id }>,
  emailId: Id,
): Promise<Id> {
  try {
    return createdId(answer, 'sending');
  } catch (error) {
    await jmap.call('Email/set', { destroy: [emailId] });
    throw error;
  }
}

/** The sent mail takes the place of the kept draft, and what it answers is marked. */
async function tidyUp(jmap: JmapClient, { marks }: Draft, former: Id | undefined): Promise<void> {
  if (!marks && former === undefined) return;
  await jmap.call('Email/set', {
    ...(former !== undefined && { destroy: [former] }),
    ...(marks && { update: { [marks.id]: { [`keywords/${marks.keyword}`]: true } } }),
  });
}

function createdId(answer: SetResponse<{ readonly id: Id }>, name: string): Id {
  const refused = answer.notCreated?.[name];
  const id = answer.created?.[name]?.id;
  if (id !== undefined) return id;
  throw new SetRefusedError(refused ?? { type: 'serverFail' });
}
