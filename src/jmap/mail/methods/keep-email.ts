import type { Account } from '../../../accounts/accounts.ts';
import type { Bytes } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/instant.ts';
import { instant } from '../../../base/instant.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import type { EmailId, EmailProblem } from '../../../mailbox/email.ts';
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
  readonly receivedAt: Instant;
}

/** Reads `mailboxIds`, `keywords` and `receivedAt` (RFC 8621 §4.6, §4.8). Answers the properties that are wrong. */
export function readPlace(
  record: JsonObject,
  { createdIds, clock }: MethodContext,
): Result<Place, readonly string[]> {
  const mailboxes = readMailboxIds(record.mailboxIds, createdIds);
  const keywords = readKeywords(record.keywords ?? undefined);
  const given = record.receivedAt ?? undefined;
  const receivedAt = given === undefined ? clock.now() : parseDateText(given, true)?.at;
  const wrong = [
    ...(mailboxes && mailboxes.length > 0 ? [] : ['mailboxIds']),
    ...(keywords ? [] : ['keywords']),
    ...(receivedAt === undefined ? ['receivedAt'] : []),
  ];
  if (wrong.length > 0) return err(wrong);
  return ok({ mailboxes: mailboxes ?? [], keywords: keywords ?? [], receivedAt: receivedAt ?? instant(0) });
}

/** Puts a message into mailboxes of the account, if there is room. @throws StoreFullError, StoreError */
export async function keepEmail(
  account: Account['id'],
  place: Place,
  content: Bytes,
  world: MailWorld,
): Promise<Result<CreatedRecord, SetError>> {
  if (content.length > world.limits.messageBytesMax) return err(setError('tooLarge'));
  if (content.length > (await world.roomOf(account))) return err(setError('overQuota'));
  const id = await world.emails.addEmail(account, place, content, digestOf(content));
  if (!isId(id)) return err(emailError(id));
  const [email] = await world.emails.emails(account, [id]);
  return ok({ id, blobId: id, threadId: email?.thread ?? null, size: content.length });
}

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
