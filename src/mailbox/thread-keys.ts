import { baseSubject } from './base-subject.ts';
import type { ShownDigest } from './digest.ts';

/** References that are followed: a thread of more is held together by the last. */
const keysMax = 50;

/**
 * By what an email finds its thread (RFC 8621 §3): two emails are of one thread if they name a Message-ID in common, their own or one
 * that they answer, and their subjects are the same but for prefixes. At most keysMax + 1.
 */
export function threadKeys({ messageId, inReplyTo, references, subject }: ShownDigest): readonly string[] {
  const base = baseSubject(subject ?? '');
  const ids = [...(messageId ?? []), ...(inReplyTo ?? []), ...(references ?? []).slice(-keysMax)];
  return [...new Set(ids)].slice(0, keysMax).map((id) => `${id}\n${base}`);
}
