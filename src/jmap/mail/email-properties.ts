import { convenienceProperties, headerRequest } from './header-property.ts';

/** RFC 8621 §4.1.1: what the store knows of a mail; nothing of it stands in the message. */
export const metadataProperties = [
  ...['id', 'blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt'],
] as const;

/** What is read from the body of the message. */
const bodyListProperties = [
  ...['bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments', 'hasAttachment', 'preview'],
] as const;

const parsedDefault = [
  ...['messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo', 'subject'],
  ...['sentAt', 'hasAttachment', 'preview', 'bodyValues', 'textBody', 'htmlBody', 'attachments'],
];

/** RFC 8621 §4.2, where the client does not say which it wants. */
export const defaultEmailProperties: readonly string[] = [...metadataProperties, ...parsedDefault];

/** RFC 8621 §4.9: of a blob there is no metadata. */
export const defaultParsedProperties: readonly string[] = parsedDefault;

const named = new Set<string>([
  ...metadataProperties,
  ...bodyListProperties,
  ...convenienceProperties.keys(),
  'headers',
]);

/** True for a property that an Email has; false too where the form does not suit the field (RFC 8621 §4.2). */
export const isEmailProperty = (name: string): boolean =>
  named.has(name) || headerRequest(name)?.kind === 'property';
