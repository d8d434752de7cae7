import * as replies from '../replies.ts';
import { command } from './command.ts';
import { checkNoArgument } from './no-argument.ts';

/** DATA (RFC 5321 §4.1.1.4) announces the content. If it is refused, the transaction goes on as it was. */
export const data = command({
  check: checkNoArgument,
  proceed(_, conversation) {
    if (conversation.transactionInHand.recipients.length === 0) {
      conversation.sayError(replies.noRecipients); // RFC 5321 §3.3
      return;
    }
    conversation.ask(
      { kind: 'data', transaction: conversation.transactionAsKnown() },
      {
        accepted(reply = replies.startContent) {
          conversation.take('start-data');
          conversation.openContent(true);
          conversation.say(reply);
        },
      },
    );
  },
});
