import { createHash } from 'node:crypto';
import type { Chance } from './chance.ts';

export type LetterFate =
  /** No word yet from the server. */
  | 'under-way'
  /** The client has seen the 250: every recipient gets it once, or its sender a notice. */
  | 'promised'
  /** The client sent all of it and saw no reply: all recipients, or none. */
  | 'unknown'
  /** The client never came to the end of it, or was refused: nobody gets it. */
  | 'void';

/** A message that a client wants to send. */
export interface Letter {
  readonly id: string;
  readonly from: string;
  readonly recipients: readonly string[];
  /** What follows DATA, lines ended by CRLF, without dots doubled. */
  readonly text: string;
  fate: LetterFate;
}

/** Sizes of bodies in lines of 72 characters: nearly all are small, some do not fit into memory with the others. */
const bodyLines = [2, 2, 10, 10, 10, 40, 40, 200, 6_000] as const;
const line = 'The quick brown fox jumps over the lazy dog, and over the dog once more.';

export function writeLetter(id: string, from: string, recipients: readonly string[], chance: Chance): Letter {
  const body = `${id}\r\n${`${line}\r\n`.repeat(chance.pick(bodyLines))}`;
  const header = [
    `From: ${from}`,
    `To: ${recipients.join(', ')}`,
    `Subject: letter ${id}`,
    `Message-ID: <${id}@client.test>`,
    `X-Letter: ${id}`,
    `X-Digest: ${digestOf(body)}`,
    'Date: Mon, 23 Nov 2026 12:00:00 +0000',
  ];
  return { id, from, recipients, text: `${header.join('\r\n')}\r\n\r\n${body}`, fate: 'under-way' };
}

export const idOfMessageId = (messageId: string): string => messageId.replace(/^<|@.*$/g, '');

/** What somebody holds in his hands: the id of a letter, and whether it is as it was written. */
export interface Copy {
  readonly id: string;
  readonly isWhole: boolean;
}

/** Reads a message that arrived somewhere; undefined if it is none of our letters. */
export function readCopy(message: string): Copy | undefined {
  const end = message.indexOf('\r\n\r\n');
  const header = message.slice(0, end);
  const id = fieldOf(header, 'X-Letter');
  if (id === undefined) return undefined;
  return { id, isWhole: fieldOf(header, 'X-Digest') === digestOf(message.slice(end + 4)) };
}

/** The value of a field, unfolded. */
export function fieldOf(header: string, name: string): string | undefined {
  const match = new RegExp(`^${name}:\\s*(.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(header);
  return match?.[1]?.replace(/\r\n[ \t]+/g, ' ');
}

const digestOf = (body: string): string => createHash('sha256').update(body, 'latin1').digest('hex');
