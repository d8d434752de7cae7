import type { Identity } from '../../accounts/identities.ts';
import { hasNonAscii } from '../../address/domain.ts';
import { mailboxKey, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { NULL_PATH, POSTMASTER, pathText, type ReversePath } from '../../address/path.ts';
import { type Instant, later } from '../../base/instant.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { isPermanent, replyText } from '../../envelope/reply.ts';
import type { NewSubmission } from '../../outbox/outbox-store.ts';
import type { QueueId } from '../../queue/message.ts';
import type { MethodContext, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';
import { type EnvelopeInput, readEnvelope } from './envelope-input.ts';
import { identityBook } from './identities.ts';
import { type OutgoingMail, outgoingMail } from './outgoing.ts';
import { showSubmission, submissionProperties } from './show-submission.ts';
import type { SubmissionWorld } from './world.ts';

/** Header octets and Received fields with which a mail is still accepted: what comes later must not be refused. */
const headerBytesMax = 200 * 1024;
const hopsMax = 90;

type Created = JsonObject & { readonly id: string };

/** Submits an Email (RFC 8621 §7.5): all that could hinder its acceptance is looked for now, while its author is there. */
export async function createSubmission(
  record: JsonObject,
  account: SessionAccount,
  context: MethodContext,
  world: SubmissionWorld,
): Promise<Result<Created, SetError>> {
  const wish = await readWish(record, account, context, world);
  if (!wish.ok) return wish;
  const { emailId, identity, threadId, mail, resendOf } = wish.value;
  const now = context.clock.now();
  const envelope = envelopeOf(record, mail, identity, now);
  if (!envelope.ok) return envelope;
  const objection =
    objectionToMail(mail, world) ??
    objectionToTime(envelope.value, now, world) ??
    (await objectionToSender(envelope.value, mail, account, world)) ??
    (await objectionToRecipients(envelope.value, wish.value, account, world));
  if (objection) return err(objection);
  const { recipients, holdUntil } = envelope.value;
  const isUtf8 = mail.isHeaderUtf8 || hasUtf8Path(envelope.value);
  const submission: NewSubmission = {
    ...{
      id: world.nextQueueId(),
      account: account.id,
      identityId: identity.id,
      emailId,
      threadId,
      recipients,
    },
    envelope: { ...envelope.value.envelope, body: '8bitmime', smtpUtf8: isUtf8 },
    sendAt: holdUntil && holdUntil > now ? holdUntil : later(now, world.limits.undoMs),
    announcedAt: holdUntil && holdUntil > now ? holdUntil : now,
    ...(resendOf !== undefined && { resendOf }),
  };
  await world.outbox.add(submission, mail.content);
  world.submitted();
  const shown = await showSubmission(
    { ...submission, phase: 'pending' },
    new Set(submissionProperties),
    world,
  );
  const { id, ...properties } = shown;
  return ok({ id: submission.id, ...properties });
}

interface Wish {
  readonly emailId: string;
  readonly threadId: string;
  readonly identity: Identity;
  readonly mail: OutgoingMail;
  readonly resendOf?: QueueId;
  readonly sendAnyway: boolean;
}

const settable = new Set(['identityId', 'emailId', 'envelope', 'resendOf', 'sendAnyway']);

async function readWish(
  record: JsonObject,
  account: SessionAccount,
  { createdIds }: MethodContext,
  world: SubmissionWorld,
): Promise<Result<Wish, SetError>> {
  const unknown = Object.keys(record).filter((name) => !settable.has(name) && record[name] !== null);
  if (unknown.length > 0) return err(invalidProperties(unknown, 'cannot be set'));
  const { emailId, identityId, resendOf = null, sendAnyway = null } = record;
  const email = typeof emailId === 'string' ? createdIds.resolve(emailId) : undefined;
  const sent = email === undefined ? undefined : await world.readEmail(account.id, email);
  const name = typeof identityId === 'string' ? createdIds.resolve(identityId) : undefined;
  const identity = (await identityBook(account.id, world)).list.find(({ id }) => id === name);
  const isRepeat = typeof resendOf === 'string';
  const [earlier] = isRepeat ? await world.outbox.find(account.id, [resendOf as QueueId]) : [];
  const wrong = [
    ...(sent ? [] : ['emailId']),
    ...(identity ? [] : ['identityId']),
    ...(resendOf === null || earlier ? [] : ['resendOf']),
    ...(sendAnyway === null || typeof sendAnyway === 'boolean' ? [] : ['sendAnyway']),
  ];
  // RFC 8621 §7.5: ids that cannot be found are invalid.
  if (!sent || !identity || email === undefined || wrong.length > 0)
    return err(invalidProperties(wrong, 'not found'));
  const mail = outgoingMail(sent.content);
  const repeat = earlier && { resendOf: earlier.id };
  const wish = { sendAnyway: sendAnyway === true, ...repeat };
  return ok({ emailId: email, threadId: sent.threadId, identity, mail, ...wish });
}

/** The envelope as it is given, or as it follows from the message (RFC 8621 §7). */
function envelopeOf(
  record: JsonObject,
  mail: OutgoingMail,
  identity: Identity,
  now: Instant,
): Result<EnvelopeInput, SetError> {
  if (record.envelope !== undefined && record.envelope !== null) {
    const read = readEnvelope(record.envelope, now);
    if (read.ok) return read;
    const { error } = read;
    if (error.kind === 'malformed')
      return err(invalidProperties([error.path], `${error.path} ${error.reason}`));
    return err(invalidRecipients(error.addresses));
  }
  if (mail.badRecipients.length > 0) return err(invalidRecipients(mail.badRecipients));
  const own = parseMailboxAddress(identity.email, { utf8: true });
  // RFC 8621 §7: the identity's address, where that of the message is not allowed by it.
  const isAllowed = mail.sender && own.ok && mailboxKey(mail.sender) === mailboxKey(own.value);
  const reversePath: ReversePath = isAllowed && mail.sender ? mail.sender : own.ok ? own.value : NULL_PATH;
  return ok({
    envelope: { reversePath, body: '8bitmime', smtpUtf8: false },
    recipients: mail.recipients.map((path) => ({ path })),
  });
}

function objectionToMail(mail: OutgoingMail, { limits }: SubmissionWorld): SetError | undefined {
  const { invalidProperties: properties, content, headerBytes, hops } = mail;
  if (content.length > limits.contentBytesMax)
    return { ...setError('tooLarge'), maxSize: limits.contentBytesMax };
  if (properties.length > 0) return { ...setError('invalidEmail'), properties };
  if (headerBytes > headerBytesMax)
    return { ...setError('invalidEmail', 'The header is too large'), properties: ['headers'] };
  if (hops > hopsMax)
    return { ...setError('invalidEmail', 'It has passed too many hosts'), properties: ['headers'] };
  return undefined;
}

function objectionToTime(
  { holdUntil }: EnvelopeInput,
  now: Instant,
  { limits }: SubmissionWorld,
): SetError | undefined {
  if (holdUntil === undefined || holdUntil <= later(now, limits.holdMsMax)) return undefined;
  return invalidProperties(['envelope/mailFrom/parameters'], 'The mail cannot be held for so long');
}

async function objectionToSender(
  { envelope: { reversePath } }: EnvelopeInput,
  { authors, resender }: OutgoingMail,
  account: SessionAccount,
  world: SubmissionWorld,
): Promise<SetError | undefined> {
  const owns = (address: (typeof authors)[number]) => world.ownsAddress(account.id, address);
  if (reversePath !== NULL_PATH && !(await owns(reversePath)))
    return setError('forbiddenMailFrom', `${reversePath.text} does not belong to your account`);
  // Who sends on what others wrote says so (RFC 5322 §3.6.6).
  for (const author of resender ? [resender] : authors)
    if (!(await owns(author)))
      return setError('forbiddenFrom', `${author.text} does not belong to your account`);
  return undefined;
}

async function objectionToRecipients(
  { envelope: { reversePath }, recipients }: EnvelopeInput,
  { mail: { content }, sendAnyway }: Wish,
  account: SessionAccount,
  { limits, objectionTo }: SubmissionWorld,
): Promise<SetError | undefined> {
  if (recipients.length === 0) return setError('noRecipients');
  if (recipients.length > limits.recipientsMax)
    return { ...setError('tooManyRecipients'), maxRecipients: limits.recipientsMax };
  const bad: string[] = [];
  const words = new Set<string>();
  for (const { path } of recipients) {
    const question = { account: account.id, reversePath, sizeBytes: content.length, sendAnyway };
    const reply = await objectionTo(path, question);
    // What may be otherwise soon is left to the queue.
    if (!reply || !isPermanent(reply)) continue;
    bad.push(pathText(path));
    words.add(`${pathText(path)}: ${replyText(reply)}`);
  }
  return bad.length > 0 ? invalidRecipients(bad, [...words].slice(0, 10).join('; ')) : undefined;
}

const invalidRecipients = (addresses: readonly string[], description?: string): SetError => ({
  ...setError('invalidRecipients', description),
  invalidRecipients: addresses,
});

/** RFC 6531 §3.4: an address beyond ASCII needs SMTPUTF8 on its way. */
function hasUtf8Path({ envelope: { reversePath }, recipients }: EnvelopeInput): boolean {
  const paths = [reversePath, ...recipients.map(({ path }) => path)];
  return paths.some((path) => path !== NULL_PATH && path !== POSTMASTER && hasNonAscii(path.text));
}
