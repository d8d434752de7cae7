import { NULL_PATH } from '../address/path.ts';
import type { Header } from '../message/fields.ts';
import { type IsTrusted, whyNotReport } from '../queue/may-report.ts';
import type { QueuedMessage } from '../queue/message.ts';

/** Why nobody answers a message by a program. */
export type Unanswerable =
  /** There is no sender, or it is not proven that he sent it. */
  | 'null-reverse-path'
  | 'return-path-unproven'
  /** It is not proven that it is from whom it says. */
  | 'author-unproven'
  /** No person wrote it, or not to a person. */
  | 'automatic'
  | 'bulk'
  | 'role-address';

/**
 * Whether a message may be answered by a program at all (RFC 3834 §2): to whoever provably sent it, if it is a letter from person to
 * person. For `<>`, forged senders, programs, lists and the addresses of machines the answer is no.
 */
export function whyNotAnswer(
  message: QueuedMessage,
  header: Header,
  isTrusted: IsTrusted,
): Unanswerable | undefined {
  const objection = whyNotReport(message, isTrusted);
  if (objection === 'null-reverse-path' || objection === 'return-path-unproven') return objection;
  const { facts, verdict, envelope } = message;
  // RFC 3834 §2: a message with an Auto-Submitted field that says anything but "no".
  if (objection === 'automatic' || facts.isAutomatic || suppressesAnswers(header)) return 'automatic';
  if (verdict?.dmarc.result === 'fail') return 'author-unproven';
  if (isBulk(header)) return 'bulk';
  const { reversePath } = envelope;
  return reversePath !== NULL_PATH && isRole(reversePath.localPart) ? 'role-address' : undefined;
}

/** What programs write that wish for no answer, or are answering themselves, without the field of RFC 3834. */
const suppressesAnswers = (header: Header): boolean =>
  /\b(?:all|oof|autoreply)\b/i.test(header.value('X-Auto-Response-Suppress') ?? '') ||
  header.has('X-Autoreply') ||
  header.has('X-Autorespond') ||
  header.has('X-Loop');

/** RFC 3834 §2: mail of lists, by their fields or by a precedence that means the same. */
const isBulk = (header: Header): boolean =>
  header.fields.some(({ name }) => /^list-/i.test(name)) ||
  header.values('Precedence').some((value) => /^\s*(?:bulk|list|junk|auto_reply)\b/i.test(value)) ||
  /^\s*yes\b/i.test(header.value('X-Spam-Flag') ?? '');

/** RFC 3834 §2: addresses behind which programs sit. */
const isRole = (localPart: string): boolean => rolePattern.test(localPart.slice(0, 64));

const rolePattern =
  /^(?:owner-.*|.*-(?:request|owner|bounces?|errors?)|mailer-daemon|postmaster|(?:no|do-?not)[-_.]?reply.*|bounces?(?:[-+=_.].*)?|listserv|majordomo|root|daemon)$/i;
