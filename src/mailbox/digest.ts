/** What lists, searches and threads need to know of an email. Made once from its octets; whoever makes it knows MIME. */
export interface Digest {
  /** What is shown in lists, as JMAP has it (RFC 8621 §4.1.2.3, §4.1.3, §4.1.4). */
  readonly shown: ShownDigest;
  /** As an instant: what is sorted by. */
  readonly sentAt: number | undefined;
  /** What is searched. */
  readonly texts: Readonly<Record<SearchedField, string>>;
}

export interface ShownDigest {
  readonly messageId: readonly string[] | null;
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
  readonly sender: readonly DigestAddress[] | null;
  readonly from: readonly DigestAddress[] | null;
  readonly to: readonly DigestAddress[] | null;
  readonly cc: readonly DigestAddress[] | null;
  readonly bcc: readonly DigestAddress[] | null;
  readonly replyTo: readonly DigestAddress[] | null;
  readonly subject: string | null;
  /** With the zone of the sender. */
  readonly sentAt: string | null;
  readonly hasAttachment: boolean;
  readonly preview: string;
}

export interface DigestAddress {
  readonly name: string | null;
  readonly email: string;
}

export const searchedFields = ['subject', 'from', 'to', 'cc', 'bcc', 'body'] as const;
export type SearchedField = (typeof searchedFields)[number];

/** Characters of a body that are searched. */
export const searchedBodyMax = 200_000;
/** Octets of a message that are looked at for its digest: a part that begins behind them is not seen by lists and searches. */
export const digestedBytesMax = 8 * 1024 * 1024;
