import type { Id } from './protocol.ts';

/** RFC 8621 §2 */
export interface Mailbox {
  readonly id: Id;
  readonly name: string;
  readonly parentId: Id | null;
  readonly role: string | null;
  readonly sortOrder: number;
  readonly totalEmails: number;
  readonly unreadEmails: number;
  readonly totalThreads: number;
  readonly unreadThreads: number;
}

/** RFC 8621 §4.1.2.3 */
export interface EmailAddress {
  readonly name: string | null;
  readonly email: string;
}

/** What a row of a list shows of an email (RFC 8621 §4.1). */
export interface EmailRow {
  readonly id: Id;
  readonly threadId: Id;
  readonly mailboxIds: Readonly<Record<Id, true>>;
  readonly keywords: Readonly<Record<string, true>>;
  readonly from: readonly EmailAddress[] | null;
  readonly to: readonly EmailAddress[] | null;
  readonly subject: string | null;
  readonly receivedAt: string;
  readonly preview: string;
  readonly hasAttachment: boolean;
  readonly size: number;
}

export const rowProperties: readonly (keyof EmailRow)[] = [
  ...(['id', 'threadId', 'mailboxIds', 'keywords', 'from', 'to', 'subject', 'receivedAt'] as const),
  ...(['preview', 'hasAttachment', 'size'] as const),
];

/** RFC 8621 §4.1.4 */
export interface BodyPart {
  readonly partId: string | null;
  readonly blobId: Id | null;
  readonly size: number;
  readonly name: string | null;
  readonly type: string;
  readonly disposition: string | null;
  readonly cid: string | null;
}

export interface BodyValue {
  readonly value: string;
  readonly isEncodingProblem: boolean;
  readonly isTruncated: boolean;
}

/** An email as it is read. */
export interface Email extends EmailRow {
  readonly blobId: Id;
  readonly cc: readonly EmailAddress[] | null;
  readonly bcc: readonly EmailAddress[] | null;
  readonly replyTo: readonly EmailAddress[] | null;
  readonly messageId: readonly string[] | null;
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
  readonly sentAt: string | null;
  readonly textBody: readonly BodyPart[];
  readonly htmlBody: readonly BodyPart[];
  readonly attachments: readonly BodyPart[];
  readonly bodyValues: Readonly<Record<string, BodyValue>>;
}

/** What Email/get is asked for when a mail is opened. */
export const wholeEmail = {
  properties: [
    ...rowProperties,
    ...['blobId', 'cc', 'bcc', 'replyTo', 'messageId', 'inReplyTo', 'references', 'sentAt'],
    ...['textBody', 'htmlBody', 'attachments', 'bodyValues'],
  ],
  bodyProperties: ['partId', 'blobId', 'size', 'name', 'type', 'disposition', 'cid'],
  fetchTextBodyValues: true,
  fetchHTMLBodyValues: true,
  maxBodyValueBytes: 1_000_000,
} as const;

/** Keywords that the page knows (RFC 8621 §4.1.1). */
export const keyword = {
  seen: '$seen',
  flagged: '$flagged',
  draft: '$draft',
  answered: '$answered',
  forwarded: '$forwarded',
} as const;
