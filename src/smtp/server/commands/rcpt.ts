import { parseRcptArgument } from '../rcpt-argument.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** RCPT (RFC 5321 §4.1.1.3) names a recipient. Naming it twice makes two, for each has parameters of its own. */
export const rcpt = command({
  check: (argument, { transactionInHand }) =>
    parseRcptArgument(argument, transactionInHand.envelope.smtpUtf8),
  proceed(recipient, conversation) {
    const { envelope, recipients } = conversation.transactionInHand;
    // RFC 5321 §4.5.3.1.10. It is the client's good right to try, and thus no error.
    if (recipients.length >= conversation.setup.limits.recipientsMax) {
      conversation.say(replies.tooManyRecipients);
      return;
    }
    conversation.ask(
      { kind: 'rcpt', envelope, recipient },
      {
        accepted(reply = replies.recipientOk) {
          conversation.take('accept-rcpt');
          recipients.push(recipient);
          conversation.say(reply);
        },
      },
    );
  },
});
