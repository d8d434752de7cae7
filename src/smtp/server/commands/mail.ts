import { err } from '../../../base/result.ts';
import type { Reply } from '../../../envelope/reply.ts';
import type { Conversation } from '../conversation.ts';
import { type MailArgument, parseMailArgument } from '../mail-argument.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** MAIL (RFC 5321 §4.1.1.2) begins a transaction. */
export const mail = command({
  check(argument, conversation) {
    const obstacle = missingStep(conversation);
    if (obstacle) return err(obstacle);
    const read = parseMailArgument(argument, conversation.setup.mechanisms.length > 0);
    if (!read.ok) return read;
    // RFC 1870 §6.1
    const { declaredSizeBytes = 0 } = read.value;
    return declaredSizeBytes > conversation.setup.limits.contentBytesMax ? err(replies.tooLarge) : read;
  },
  proceed({ envelope, declaredSizeBytes, wantsEach }: MailArgument, conversation) {
    if (!conversation.countTransaction()) {
      conversation.closeWith(
        replies.tooManyTransactions(conversation.setup.hostname),
        'too-many-transactions',
      );
      return;
    }
    conversation.ask(
      { kind: 'mail', envelope, declaredSizeBytes, wantsEach },
      {
        accepted(reply = replies.senderOk) {
          conversation.openTransaction(envelope, wantsEach);
          conversation.say(reply);
        },
      },
    );
  },
});

/** What submission asks for before it takes mail. */
function missingStep({ setup, tls, account }: Readonly<Conversation>): Reply | undefined {
  if (setup.role !== 'submission' || account !== undefined) return undefined;
  return tls === undefined ? replies.secureFirst : replies.authenticateFirst;
}
