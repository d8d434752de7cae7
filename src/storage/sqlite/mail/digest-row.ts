import { createHash } from 'node:crypto';
import { baseSubject } from '../../../mailbox/base-subject.ts';
import { type Digest, type DigestAddress, searchedFields } from '../../../mailbox/digest.ts';
import { threadKeys } from '../../../mailbox/thread-keys.ts';
import type { DigestRow } from './digests.ts';
import { accountWord, indexedText } from './words.ts';

/** Octets of a hash: two keys of one account are not the same by chance. */
const keyBytes = 12;

export function digestRow(account: string, { shown, sentAt, texts }: Digest): DigestRow {
  return {
    sentAt: sentAt ?? null,
    sortSubject: baseSubject(shown.subject ?? ''),
    sortFrom: sortName(shown.from),
    sortTo: sortName(shown.to),
    hasAttachment: Number(shown.hasAttachment),
    shown: JSON.stringify(shown),
    threadKeys: threadKeys(shown).map(hashed),
    texts: [accountWord(account), ...searchedFields.map((field) => indexedText(texts[field]))],
  };
}

/** RFC 8621 §4.4.2: the name of the first address, or else the address. */
const sortName = (addresses: readonly DigestAddress[] | null): string =>
  (addresses?.[0]?.name || addresses?.[0]?.email || '').toLowerCase();

const hashed = (key: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(key).digest().subarray(0, keyBytes));
