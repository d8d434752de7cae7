import { pathText } from '../address/path.ts';
import type { Log, LogFields } from '../base/ports.ts';
import { type Reply, replyText } from '../envelope/reply.ts';
import type { Question } from '../smtp/server/dialogue.ts';
import type { SessionFacts } from './session-facts.ts';

/** Tells the operator what was refused: of that nobody hears but the host on the line. */
export function logRefusal(
  log: Log,
  { ip, greetingName }: SessionFacts,
  question: Question,
  words: Reply,
): void {
  log.info('refused', {
    ip,
    ...(greetingName !== '' && { greetingName }),
    question: question.kind,
    ...about(question),
    reply: replyText(words),
  });
}

function about(question: Question): LogFields {
  switch (question.kind) {
    case 'mail':
      return { from: pathText(question.envelope.reversePath) };
    case 'rcpt': {
      const { envelope, recipient } = question;
      return { from: pathText(envelope.reversePath), recipient: pathText(recipient.path) };
    }
    case 'data':
    case 'message': {
      const { envelope, recipients } = question.transaction;
      return { from: pathText(envelope.reversePath), recipients: recipients.length };
    }
    default:
      return {};
  }
}
