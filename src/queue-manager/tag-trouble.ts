import type { MailDomain } from '../address/domain.ts';
import type { Heard } from '../queue/heard.ts';
import type { MessageRecord } from '../queue/queue-store.ts';

/** A message that failed elsewhere for the tag of its reverse-path. */
export interface TagTrouble {
  /** Of the recipient who failed. */
  readonly domain: MailDomain;
  /** What was said; untrusted. */
  readonly reply: string;
}

/** RFC 3463 §3.2, §3.8: a sender that is malformed or unknown, or may not write to the list. */
const senderStatus = /^5\.(?:1\.[78]|7\.2)$/;

/**
 * What genuine notices that came under a tag say against the sender: a list, say, that knows its members by the reverse-path and holds
 * the tagged one for a stranger.
 */
export const tagTroubles = (
  heard: readonly Heard[],
  records: readonly MessageRecord[],
): readonly TagTrouble[] =>
  heard.flatMap(({ about, recipients, news: { action, status = '', text = '' } }) => {
    const isAboutSender = senderStatus.test(status) || /\bprvs=/i.test(text);
    if (action !== 'failed' || !isAboutSender) return [];
    const record = records.find(({ message }) => message.queueId === about);
    const failed = record?.recipients.filter(({ index }) => recipients.includes(index)) ?? [];
    return failed.map(({ address }) => ({ domain: address.domain, reply: text || status }));
  });
