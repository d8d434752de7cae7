import type { MailDomain } from '../address/domain.ts';
import { invariant } from '../base/invariant.ts';
import type { Header } from './fields.ts';
import { tokenise } from './tokens.ts';

/** A message identifier with its angle brackets: msg-id = "<" id-left "@" id-right ">" (RFC 5322 §3.6.4). */
export type MessageId = `<${string}>`;

/** Identifiers kept in a References field: the first, which names the thread, and the latest. */
export const referencesMax = 20;
/** Octets of an identifier that we repeat; with the field name it must fit into a line (RFC 5322 §2.1.1). */
export const messageIdLengthMax = 900;

/** dot-atom-text (RFC 5322 §3.2.3) */
const dotAtomText = /^[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*$/;

/** @param unique a dot-atom that this domain never uses twice, such as a queue id or random letters */
export function makeMessageId(unique: string, domain: MailDomain): MessageId {
  invariant(dotAtomText.test(unique), 'the left side of a Message-ID is a dot-atom');
  return `<${unique}@${domain}>`;
}

/**
 * The identifiers in the value of a Message-ID, In-Reply-To or References field, in order. Obsolete phrases
 * between them are passed over, blanks and comments within them removed. Without any brackets, words that
 * hold an `@` are taken.
 */
export function parseMessageIds(value: string): MessageId[] {
  const ids: MessageId[] = [];
  const bare: MessageId[] = [];
  let open: string | undefined;
  for (const token of tokenise(value, '<>')) {
    if (token.kind === 'comment') continue;
    if (token.text === '<' && token.kind === 'special') open = '';
    else if (token.text === '>' && token.kind === 'special') {
      if (open !== undefined && isId(open)) ids.push(`<${open}>`);
      open = undefined;
    } else if (open !== undefined) open += token.kind === 'quoted' ? `"${token.text}"` : token.text;
    else if (token.kind === 'atom' && isId(token.text) && token.text.includes('@'))
      bare.push(`<${token.text}>`);
  }
  return ids.length > 0 ? ids : bare;
}

/** The Message-ID of a message, if it has one that can be repeated. */
export const messageIdOf = (header: Header): MessageId | undefined =>
  parseMessageIds(header.value('Message-ID') ?? '')[0];

/**
 * What the References field of an answer to this message holds (RFC 5322 §3.6.4): the parent's references, or
 * else its one In-Reply-To, and the parent itself. Bounded to `referencesMax`.
 */
export function referencesFor(parent: Header): MessageId[] {
  const references = parseMessageIds(parent.values('References').join(' '));
  const inReplyTo = parseMessageIds(parent.value('In-Reply-To') ?? '');
  const earlier = references.length > 0 || inReplyTo.length !== 1 ? references : inReplyTo;
  const id = messageIdOf(parent);
  const chain = id === undefined ? earlier : [...earlier.filter((each) => each !== id), id];
  return chain.length <= referencesMax ? chain : [...chain.slice(0, 1), ...chain.slice(1 - referencesMax)];
}

/** Graphic characters only, so that no identifier can break a field apart. */
const isId = (text: string): boolean => text.length <= messageIdLengthMax && /^[^\s\p{C}<>]+$/u.test(text);
