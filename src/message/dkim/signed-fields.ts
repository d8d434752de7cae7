import type { Field, Header } from '../fields.ts';

/**
 * What a reader sees or a program obeys. These are named once more than they occur, so that nobody can add another one to a signed
 * message (RFC 6376 §5.4, §8.15).
 */
const sealed = [
  ...['from', 'reply-to', 'to', 'cc', 'subject', 'date', 'message-id', 'in-reply-to', 'references'],
  ...['mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted'],
] as const;

/** Signed where they are there. A mailing list may add its own to a message that it leaves alone otherwise. */
const ifThere = [
  ...['sender', 'content-disposition', 'content-language', 'expires', 'disposition-notification-to'],
  ...['resent-date', 'resent-from', 'resent-sender', 'resent-to', 'resent-cc', 'resent-message-id'],
  ...['list-id', 'list-help', 'list-unsubscribe', 'list-unsubscribe-post', 'list-subscribe', 'list-post'],
  ...['list-owner', 'list-archive', 'autocrypt'],
] as const;

/** The names for the `h` tag (RFC 6376 §3.5): one for each field that is signed, and one more where none may be added. */
export function namesToSign(header: Header): readonly string[] {
  return [
    ...sealed.flatMap((name) => repeated(name, header.count(name) + 1)),
    ...ifThere.flatMap((name) => repeated(name, header.count(name))),
  ];
}

/**
 * The fields that a list of names stands for, in its order: of several with one name the last is taken first (RFC 6376 §5.4.2). A
 * name for which there is no field is an empty text in what is signed.
 */
export function fieldsNamed(header: Header, names: readonly string[]): readonly Field[] {
  const left = Map.groupBy(header.fields, ({ name }) => name.toLowerCase());
  return names.flatMap((name) => left.get(name.toLowerCase())?.pop() ?? []);
}

const repeated = (name: string, times: number): string[] => Array.from({ length: times }, () => name);
