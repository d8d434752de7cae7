import type { Account } from '../../../accounts/accounts.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/instant.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { EmailId, EmailProblem, NewEmail } from '../../../mailbox/email.ts';
import type { MailboxId } from '../../../mailbox/mailbox.ts';
import type { MethodContext } from '../../capability.ts';
import type { JsonObject } from '../../json.ts';
import { invalidProperties, type SetError, setError } from '../../set-error.ts';
import type { CreatedRecord } from '../../standard/one-by-one.ts';
import { digestOf } from '../digest.ts';
import { parseDateText } from '../time-text.ts';
import type { MailWorld } from '../world.ts';
import { readKeywords, readMailboxIds } from './email-values.ts';

/** Where an Email is to lie, and as what. */
export interface Place {
  readonly mailboxes: readonly MailboxId[];
  readonly keywords: readonly string[];
  /** Undefined if nothing was said of it. */
  readonly receivedAt: Instant | undefined;
}

/** Reads `mailboxIds`, `keywords` and `receivedAt` (RFC 8621 §4.6, §4.8). Answers the properties that are wrong. */
export function readPlace(
  record: JsonObject,
  { createdIds }: MethodContext,
): Result<Place, readonly string[]> {
  const mailboxes = readMailboxIds(record.mailboxIds, createdIds);
  const keywords = readKeywords(record.keywords ?? undefined);
  const given = record.receivedAt ?? undefined;
  const receivedAt = given === undefined ? undefined : parseDateText(given, true)?.at;
  const wrong = [
    ...(mailboxes && mailboxes.length > 0 ? [] : ['mailboxIds']),
    ...(keywords ? [] : ['keywords']),
    ...(given !== undefined && receivedAt === undefined ? ['receivedAt'] : []),
  ];
  if (!mailboxes || !keywords || wrong.length > 0) return err(wrong);
  return ok({ mailboxes, keywords, receivedAt });
}

/** Puts a message into mailboxes of the account, if there is room. @throws StoreFullError, StoreError */
export async function keepEmail(
  account: Account['id'],
  email: NewEmail,
  content: Bytes,
  world: MailWorld,
): Promise<Result<CreatedRecord, SetError>> {
  const { messageBytesMax } = world.limits;
  if (content.length > messageBytesMax) return err(tooLarge(messageBytesMax));
  if (content.length > (await world.roomOf(account))) return err(setError('overQuota'));
  const id = await world.emails.addEmail(account, email, content, digestOf(content));
  if (!isId(id)) return err(emailError(id));
  const [kept] = await world.emails.emails(account, [id]);
  return ok({ id, blobId: id, threadId: kept?.thread ?? null, size: content.length });
}

/** @param maxSize octets that would have been taken */
export const tooLarge = (maxSize: number): SetError => ({ ...setError('tooLarge'), maxSize });

const isId = (answer: EmailId | EmailProblem): answer is EmailId => answer.startsWith('E');

/** As the RFC names what the store objects to. */
export function emailError(problem: EmailProblem): SetError {
  switch (problem) {
    case 'no-such-email':
      return setError('notFound');
    case 'no-such-mailbox':
      return invalidProperties(['mailboxIds'], 'there is no such mailbox');
    case 'no-mailbox':
      return invalidProperties(['mailboxIds'], 'an Email lies in one mailbox at least');
    case 'too-many-keywords':
      return setError('tooManyKeywords');
  }
}
