import type { Stage } from '../../envelope/stage.ts';
import { parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';

/** What a text itself says of codes and of the point in the dialogue. */
export interface Said {
  readonly replyCode?: number;
  readonly status?: StatusCode;
  readonly stage?: Stage;
}

/** At the beginning, or after `said:`, `smtp;` and the like. */
const replyCode = /(?:^|[:;>,"(#] ?)([245]\d\d)(?=[ \-,]|$)/;
/** Not in the middle of an IP address or of a version. */
const status = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![.\d])/;

/** @param text as comparableText() makes it */
export function saidIn(text: string): Said {
  const code = replyCode.exec(text)?.[1];
  const found = parseStatusCode(status.exec(text)?.[1] ?? '');
  const stage = stages.find(([words]) => text.includes(words))?.[1];
  return {
    ...(code !== undefined && { replyCode: Number(code) }),
    ...(found && { status: found }),
    ...(stage && { stage }),
  };
}

/** What the programs that write notices add to a reply, to say what it was the reply to. */
const stages: readonly (readonly [words: string, stage: Stage])[] = [
  // Postfix
  ['in reply to rcpt to', 'rcpt'],
  ['in reply to mail from', 'mail'],
  ['in reply to end of data', 'content'],
  ['in reply to data', 'data'],
  ['in reply to ehlo', 'ehlo'],
  ['in reply to helo', 'ehlo'],
  ['in reply to starttls', 'starttls'],
  // Exim
  ['mail server after rcpt to', 'rcpt'],
  ['mail server after mail from', 'mail'],
  ['mail server after end of data', 'content'],
  ['mail server after data', 'data'],
  ['mail server after pipelined mail from', 'mail'],
  ['mail server after pipelined rcpt to', 'rcpt'],
  ['mail server after pipelined data', 'data'],
  ['mail server after pipelined end of data', 'content'],
  ['mail server after sending data block', 'content'],
  ['mail server after initial connection', 'greeting'],
  ['mail server after helo', 'ehlo'],
  ['mail server after ehlo', 'ehlo'],
  ['refused to talk to me', 'greeting'],
  // qmail
  ['does not like recipient', 'rcpt'],
  ['but sender was rejected', 'mail'],
  ['but my name was rejected', 'ehlo'],
  ['but greeting failed', 'greeting'],
  ['failed on data command', 'data'],
  ['failed after i sent the message', 'content'],
  // DragonFly
  ['did not like our rcpt to', 'rcpt'],
  ['did not like our mail from', 'mail'],
  ['did not like our final data', 'content'],
  ['did not like our data', 'data'],
  // Yahoo
  ['[rcpt_to]', 'rcpt'],
  ['[mail_from]', 'mail'],
];
